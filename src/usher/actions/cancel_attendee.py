"""Cancels an attendee's registration, and takes that back."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.models import Attendee
from usher.queries.access import Access


def cancel_attendee(access: Access, attendee: Attendee, *, at: datetime) -> None:
    """Cancel the registration: from now on they don't get in anywhere, and may leave.

    Scans so far stay, and so does what they attended. Cancelled already, it stays as it was.
    """
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        Attendee.objects.filter(pk=attendee.pk, cancelled_at=None).update(cancelled_at=at)


def reinstate_attendee(access: Access, attendee: Attendee) -> None:
    """Let the attendee come after all, with the badge that they have."""
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        Attendee.objects.filter(pk=attendee.pk).update(cancelled_at=None)
