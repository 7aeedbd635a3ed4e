"""Gives a badge to each attendee who has none."""

from collections.abc import Callable
from datetime import datetime

from usher.actions import ledger
from usher.actions.bulk import insert
from usher.actions.in_parts import in_parts
from usher.actions.mistakes import Denied
from usher.models import Badge
from usher.queries.access import Access
from usher.queries.badges_to_print import EVERYBODY, Selection, attendees_without_badge
from usher.rules.badge_code import new_code
from usher.rules.permissions import Permission


def issue_badges(
    access: Access,
    selection: Selection = EVERYBODY,
    *,
    at: datetime,
    random_bits: Callable[[int], int],
) -> int:
    """Give each of the selection without a badge in use a new code; return how many got one.

    Whoever is cancelled gets none. Raises Denied with the words that say whom to ask.
    """
    if not access.may(Permission.MANAGE_ATTENDEES):
        raise Denied(access.denial(Permission.MANAGE_ATTENDEES))
    event, count = access.event, 0
    without = attendees_without_badge(event, selection)
    for some in in_parts(list(without.values_list("pk", flat=True))):
        with ledger.hold(event):
            issued = [
                Badge(event=event, attendee=one, code=new_code(random_bits), issued_at=at)
                for one in without.filter(pk__in=some)
            ]
            insert(Badge.objects, issued)
        count += len(issued)
    return count
