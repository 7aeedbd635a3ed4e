"""Small makers of real rows. Each gives one thing that works, with what matters as arguments."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from usher.actions.admit import admit
from usher.actions.scans import Answer, Scan, Upload
from usher.models import (
    Account,
    Address,
    Attendee,
    Badge,
    Event,
    EventHead,
    EventUser,
    Lease,
    Level,
    Registrant,
    Session,
    Tally,
)
from usher.queries.sql import microseconds
from usher.rules.judge import Direction, Reason
from usher.rules.names import searchable
from usher.rules.permissions import Permission

# Every session starts here unless a test says otherwise: ten in the morning in Brussels.
START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"

_numbers = count(1)


def account_of(email: str = "", *, name: str = "", password: str | None = None) -> Account:
    """Make an account; without a password nobody can sign in to it."""
    return Account.objects.create_user(
        email or f"account{next(_numbers)}@example.org", password, name=name
    )


def event_of(slug: str = "", *, owner: Account | None = None, **fields: Any) -> Event:
    """Make an event in Brussels, with its ledger's head."""
    slug = slug or f"event-{next(_numbers)}"
    fields = {"name": slug.title(), "timezone": "Europe/Brussels"} | fields
    event = Event.objects.create(slug=slug, owner=owner or account_of(), **fields)
    EventHead.objects.create(event=event)
    return event


def level_of(event: Event, name: str) -> Level:
    """Return the event's level of this name, made if need be."""
    return Level.objects.get_or_create(event=event, name=name)[0]


def session_of(
    event: Event, code: str = "", *, levels: Iterable[str] = (), **fields: Any
) -> Session:
    """Make a session of an hour with its tally; `levels` are the names of those it takes."""
    code = code or f"S{next(_numbers)}"
    start = fields.pop("starts_at", START)
    fields = {"title": f"Session {code}", "ends_at": start + timedelta(hours=1)} | fields
    session = Session.objects.create(event=event, code=code, starts_at=start, **fields)
    session.levels.set([level_of(event, name) for name in levels])
    Tally.objects.create(session=session, event=event)
    return session


def attendee_of(
    event: Event,
    name: str = "Ada Lovelace",
    *,
    level: str = "",
    email: str = "",
    badge: str = "",
    **fields: Any,
) -> Attendee:
    """Make an attendee with a badge."""
    address = (
        Address.objects.get_or_create(event=event, email=email, role=Address.Role.ATTENDEE)[0]
        if email
        else None
    )
    attendee = Attendee.objects.create(
        event=event,
        name=name,
        level=level_of(event, level) if level else None,
        address=address,
        search_text=searchable(f"{name} {fields.get('company', '')} {email}"),
        **fields,
    )
    code = badge or f"BADGE-{next(_numbers)}"
    Badge.objects.create(event=event, attendee=attendee, code=code, issued_at=START)
    return attendee


def badge_of(attendee: Attendee) -> str:
    """Return the code of the attendee's badge in use."""
    return Badge.objects.get(attendee=attendee, revoked_at=None).code


def registrant_of(session: Session, attendee: Attendee) -> Registrant:
    """Put the session on the attendee's schedule."""
    Tally.objects.filter(session=session).update(
        registered=Registrant.objects.filter(session=session).count() + 1
    )
    return Registrant.objects.create(event=session.event, session=session, attendee=attendee)


def event_user_of(
    event: Event, *permissions: Permission, account: Account | None = None
) -> EventUser:
    """Make an event user who has joined, with these permissions."""
    account = account or account_of()
    address = Address.objects.create(event=event, email=account.email, role=Address.Role.EVENT_USER)
    return EventUser.objects.create(
        event=event,
        address=address,
        account=account,
        permissions=sorted(permissions),
        invited_at=START,
        joined_at=START,
    )


def lease_of(
    session: Session, account: Account, seats: int, *, until: datetime, **fields: Any
) -> Lease:
    """Lend places of the session to a phone of this account, `h3k9x2p7` unless told otherwise."""
    fields = {"phone": "h3k9x2p7", "seats": seats, "until": until} | fields
    return Lease.objects.create(event=session.event, session=session, account=account, **fields)


def key_of(number: int) -> str:
    """Return a scan's id; greater numbers are later ids."""
    return str(UUID(int=number))


def scan_of(
    session: Session,
    badge: Attendee | str,
    direction: str = "in",
    *,
    at: datetime = START,
    key: str = "",
    override: Iterable[Reason] = (),
    note: str = "",
    door: str = "",
    **offline: Any,
) -> Scan:
    """Make one reading of a badge at the session's door; `offline`: told, instead_of, clock."""
    return Scan(
        key=key or key_of(next(_numbers)),
        session=session.code,
        badge=badge if isinstance(badge, str) else badge_of(badge),
        direction=Direction(direction),
        scanned_at=microseconds(at),
        override=frozenset(override),
        note=note,
        door=door,
        **offline,
    )


def admitted(
    event: Event, *scans: Scan, by: Account | None = None, may_override: bool = False
) -> list[Answer]:
    """Admit the scans as one upload and return the answers; a mistake is raised."""
    account = by or event.owner
    upload = Upload(account_id=account.pk, may_override=may_override, scans=scans)
    received = max((scan.scanned_at for scan in scans), default=microseconds(START))
    (answers,) = admit(event, [upload], received_at=received)
    if not isinstance(answers, list):
        raise answers
    return answers


def outcomes(answers: Iterable[Answer]) -> list[str]:
    """Return what came of each scan."""
    return [answer.outcome for answer in answers]


def codes(answer: Answer) -> list[str]:
    """Return the codes of the answer's reasons, in the order in which they are told."""
    return [reason["code"] for reason in answer.reasons]
