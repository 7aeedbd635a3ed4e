"""Makes the demo event, or brings it back to now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.admit import admit
from usher.actions.bulk import rewrite
from usher.actions.create_event import create_event
from usher.actions.demo.lists import lists
from usher.actions.demo.morning import Morning
from usher.actions.demo.people import LEVELS, people
from usher.actions.demo.programme import ZONE, programme, restricted
from usher.actions.demo.rooms import Rooms
from usher.actions.demo.staff import accounts, employ
from usher.actions.enrol import enrol
from usher.actions.import_attendees import import_attendees
from usher.actions.import_sessions import import_sessions
from usher.actions.imported import How, InOneTransaction
from usher.actions.mistakes import Conflict
from usher.actions.scans import Upload
from usher.models import Account, Attendee, Badge, Event, Level, Session
from usher.queries.access import access_to
from usher.queries.demo import OWNER, SLUG, Cast, is_demo
from usher.queries.sql import microseconds
from usher.rules.badge_code import new_code

_SEED = 2026


@transaction.atomic
def seed_demo(
    password: str, *, at: datetime, random_bits: Callable[[int], int]
) -> tuple[Event, bool]:
    """Return the demo event, and whether it was made just now.

    One that was made before is moved, so that its first morning is now; its attendees, lists,
    restrictions and ledger stay as they are. The demo's accounts get the password. Raises
    Conflict where another event has the demo's short name.
    """
    event = Event.objects.select_related("owner").filter(slug=SLUG).first()
    if event and not is_demo(event):
        raise Conflict(_("The event {slug} is not the demo. Rename it.").format(slug=SLUG))
    staff = accounts(password)
    if event is None:
        return _made(staff, at=at, random_bits=random_bits), True
    Event.objects.filter(pk=event.pk).update(starts_on=None, ends_on=None)
    import_sessions(event, programme(at), at=at)
    event.refresh_from_db()
    return event, False


def _made(staff: dict[str, Account], *, at: datetime, random_bits: Callable[[int], int]) -> Event:
    # The same people and lists in each demo; only badge codes are really drawn.
    random = Random(_SEED)  # noqa: S311 - nothing is kept secret by it
    event = create_event(
        staff[OWNER], SLUG, name=_("Demo: the programme of FOSDEM 2026"), timezone=ZONE.key
    )
    employ(event, staff, at=at)
    import_sessions(event, restricted(programme(at)), at=at)
    how = How(progress=InOneTransaction())
    import_attendees(
        event, people(random), at=at - timedelta(days=1), random_bits=random_bits, how=how
    )
    _colour(event)
    _replace_a_badge(event, at=at, random_bits=random_bits)
    attendees = list(
        Attendee.objects.filter(event=event)
        .select_related("level")
        .prefetch_related("badges")
        .order_by("pk")
    )
    sessions = list(Session.objects.filter(event=event).order_by("pk"))
    with ledger.hold(event) as head:
        enrol(head, joining=lists(random, attendees, sessions))
    morning = Morning(random, attendees, at)
    _scan(event, staff, morning, sessions, at)
    _monitor(event, staff, morning.past(sessions), at)
    event.refresh_from_db()
    return event


def _colour(event: Event) -> None:
    levels = list(Level.objects.filter(event=event))
    for level in levels:
        level.colour = LEVELS[level.name][0]
    rewrite(Level.objects, levels, ["colour"])


def _replace_a_badge(event: Event, *, at: datetime, random_bits: Callable[[int], int]) -> None:
    moment = at - timedelta(hours=1)
    lost = Badge.objects.get(event=event, attendee__external_id=Cast.REPLACED)
    lost.revoked_at = moment
    lost.save(update_fields=["revoked_at"])
    Badge.objects.create(
        event=event,
        attendee_id=lost.attendee_id,
        code=new_code(random_bits),
        issued_at=moment,
    )


def _scan(
    event: Event,
    staff: dict[str, Account],
    morning: Morning,
    sessions: list[Session],
    at: datetime,
) -> None:
    door, lead = staff["door@example.org"].pk, staff["lead@example.org"].pk
    uploads = [
        Upload(door, may_override=False, scans=morning.scans(sessions)),
        Upload(door, may_override=False, scans=morning.unheard(sessions)),
        Upload(lead, may_override=True, scans=morning.overrides(sessions)),
    ]
    admit(event, uploads, received_at=microseconds(at))


def _monitor(event: Event, staff: dict[str, Account], past: list[Session], at: datetime) -> None:
    monitor = access_to(event.slug, staff["lead@example.org"])
    owner = access_to(event.slug, staff[OWNER])
    assert monitor is not None
    assert owner is not None
    # Apart from who came where, which stays as it was.
    random = Random(_SEED)  # noqa: S311 - nothing is kept secret by it
    Rooms(random, monitor, owner, at).went(past)
