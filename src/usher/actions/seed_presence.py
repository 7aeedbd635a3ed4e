"""Makes an event of a real crowd's presence: who was there from when until when."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.admit import admit
from usher.actions.create_event import Frame, create_event
from usher.actions.import_attendees import import_attendees
from usher.actions.import_sessions import import_sessions
from usher.actions.imported import How, InOneTransaction
from usher.actions.mistakes import BadRequest
from usher.actions.scans import Scan, Upload
from usher.models import Account, Event
from usher.queries.chunks import in_chunks
from usher.queries.sql import microseconds
from usher.readers import AttendeeRow, SessionRow
from usher.readers.presence import Stretch
from usher.rules.judge import Direction

SLUG = "presence-demo"
_ZONE = "Europe/Paris"
_FIRST_DAY = date(2009, 6, 4)
_SPACE = UUID("c1c25b0a-7a4e-4d0c-9a53-3a2b8b1d5f77")
_DAY_S = 86_400
_QUARTER_S = 900
_SCANS = 4000


@transaction.atomic
def seed_presence(owner: Account, stretches: Sequence[Stretch], *, at: datetime) -> Event:
    """Make the event: a session for each day, and a scan in and out for each stretch.

    They go the way of all scans. Raises Conflict where there is such an event already, and
    BadRequest where a stretch is of two days.
    """
    if any(one.from_s // _DAY_S != one.until_s // _DAY_S for one in stretches):
        raise BadRequest(_("A stretch of presence goes over midnight."))
    days = sorted({one.from_s // _DAY_S for one in stretches})
    frame = Frame(_date(days[0]), _date(days[-1])) if days else None
    name = _("Demo: a real crowd at a conference")
    event = create_event(owner, SLUG, name=name, timezone=_ZONE, frame=frame)
    import_sessions(event, [_session(event, day, stretches) for day in days], at=at)
    badges = sorted({one.badge for one in stretches}, key=lambda one: (len(one), one))
    people = [_attendee(badge) for badge in badges]
    how = How(progress=InOneTransaction())
    import_attendees(event, people, at=at, random_bits=lambda _count: 0, how=how)
    for scans in in_chunks(sorted(_scans(event, stretches), key=_order), size=_SCANS):
        upload = Upload(owner.pk, may_override=False, scans=scans)
        admit(event, [upload], received_at=microseconds(at))
    event.refresh_from_db()
    return event


def _date(day: int) -> date:
    return _FIRST_DAY + timedelta(days=day)


def _moment(event: Event, second: int) -> datetime:
    midnight = datetime.combine(_FIRST_DAY, time(), tzinfo=event.zone)
    return midnight.astimezone(UTC) + timedelta(seconds=second)


def _session(event: Event, day: int, stretches: Sequence[Stretch]) -> SessionRow:
    held = [one for one in stretches if one.from_s // _DAY_S == day]
    begin = min(one.from_s for one in held) // _QUARTER_S * _QUARTER_S
    end = -(-max(one.until_s for one in held) // _QUARTER_S) * _QUARTER_S
    return SessionRow(
        where="",
        code=f"DAY-{day + 1}",
        title=_("Day {number}").format(number=day + 1),
        room=_("Conference area"),
        track="",
        starts_at=_moment(event, begin),
        ends_at=_moment(event, end),
        capacity_max=None,
        validate_registrants=False,
        levels=(),
        cancelled=False,
    )


def _attendee(badge: str) -> AttendeeRow:
    return AttendeeRow(
        where="",
        badge_code=f"CROWD-{badge}",
        external_id=badge,
        name=_("Person {number}").format(number=badge),
        email=None,
        company="",
        level=None,
        cancelled=False,
        fields={},
    )


def _scans(event: Event, stretches: Sequence[Stretch]) -> Iterator[Scan]:
    for one in stretches:
        for direction, second in ((Direction.IN, one.from_s), (Direction.OUT, one.until_s)):
            yield Scan(
                key=str(uuid5(_SPACE, f"{event.pk} {one.badge} {direction} {second}")),
                session=f"DAY-{one.from_s // _DAY_S + 1}",
                badge=f"CROWD-{one.badge}",
                direction=direction,
                scanned_at=microseconds(_moment(event, second)),
                door=str(_("Entrance"))[:64],
            )


def _order(scan: Scan) -> tuple[int, str]:
    return scan.scanned_at, scan.key
