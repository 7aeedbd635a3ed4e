"""Closes a day: its end of the ledger is signed as soon as somebody says that the day is done."""

from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import Conflict, Denied
from usher.actions.sign_heads import begin_day, sign_head
from usher.models import SignedHead
from usher.queries.access import Access
from usher.rules.permissions import Permission


def close_day(access: Access, *, at: datetime) -> SignedHead:
    """Sign where the ledger stands now as the end of this day by the event's calendar.

    A day has one end: what comes later on it is covered by the end of the next. Raises Denied,
    and Conflict where the day is closed or no entry has come on it.
    """
    if not access.may(Permission.MANAGE_EVENT):
        raise Denied(access.denial(Permission.MANAGE_EVENT))
    day = at.astimezone(access.event.zone).date()
    with ledger.hold(access.event) as head:
        begin_day(head, day, at=at)
        signed = sign_head(head, day, at=at)
    if signed is None:
        raise Conflict(_("There is nothing to close: no entry has come since the last signed end."))
    return signed
