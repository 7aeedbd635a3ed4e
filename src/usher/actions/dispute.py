"""An attendee says what isn't right of their attendance, or that all of it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Attendee, Confirmation, Dispute, Entry, Session
from usher.queries.review import (
    OnRecord,
    end_of_ledger,
    is_open,
    last_confirmation,
    record_of,
    review_of,
)
from usher.rules.cases import DISPUTE_WEIGHT
from usher.rules.disputes import DISPUTES_MAX, NOTE_LENGTH_MAX, Said

# So far from the session somebody may still have come or left.
AROUND = timedelta(hours=12)


class Changed(Conflict):
    """More was written about the attendee than they saw when they spoke."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an attendee says of one session; the moments are when they came and left."""

    said: Said
    came_at: datetime | None = None
    left_at: datetime | None = None
    note: str = ""


@transaction.atomic
def dispute(
    attendee: Attendee, session: Session, claim: Claim, *, seen: int, at: datetime
) -> Dispute:
    """Open a dispute: one at a time of an attendee and a session.

    `seen` is the end of the ledger that they looked at. Raises BadRequest, naming the field,
    Conflict where it is too late or said already, or Changed.
    """
    _hold(attendee, at)
    seq = _still_seen(attendee, seen)
    found = [one for one in record_of(attendee, at=at) if one.session == session]
    if not found:
        raise BadRequest(_("This session isn't on your record."))
    _check(found[0], claim, at)
    return Dispute.objects.create(
        event=attendee.event,
        attendee=attendee,
        session=session,
        said=claim.said,
        came_at=claim.came_at,
        left_at=claim.left_at,
        note=claim.note.strip(),
        weight=DISPUTE_WEIGHT,
        seq=seq,
        made_at=at,
    )


@transaction.atomic
def confirm_record(attendee: Attendee, *, seen: int, at: datetime) -> Confirmation:
    """Put on record that the attendee finds all of it right, as they saw it; said twice, once.

    `seen` is the end of the ledger that they looked at. Raises Conflict where it is too late, or
    a dispute of theirs is open, or Changed.
    """
    _hold(attendee, at)
    if Dispute.objects.filter(attendee=attendee, settled_at=None).exists():
        raise Conflict(_("Somebody still looks at what you said isn't right."))
    seq = _still_seen(attendee, seen)
    said = last_confirmation(attendee)
    return said or Confirmation.objects.create(attendee=attendee, seq=seq, at=at)


def _hold(attendee: Attendee, at: datetime) -> None:
    # The attendee's row, so that a double click says it once.
    Attendee.objects.select_for_update(no_key=True).get(pk=attendee.pk)
    if not is_open(review_of(attendee.event), at):
        raise Conflict(_("The time in which this could be said is over."))


def _still_seen(attendee: Attendee, seen: int) -> int:
    """Return up to which entry they saw their record. Raises Changed where more was written."""
    seq = min(seen, end_of_ledger(attendee.event))
    if Entry.objects.filter(attendee=attendee, seq__gt=seq).exists():
        raise Changed(_("Your record has changed since you opened this page. Look at it again."))
    return seq


def _check(found: OnRecord, claim: Claim, at: datetime) -> None:
    if found.is_disputed:
        raise Conflict(_("Somebody looks at this session already, because you said so."))
    if len(found.disputes) >= DISPUTES_MAX:
        raise Conflict(_("You have said this often enough: ask the organizer in person."))
    if claim.said not in found.sayable:
        raise BadRequest(_("Choose what isn't right."), field="said")
    if len(claim.note.strip()) > NOTE_LENGTH_MAX:
        words = _("Use {most} characters or fewer.").format(most=NOTE_LENGTH_MAX)
        raise BadRequest(words, field="note")
    if claim.said is Said.TIMES:
        _check_times(found.session, claim, at)
    elif claim.came_at or claim.left_at:
        raise BadRequest(_("Times belong to “I came or left at another time”."), field="said")


def _check_times(session: Session, claim: Claim, at: datetime) -> None:
    if not (claim.came_at or claim.left_at):
        raise BadRequest(_("Say when you came, or when you left."), field="came_at")
    for field, moment in (("came_at", claim.came_at), ("left_at", claim.left_at)):
        if moment is None:
            continue
        if moment > at:
            raise BadRequest(_("This time has not come yet."), field=field)
        if not session.starts_at - AROUND <= moment <= session.ends_at + AROUND:
            raise BadRequest(_("This is far away from the session."), field=field)
    if claim.came_at and claim.left_at and claim.came_at >= claim.left_at:
        raise BadRequest(_("You can't have left before you came."), field="left_at")
