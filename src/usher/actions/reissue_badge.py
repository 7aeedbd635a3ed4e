"""Gives an attendee a new badge instead of the one that was lost."""

from collections.abc import Callable
from datetime import datetime

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.models import Attendee, Badge
from usher.queries.access import Access
from usher.rules.badge_code import new_code


def reissue_badge(
    access: Access,
    attendee: Attendee,
    *,
    replacing: int | None,
    at: datetime,
    random_bits: Callable[[int], int],
) -> Badge:
    """Revoke the badge of the id `replacing` from `at` on, and return the one that replaces it.

    None replaces nothing: the attendee has no badge in use. Where another badge is in use by now
    it stays and is returned, so that asking twice gives one badge.
    """
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        in_use = Badge.objects.filter(attendee=attendee, revoked_at=None).first()
        if in_use and in_use.pk != replacing:
            return in_use
        if in_use:
            in_use.revoked_at = at
            in_use.save(update_fields=["revoked_at"])
        return Badge.objects.create(
            event=access.event, attendee=attendee, code=new_code(random_bits), issued_at=at
        )
