"""Sessions side by side: who was expected and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from usher.models import Event, Session
from usher.queries.flows import flows_of
from usher.queries.sql import among, moment, rows
from usher.rules.occupancy import MINUTE

_LISTED_WHO_CAME = """
    SELECT registrant.session_id, COUNT(*)
      FROM usher_registrant registrant
      JOIN usher_presence presence
        ON presence.attendee_id = registrant.attendee_id
       AND presence.session_id = registrant.session_id
     WHERE registrant.session_id {condition}
     GROUP BY registrant.session_id
"""


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """One session's counts. peak: the most who were inside at once, and from when on."""

    session: Session
    registered: int
    attended: int
    listed_who_came: int
    overridden: int
    refused: int
    peak: int
    peak_at: datetime | None

    @property
    def no_shows(self) -> int:
        """How many had it on their schedule and never came."""
        return self.registered - self.listed_who_came

    @property
    def walk_ins(self) -> int:
        """How many came without having it on their schedule."""
        return self.attended - self.listed_who_came


def sessions_counted(
    event: Event, sessions: Sequence[Session], *, at: datetime
) -> list[SessionCounts]:
    """Return the counts of these sessions, which have their tallies, in two queries."""
    flows = flows_of(event, sessions, at=at)
    condition, parameter = among([session.pk for session in sessions])
    listed = dict(rows(_LISTED_WHO_CAME.format(condition=condition), [parameter]))
    found = []
    for session in sessions:
        most, minute = flows.peak_of(session.pk)
        found.append(
            SessionCounts(
                session=session,
                registered=session.tally.registered,
                attended=session.tally.attended,
                listed_who_came=listed.get(session.pk, 0),
                overridden=session.tally.overridden,
                refused=session.tally.refused,
                peak=most,
                peak_at=None if minute is None else moment(minute * MINUTE),
            )
        )
    return found
