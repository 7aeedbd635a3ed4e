"""Small makers of rows for what attendees are shown and say of their own attendance."""

from datetime import datetime, timedelta
from typing import Any

from tests.actions.credit_rows import EVENING, access_of
from usher.actions.dispute import Claim, confirm_record, dispute
from usher.actions.set_review import set_review
from usher.models import AttendanceLink, Attendee, Confirmation, Dispute, Event, Review, Session
from usher.queries.review import digest_of, end_of_ledger
from usher.rules.disputes import Said

SITE = "https://usher.example.org/"
# The sessions are on 31 January, and disputes are taken to the end of 7 February.
LAST_DAY = EVENING.date() + timedelta(days=7)


def reviewed(event: Event, *, at: datetime = EVENING) -> Review:
    """Let the event's attendees dispute for a week."""
    until = at.astimezone(event.zone).date() + timedelta(days=7)
    return set_review(access_of(event), until=until, site=SITE, at=at)


def link_of(attendee: Attendee, code: str = "a-code") -> str:
    """Make a link, and return its address."""
    AttendanceLink.objects.create(attendee=attendee, digest=digest_of(code), made_at=EVENING)
    return f"/attendance/{code}/"


def disputed(
    attendee: Attendee,
    session: Session,
    said: Said = Said.LONGER,
    *,
    at: datetime = EVENING,
    **more: Any,
) -> Dispute:
    """Let the attendee say that this isn't right, of what is on record now."""
    seen = end_of_ledger(attendee.event)
    return dispute(attendee, session, Claim(said, **more), seen=seen, at=at)


def confirmed(attendee: Attendee, *, at: datetime = EVENING) -> Confirmation:
    """Let the attendee say that all that is on record now is right."""
    return confirm_record(attendee, seen=end_of_ledger(attendee.event), at=at)
