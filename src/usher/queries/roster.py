"""What a phone needs to decide by itself: whole, or what changed since it last asked.

People are told as lists and instants as milliseconds since the epoch, since twenty thousand of
them go over a convention centre's network.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from usher.models import Event, Level, Session
from usher.queries.days import days_of
from usher.queries.door_facts import SessionFacts, load_sessions
from usher.queries.sql import among, microseconds, rows

MILLISECOND = 1_000
# So long after the last day a phone forgets the people of the event.
KEPT_AFTER = timedelta(days=2)
# Where more than this part of all changed, everything is sent anew.
_DELTA_PART_MAX = 0.5

# An attendee: number, name, company, level, when cancelled, badges, schedule, stays, and the
# domain of their address, where there is no company to tell them from others by (decision 17).
Row = list[Any]
# Another form of rows is another state to whoever has the former: they are told everything.
_FORM = 2


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the roster: places in the changes and in the ledger of one event.

    They are places of one `epoch`: a backup that was restored has others.
    """

    event_id: int
    epoch: str
    change: int
    seq: int

    def __str__(self) -> str:
        return f"{_FORM}.{self.event_id}.{self.epoch}.{self.change}.{self.seq}"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as phones keep it; `levels` are numbers of levels."""

    session: Session
    facts: SessionFacts
    levels: list[int]


@dataclass(frozen=True, slots=True)
class Programme:
    """The levels as `(number, name)`, and the sessions."""

    levels: list[tuple[int, str]]
    sessions: list[SessionRow]


@dataclass(frozen=True, slots=True)
class Roster:
    """The state `version`, or what must be put over an earlier one to have it.

    `programme` is None where nothing of it changed. `gone` are numbers of deleted attendees.
    """

    version: Version
    is_full: bool
    programme: Programme | None
    attendees: list[Row]
    gone: list[int]


def version_of(event: Event) -> Version:
    """Return the state that the event's roster has now, or an earlier one: never a later one."""
    head = "SELECT epoch, seq FROM usher_eventhead WHERE event_id = %s"
    epoch, seq = rows(head, [event.pk])[0]
    if connection.vendor == "postgresql":
        # Changes commit in another order than they are numbered in: all transactions before
        # this one are over, so whatever they changed is seen by whoever reads now.
        (change,) = rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [])[0]
    else:
        change = newest_change(event)
    return Version(event.pk, epoch, change, seq)


def tag_of(event: Event) -> str:
    """Return a text that is another one whenever the roster is."""
    # The sum, and not the last: on PostgreSQL a change may commit after one with a later number.
    changes = "SELECT SUM(seq) FROM usher_change WHERE event_id = %s"
    (told,) = rows(
        f"SELECT epoch, ({changes}), seq FROM usher_eventhead WHERE event_id = %s", [event.pk] * 2
    )
    return ".".join(str(part or 0) for part in (_FORM, event.pk, *told))


def newest_change(event: Event) -> int:
    """Return the place of the last change of the event that can be seen."""
    found = rows("SELECT MAX(seq) FROM usher_change WHERE event_id = %s", [event.pk])
    return int(found[0][0] or 0)


def read_version(event: Event, text: str) -> Version | None:
    """Return the state that a phone names; None where it isn't one of this event and form."""
    written = re.fullmatch(rf"{_FORM}\.(\d{{1,18}})\.([0-9a-f]+)\.(\d{{1,18}})\.(\d{{1,18}})", text)
    if written is None:
        return None
    event_id, epoch, change, seq = written.groups()
    version = Version(int(event_id), epoch, int(change), int(seq))
    return version if version.event_id == event.pk else None


def roster_of(event: Event, *, since: Version | None) -> Roster:
    """Return the roster, in a constant number of queries: what changed since, or all of it."""
    now = version_of(event)
    if since is None or since.epoch != now.epoch:
        return _full(event, now)
    if since.change > now.change or since.seq > now.seq:
        return _full(event, now)
    changed, programme = _changed(event, since)
    if len(changed) > _DELTA_PART_MAX * event.attendees.count():
        return _full(event, now)
    found = _attendees(event, changed)
    return Roster(
        version=now,
        is_full=False,
        programme=programme_of(event) if programme else None,
        attendees=found,
        gone=sorted(changed - {row[0] for row in found}),
    )


def kept_until(event: Event) -> datetime | None:
    """Return when phones forget the event's people; None while its days are not known."""
    last = event.ends_on or next(reversed(days_of(event)), None)
    if last is None:
        return None
    midnight = datetime.combine(last, datetime.min.time(), tzinfo=event.zone)
    return midnight + timedelta(days=1) + KEPT_AFTER


def _full(event: Event, now: Version) -> Roster:
    return Roster(now, True, programme_of(event), _attendees(event, None), [])


def _changed(event: Event, since: Version) -> tuple[set[int], bool]:
    """Return the attendees who changed, and whether the programme did."""
    place = "transaction" if connection.vendor == "postgresql" else "seq"
    after = ">=" if connection.vendor == "postgresql" else ">"
    changes = rows(
        f"SELECT kind, thing FROM usher_change WHERE event_id = %s AND {place} {after} %s",
        [event.pk, since.change],
    )
    scanned = rows(
        """
        SELECT DISTINCT attendee_id FROM usher_entry
         WHERE event_id = %s AND seq > %s AND attendee_id IS NOT NULL
        """,
        [event.pk, since.seq],
    )
    people = {thing for kind, thing in changes if kind == "attendee"}
    return people | {one for (one,) in scanned}, any(kind == "programme" for kind, _ in changes)


def programme_of(event: Event) -> Programme:
    """Return the levels and sessions as they are now."""
    sessions = Session.objects.filter(event=event).order_by("starts_at", "room", "code")
    found = list(sessions)
    facts = load_sessions(event, ids=[one.pk for one in found])
    return Programme(
        levels=list(Level.objects.filter(event=event).order_by("id").values_list("id", "name")),
        sessions=[
            SessionRow(one, facts[one.pk], [int(level) for level in facts[one.pk].levels])
            for one in found
            if one.pk in facts
        ],
    )


def _attendees(event: Event, numbers: Collection[int] | None) -> list[Row]:
    """Return these attendees' rows; None: everybody's."""
    badges = _by_attendee(_badges(event, numbers))
    schedules = _schedules(event, numbers)
    stays = _by_attendee(_stays(event, numbers))
    return [
        [
            number,
            name,
            company,
            level,
            milliseconds(cancelled_at),
            badges.get(number, []),
            schedules.get(number, []),
            stays.get(number, []),
            email.rpartition("@")[2] if email and not company else "",
        ]
        for number, name, company, level, cancelled_at, email in rows(
            f"""
            SELECT person.id, name, company, level_id, cancelled_at, address.email
              FROM usher_attendee person
              LEFT JOIN usher_address address ON address.id = person.address_id
             WHERE person.event_id = %s {_only("person.id", numbers)} ORDER BY person.id
            """,
            _parameters(event, numbers),
        )
    ]


def _badges(event: Event, numbers: Collection[int] | None) -> Iterable[list[Any]]:
    found = rows(
        f"""
        SELECT attendee_id, code, revoked_at FROM usher_badge
         WHERE event_id = %s {_only("attendee_id", numbers)} ORDER BY id
        """,
        _parameters(event, numbers),
    )
    return ([attendee, code, milliseconds(revoked)] for attendee, code, revoked in found)


def _schedules(event: Event, numbers: Collection[int] | None) -> dict[int, list[int]]:
    found = rows(
        f"""
        SELECT attendee_id, session_id FROM usher_registrant
         WHERE event_id = %s {_only("attendee_id", numbers)} ORDER BY session_id
        """,
        _parameters(event, numbers),
    )
    schedules: defaultdict[int, list[int]] = defaultdict(list)
    for attendee, session in found:
        schedules[attendee].append(session)
    return schedules


def _stays(event: Event, numbers: Collection[int] | None) -> Iterable[list[Any]]:
    found = rows(
        f"""
        SELECT attendee_id, session_id, stays FROM usher_presence
         WHERE session_id IN (SELECT id FROM usher_session WHERE event_id = %s)
               {_only("attendee_id", numbers)}
         ORDER BY session_id
        """,
        _parameters(event, numbers),
    )
    for attendee, session, stays in found:
        for entered, left, _how in json.loads(stays):
            left_at = None if left is None else left // MILLISECOND
            yield [attendee, session, entered // MILLISECOND, left_at]


def _by_attendee(found: Iterable[list[Any]]) -> dict[int, list[list[Any]]]:
    grouped: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for attendee, *rest in found:
        grouped[attendee].append(rest)
    return grouped


def _only(column: str, numbers: Collection[int] | None) -> str:
    return "" if numbers is None else f"AND {column} {among(numbers)[0]}"


def _parameters(event: Event, numbers: Collection[int] | None) -> list[Any]:
    return [event.pk] if numbers is None else [event.pk, among(numbers)[1]]


def milliseconds(moment: datetime | None) -> int | None:
    """Return milliseconds since the epoch, as phones count."""
    return None if moment is None else microseconds(moment) // MILLISECOND
