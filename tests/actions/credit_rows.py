"""Small makers of rows for credit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.makers import START, admitted, scan_of
from usher.actions.credit_rules import write_rule
from usher.actions.give_credit import give_credit
from usher.actions.publish_credit import publish_credit
from usher.models import Account, Attendee, Event, NamedRule, Publication, PublishedCredit, Session
from usher.queries.access import Access, access_to
from usher.queries.credit_reckoned import everybodys_stays, reckoned
from usher.queries.credit_standing import seal, standing
from usher.queries.credit_terms import terms_now

# Hours after which nobody waits for a scan out any more.
EVENING = START + timedelta(hours=9)
DOCUMENT = {"schema": 1, "credit_type": "CME", "unit": "minutes", "rounding": "minutes"}


def access_of(event: Event, account: Account | None = None) -> Access:
    access = access_to(event.slug, account or event.owner)
    assert access is not None
    return access


def rule_of(event: Event, name: str = "Talks", **said: Any) -> NamedRule:
    """Write a rule that gives each minute, but for what is said."""
    document = DOCUMENT | said
    return write_rule(access_of(event), name=name, document=document, at=START)


def giving(event: Event, rule: NamedRule, *sessions: Session) -> None:
    """Let the sessions give credit by the rule."""
    give_credit(access_of(event), rule, [one.pk for one in sessions], at=START)


def was_inside(
    session: Session, attendee: Attendee, begin: int = 0, end: int | None = 60, **fields: Any
) -> None:
    """Scan the attendee in and out, so many minutes after nine."""
    event, start = session.event, session.starts_at
    admitted(event, scan_of(session, attendee, at=start + timedelta(minutes=begin), **fields))
    if end is not None:
        admitted(event, scan_of(session, attendee, "out", at=start + timedelta(minutes=end)))


def seal_of(event: Event, *, at: datetime = EVENING) -> str:
    """Return the seal of what would be published now."""
    return seal(reckoned(dict(everybodys_stays(event, at=at)), terms_now(event)))


def published(event: Event, *, at: datetime = EVENING, note: str = "") -> Publication:
    """Publish what is there."""
    return publish_credit(access_of(event), seen=seal_of(event, at=at), note=note, at=at)


def amounts_of(event: Event) -> list[tuple[str, str, int]]:
    """Return what stands as published: name, session's code, amount."""
    rows: Iterable[PublishedCredit] = standing(event).select_related("attendee", "session")
    return sorted((one.attendee.name, one.session.code, one.amount) for one in rows)
