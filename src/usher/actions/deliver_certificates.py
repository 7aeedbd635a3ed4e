"""Send certificates by e-mail."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from usher.actions.bulk import insert
from usher.actions.credit_rules import check_may_rule
from usher.actions.deliver import Writing, queue_anew
from usher.models import Certificate, Delivery, Event
from usher.queries.access import Access
from usher.queries.deliveries import unsent_certificates

Drawing = Callable[[Certificate], bytes]


@transaction.atomic
def queue_certificates(access: Access, *, at: datetime) -> int:
    """Put each valid certificate that was never sent into the queue, and return how many.

    One that went to another address than the attendee has now goes there anew. Whoever
    has no address is left out. Raises Denied.
    """
    check_may_rule(access)
    Event.objects.select_for_update().get(pk=access.event.pk)
    found = unsent_certificates(access.event).select_related("attendee__address", "delivery")
    wanted = [one for one in found.order_by("number") if one.facts and one.attendee.address]
    former = [one.delivery.pk for one in wanted if hasattr(one, "delivery")]
    new = [
        Delivery(
            event=access.event,
            attendee=one.attendee,
            what=Delivery.What.CERTIFICATE,
            certificate=one,
            email=one.attendee.address.email,
            queued_at=at,
        )
        for one in wanted
        if one.attendee.address and not hasattr(one, "delivery")
    ]
    insert(Delivery.objects, new)
    return len(new) + queue_anew(former, at=at)


def certificates_written(drawn: Drawing) -> Writing:
    """Return what writes the e-mails; `drawn` makes the PDFs that go with them."""

    def write(delivery: Delivery) -> EmailMultiAlternatives:
        certificate = delivery.certificate
        assert certificate is not None
        context = {"facts": certificate.facts, "credits": certificate.facts["credits"]}
        subject = " ".join(render_to_string("certificates/subject.txt", context).split())
        text = render_to_string("certificates/message.txt", context)
        sender, receiver = settings.DEFAULT_FROM_EMAIL, [delivery.email]
        message = EmailMultiAlternatives(subject, text, sender, receiver)
        name = f"certificate-{certificate.number}.pdf"
        message.attach(name, drawn(certificate), "application/pdf")
        return message

    return write
