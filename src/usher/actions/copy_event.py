"""Makes a new event out of one that is set up already."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from usher.actions.addresses import claim_many
from usher.actions.bulk import insert
from usher.actions.create_event import Frame, create_event
from usher.actions.invite import invite
from usher.actions.mistakes import Denied
from usher.models import Address, Event, EventUser, Level, Session, Tally
from usher.queries.access import Access
from usher.queries.event_users import event_users_of, verified_addresses
from usher.queries.moved_days import moved_span
from usher.rules.addresses import same_form
from usher.rules.permissions import Permission

_SETTINGS = (
    "inside_elsewhere",
    "note_required_on_override",
    "not_overridable",
    "repeat_seconds",
    "opens_before_minutes",
    "closes_in_after_minutes",
    "closes_out_after_minutes",
    "retention_days",
)
_OF_SESSION = (
    *("code", "title", "room", "track", "validate_registrants", "tracks_out", "capacity_max"),
    *("opens_before_minutes", "closes_in_after_minutes", "closes_out_after_minutes"),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """What the new event is to be called, when it begins, and whether its staff come along.

    `site` is this Usher's address for invitations; where it is empty, none are sent.
    """

    slug: str
    name: str
    starts_on: date
    with_staff: bool
    site: str = ""


@transaction.atomic
def copy_event(access: Access, copy: Copy, *, at: datetime) -> Event:
    """Make an event of the account's own with the same settings, levels and sessions.

    Sessions keep their restrictions and their time of day; cancelled ones, attendees, lists and
    scans stay behind. Raises Denied, or BadRequest, naming the field.
    """
    _check(access, copy)
    event = access.event
    sessions = sessions_to_copy(event)
    days = (copy.starts_on - (first_day(event, sessions) or copy.starts_on)).days
    made = create_event(
        access.account,
        copy.slug,
        name=copy.name,
        timezone=event.timezone,
        frame=Frame(copy.starts_on, _last_day(event, copy, days), event.language),
    )
    _copy_settings(event, made)
    _copy_sessions(made, sessions, levels=_copy_levels(event, made), days=days)
    if copy.with_staff:
        _copy_staff(access, made, at=at, site=copy.site)
    return made


def sessions_to_copy(event: Event) -> list[Session]:
    """Return the event's sessions with their levels, but for cancelled ones, in order."""
    taking_place = Session.objects.filter(event=event, cancelled_at=None)
    return list(taking_place.prefetch_related("levels"))


def first_day(event: Event, sessions: list[Session]) -> date | None:
    """Return the day from which the copy counts: the event's first, else that of a session."""
    if event.starts_on or not sessions:
        return event.starts_on
    return min(one.starts_at for one in sessions).astimezone(event.zone).date()


def _check(access: Access, copy: Copy) -> None:
    if not access.may(Permission.MANAGE_EVENT):
        raise Denied(access.denial(Permission.MANAGE_EVENT))
    # The copy's owner sees its staff.
    if copy.with_staff and not access.may(Permission.MANAGE_EVENT_USERS):
        raise Denied(access.denial(Permission.MANAGE_EVENT_USERS))


def _last_day(event: Event, copy: Copy, days: int) -> date | None:
    last = event.ends_on and event.ends_on + timedelta(days=days)
    return last if last and last >= copy.starts_on else None


def _copy_settings(event: Event, made: Event) -> None:
    for name in _SETTINGS:
        setattr(made, name, getattr(event, name))
    design = {name: value for name, value in event.badge_design.items() if name != "printed_at"}
    made.badge_design = design
    made.save(update_fields=[*_SETTINGS, "badge_design"])


def _copy_levels(event: Event, made: Event) -> dict[int, Level]:
    """Return the new levels by the ids of the old."""
    old = list(Level.objects.filter(event=event).order_by("pk"))
    new = [Level(event=made, name=level.name, colour=level.colour) for level in old]
    insert(Level.objects, new)
    return {before.pk: after for before, after in zip(old, new, strict=True)}


def _copy_sessions(
    made: Event, sessions: list[Session], *, levels: dict[int, Level], days: int
) -> None:
    new = [_copied(made, session, days) for session in sessions]
    insert(Session.objects, new)
    insert(Tally.objects, [Tally(session=session, event=made) for session in new])
    named = Session.levels.through
    insert(
        named._default_manager,
        [
            named(session_id=after.pk, level_id=levels[level.pk].pk)
            for before, after in zip(sessions, new, strict=True)
            for level in before.levels.all()
        ],
    )


def _copied(made: Event, session: Session, days: int) -> Session:
    starts_at, ends_at = moved_span(session.starts_at, session.ends_at, days=days, zone=made.zone)
    values = {name: getattr(session, name) for name in _OF_SESSION}
    return Session(event=made, starts_at=starts_at, ends_at=ends_at, **values)


def _copy_staff(access: Access, made: Event, *, at: datetime, site: str) -> None:
    """Add the event's users to the new one; whoever has joined there has proved the address."""
    own = {same_form(made.owner.email), *verified_addresses(made.owner)}
    staff = [
        one
        for one in event_users_of(access.event)
        if one.account != made.owner and one.address.email not in own
    ]
    emails = [one.address.email for one in staff]
    addresses = claim_many(made, emails, Address.Role.EVENT_USER)
    new = [
        EventUser(
            event=made,
            address=addresses[one.address.email],
            account=one.account,
            permissions=one.permissions,
            invited_by=access.account,
            invited_at=at,
            joined_at=at if one.account else None,
        )
        for one in staff
    ]
    insert(EventUser.objects, new)
    for event_user in new if site else []:
        _invite_later(event_user, site)


def _invite_later(event_user: EventUser, site: str) -> None:
    def send() -> None:
        invite(event_user, site=site)

    # The person is added even if the e-mail can't be sent now: it can be sent again.
    transaction.on_commit(send, robust=True)
