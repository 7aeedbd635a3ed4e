"""Changes who an attendee is: name, company, address, level."""

from usher.actions import ledger
from usher.actions.addresses import release
from usher.actions.attendee_values import (
    AttendeeValues,
    check_is_not_erased,
    check_may_manage_attendees,
    columns_from,
    search_text,
)
from usher.models import Attendee
from usher.queries.access import Access


def change_attendee(access: Access, attendee: Attendee, values: AttendeeValues) -> Attendee:
    """Give the attendee these values, for every scan from now on.

    Verdicts that were given stay as they are. A former address is free again unless somebody
    else has it. Raises BadRequest, naming the field, Conflict or Denied.
    """
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        changed = Attendee.objects.select_related("address").get(pk=attendee.pk)
        check_is_not_erased(changed)
        former = changed.address
        columns = columns_from(access.event, values)
        for column, value in columns.items():
            setattr(changed, column, value)
        changed.search_text = search_text(changed)
        changed.save(update_fields=[*columns, "search_text"])
        if former and former != changed.address:
            release(former)
    return changed
