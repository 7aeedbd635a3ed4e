"""Send e-mails to attendees: a queue in the database, so that a stop loses and doubles none."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions.credit_rules import check_may_rule
from usher.models import Address, Delivery, Event
from usher.queries.access import Access
from usher.queries.chunks import in_chunks
from usher.queries.deliveries import ENDED, waiting_deliveries

# Whoever said nothing for so long went down while it sent.
INTERRUPTED_AFTER = timedelta(minutes=10)
REASON_LENGTH_MAX = 300

# Makes the e-mail at the moment when it goes out, in the event's language.
Writing = Callable[[Delivery], EmailMultiAlternatives]


@transaction.atomic
def queue_again(access: Access, what: Delivery.What, *, at: datetime) -> int:
    """Put what could not be sent into the queue again, and return how many. Raises Denied.

    It goes to the address that the attendee has now; whoever has none is left out.
    """
    check_may_rule(access)
    failed = Delivery.objects.filter(
        event=access.event,
        what=what,
        state=Delivery.State.FAILED,
        attendee__address__isnull=False,
    )
    return queue_anew(list(failed.values_list("pk", flat=True)), at=at)


def queue_anew(numbers: Collection[int], *, at: datetime) -> int:
    """Put these deliveries, if sent or failed, into the queue to where their attendees are now."""
    address = Subquery(Address.objects.filter(attendees=OuterRef("attendee")).values("email"))
    ended = Delivery.objects.filter(state__in=ENDED)
    return sum(
        ended.filter(pk__in=some).update(
            email=address, state=Delivery.State.WAITING, reason="", queued_at=at
        )
        for some in in_chunks(numbers)
    )


def send_next(event: Event, what: Delivery.What, writing: Writing, *, at: datetime) -> bool:
    """Send the next one that waits, and tell whether there was one."""
    delivery = _taken(event, what, at)
    if delivery is None:
        return False
    state, reason = Delivery.State.SENT, ""
    try:
        with translation.override(event.language):
            writing(delivery).send()
    except (OSError, SMTPException, ValueError) as fault:
        state, reason = Delivery.State.FAILED, str(fault)[:REASON_LENGTH_MAX]
    own = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING)
    own.update(state=state, reason=reason)
    return True


def note_interrupted(event: Event, *, at: datetime) -> int:
    """Say of what was being sent when its process went down that nobody knows; return how many."""
    words = _("Interrupted while it was sent: it may have arrived.")
    lost = Delivery.objects.filter(
        event=event, state=Delivery.State.SENDING, tried_at__lt=at - INTERRUPTED_AFTER
    )
    return lost.update(state=Delivery.State.FAILED, reason=words)


def _taken(event: Event, what: Delivery.What, at: datetime) -> Delivery | None:
    # By one statement that only one of two can win, so that nothing is sent twice.
    waiting = waiting_deliveries(event, what, at=at).order_by("pk")
    for number in waiting.values_list("pk", flat=True)[:20]:
        one = Delivery.objects.filter(pk=number, state=Delivery.State.WAITING)
        if one.update(state=Delivery.State.SENDING, tried_at=at):
            return Delivery.objects.select_related("certificate__key", "attendee").get(pk=number)
    return None
