"""How one session went, with every word that was said of it and by whom."""

from dataclasses import dataclass

from usher.models import Entry, Session
from usher.queries.session_times import times_among, word_of
from usher.queries.trails import voided
from usher.rules.attendance import SessionTimes
from usher.rules.session_times import Course, course_of


@dataclass(frozen=True, slots=True)
class Said:
    """One attestation, and whether it was undone later."""

    entry: Entry
    undone: bool


@dataclass(frozen=True, slots=True)
class Monitored:
    """A session's times as planned and as they were, and all that was said, the first first."""

    session: Session
    times: SessionTimes
    course: Course
    said: list[Said]

    @property
    def standing(self) -> list[Entry]:
        """What was said and not undone."""
        return [one.entry for one in self.said if not one.undone]


def monitored(session: Session) -> Monitored:
    """Return how the session went, in a constant number of queries."""
    entries = Entry.objects.filter(session=session, attendee=None)
    voids = entries.filter(kind=Entry.Kind.VOID).order_by("seq")
    void = voided(list(voids.values_list("seq", "kind", "subject")))
    written = entries.filter(kind=Entry.Kind.ATTESTATION).select_related("scanned_by")
    said = [Said(entry, entry.seq in void) for entry in written.order_by("seq")]
    words = [word_of(one.entry) for one in said if not one.undone]
    times = times_among(session.event, [session])[session.pk]
    return Monitored(session, times, course_of(words), said)
