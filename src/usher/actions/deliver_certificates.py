"""Send certificates by e-mail: a queue in the database, so that a stop loses and doubles none."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions.bulk import insert
from usher.actions.credit_rules import check_may_rule
from usher.models import Certificate, Delivery, Event
from usher.queries.access import Access
from usher.queries.certificates import waiting_deliveries

# Whoever said nothing for so long went down while it sent.
INTERRUPTED_AFTER = timedelta(minutes=10)
REASON_LENGTH_MAX = 300

Drawing = Callable[[Certificate], bytes]


@transaction.atomic
def queue_deliveries(access: Access, *, at: datetime) -> int:
    """Put each valid certificate that was never sent into the queue, and return how many.

    Whoever has no address is left out. Raises Denied.
    """
    check_may_rule(access)
    Event.objects.select_for_update().get(pk=access.event.pk)
    found = Certificate.objects.filter(
        event=access.event,
        superseded_by=None,
        withdrawal=None,
        delivery=None,
        attendee__address__isnull=False,
    ).select_related("attendee__address")
    new = [
        Delivery(certificate=one, email=one.attendee.address.email, queued_at=at)
        for one in found.order_by("number")
        if one.facts and one.attendee.address
    ]
    insert(Delivery.objects, new)
    return len(new)


@transaction.atomic
def queue_again(access: Access, *, at: datetime) -> int:
    """Put what could not be sent into the queue again, and return how many. Raises Denied."""
    check_may_rule(access)
    failed = Delivery.objects.filter(
        certificate__event=access.event, state=Delivery.State.FAILED
    ).exclude(email="")
    return failed.update(state=Delivery.State.WAITING, reason="", queued_at=at)


def send_next(event: Event, drawn: Drawing, *, at: datetime) -> bool:
    """Send the next one that waits, and tell whether there was one."""
    delivery = _taken(event, at)
    if delivery is None:
        return False
    state, reason = Delivery.State.SENT, ""
    try:
        with translation.override(event.language):
            _message(delivery, drawn(delivery.certificate)).send()
    except (OSError, SMTPException, ValueError) as fault:
        state, reason = Delivery.State.FAILED, str(fault)[:REASON_LENGTH_MAX]
    own = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING)
    own.update(state=state, reason=reason)
    return True


def note_interrupted(event: Event, *, at: datetime) -> int:
    """Say of what was being sent when its process went down that nobody knows; return how many."""
    words = _("Interrupted while it was sent: it may have arrived.")
    lost = Delivery.objects.filter(
        certificate__event=event,
        state=Delivery.State.SENDING,
        tried_at__lt=at - INTERRUPTED_AFTER,
    )
    return lost.update(state=Delivery.State.FAILED, reason=words)


def _taken(event: Event, at: datetime) -> Delivery | None:
    # By one statement that only one of two can win, so that nothing is sent twice.
    for number in (
        waiting_deliveries(event).order_by("certificate").values_list("pk", flat=True)[:20]
    ):
        one = Delivery.objects.filter(pk=number, state=Delivery.State.WAITING)
        if one.update(state=Delivery.State.SENDING, tried_at=at):
            return Delivery.objects.select_related("certificate__key").get(pk=number)
    return None


def _message(delivery: Delivery, pdf: bytes) -> EmailMultiAlternatives:
    certificate = delivery.certificate
    context = {"facts": certificate.facts, "credits": certificate.facts["credits"]}
    subject = " ".join(render_to_string("certificates/subject.txt", context).split())
    text = render_to_string("certificates/message.txt", context)
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [delivery.email])
    message.attach(f"certificate-{certificate.number}.pdf", pdf, "application/pdf")
    return message
