"""What an attendee is shown of their own attendance, and what was said to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from usher.models import (
    AttendanceLink,
    Attendee,
    Confirmation,
    Dispute,
    Entry,
    Event,
    EventHead,
    Registrant,
    Review,
    Session,
)
from usher.queries.attendance import attendance_as_of, attendance_of, attendance_put_right
from usher.queries.credit_why import Why, whys
from usher.queries.session_times import session_times
from usher.queries.sql import microseconds
from usher.rules.attendance import Interval
from usher.rules.disputes import DISPUTES_MAX, Said, sayable
from usher.rules.occupancy import MINUTE

# So long after nothing can be disputed any more, what came of a dispute can be looked up.
SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One session as an attendee sees it: when they were seen there, and what that is worth.

    `minutes` are whole ones, of all intervals together. `disputes` are theirs, the oldest first.
    """

    session: Session
    intervals: list[Interval]
    minutes: int
    credits: list[Why]
    disputes: list[Dispute]

    @property
    def is_disputed(self) -> bool:
        """Tell whether a dispute waits for somebody."""
        return any(one.settled_at is None for one in self.disputes)

    @property
    def sayable(self) -> tuple[Said, ...]:
        """What can be said against it now."""
        if self.is_disputed or len(self.disputes) >= DISPUTES_MAX:
            return ()
        return sayable(was_seen=bool(self.intervals))


def review_of(event: Event) -> Review | None:
    """Return until when the event's attendees may dispute; None where nobody said."""
    return Review.objects.filter(event=event).select_related("event").first()


def is_open(review: Review | None, at: datetime) -> bool:
    """Tell whether attendees may dispute at this moment."""
    return review is not None and at < review.closes_at


def has_expired(review: Review | None, at: datetime) -> bool:
    """Tell whether links show nothing any more."""
    return review is None or at >= review.closes_at + SHOWN_AFTER


def digest_of(code: str) -> str:
    """Return what is kept of a link's code."""
    return sha256(code.encode()).hexdigest()


def attendee_linked(code: str) -> Attendee | None:
    """Return whose link has this code; None where nobody's has."""
    found = AttendanceLink.objects.filter(digest=digest_of(code))
    link = found.select_related("attendee__event__review").first()
    return link.attendee if link else None


def record_of(attendee: Attendee, *, at: datetime) -> list[OnRecord]:
    """Return the sessions that they were in or have on their schedule, in order of time.

    In a constant number of queries. Cancelled sessions in which nobody saw them are left out.
    """
    seen = attendance_of(attendee, at=at)
    scheduled = set(Registrant.objects.filter(attendee=attendee).values_list("session", flat=True))
    disputes = Dispute.objects.filter(attendee=attendee).select_related("session").order_by("pk")
    by_session: dict[int, list[Dispute]] = {}
    for one in disputes:
        by_session.setdefault(one.session_id, []).append(one)
    worth: dict[int, list[Why]] = {}
    for why in whys(attendee, at=at):
        worth.setdefault(why.session.pk, []).append(why)
    numbers = seen.keys() | scheduled | by_session.keys() | worth.keys()
    sessions = Session.objects.filter(pk__in=numbers).select_related("event")
    return [
        OnRecord(
            session=session,
            intervals=(intervals := seen.get(session.pk, [])),
            minutes=sum(one.lasted(microseconds(at)) for one in intervals) // MINUTE,
            credits=worth.get(session.pk, []),
            disputes=by_session.get(session.pk, []),
        )
        for session in sessions.order_by("starts_at", "room", "code")
        if session.cancelled_at is None or session.pk in seen
    ]


def is_put_right(dispute: Dispute, *, at: datetime) -> bool:
    """Tell whether the attendee's times there are others now than when they disputed them.

    That they came or left since, by a scan at a door, puts nothing right.
    """
    attendee, seq = dispute.attendee, dispute.seq
    times = session_times(attendee.event)
    then = attendance_as_of(attendee, times, at=at, seq=seq)
    now = attendance_put_right(attendee, times, at=at, seq=seq, since=dispute.made_at)
    return _edges(then.get(dispute.session_id, [])) != _edges(now.get(dispute.session_id, []))


def last_confirmation(attendee: Attendee) -> Confirmation | None:
    """Return when they last said that all of it is right, if it is what they see today.

    Whatever was written about them since, they have not seen.
    """
    last = Confirmation.objects.filter(attendee=attendee).order_by("pk").last()
    if last is None:
        return None
    since = Entry.objects.filter(attendee=attendee, seq__gt=last.seq)
    return None if since.exists() else last


def end_of_ledger(event: Event) -> int:
    """Return the place of the event's last entry."""
    return EventHead.objects.get(event=event).seq


def disputes_open(event: Event) -> int:
    """Return how many disputes wait for somebody."""
    return Dispute.objects.filter(event=event, settled_at=None).count()


def dispute_numbered(event: Event, number: int) -> Dispute | None:
    """Return the event's dispute of this number."""
    found = Dispute.objects.filter(event=event, pk=number)
    return found.select_related("attendee__event", "session", "settled_by").first()


def _edges(intervals: Collection[Interval]) -> list[tuple[int, int | None]]:
    return [(one.entered_at, one.left_at) for one in intervals]
