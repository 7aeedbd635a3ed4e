"""Send attendees the links under which they look at what is on record of them."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from usher.actions.bulk import insert
from usher.actions.credit_rules import check_may_rule
from usher.actions.deliver import Writing, queue_anew
from usher.actions.mistakes import BadRequest
from usher.models import AttendanceLink, Delivery, Event, Review
from usher.queries.access import Access
from usher.queries.deliveries import attendees_without_link
from usher.queries.review import digest_of, is_open, review_of

# Unguessable: 128 bits.
RandomText = Callable[[], str]


@transaction.atomic
def queue_links(access: Access, *, at: datetime) -> int:
    """Put a link into the queue for each attendee who was never sent one; return how many.

    One that went to another address than the attendee has now goes there anew. Whoever
    has no address is left out, and whoever has nothing on record and on their schedule.
    Raises BadRequest where nobody could dispute any more, or Denied.
    """
    check_may_rule(access)
    event = Event.objects.select_for_update().get(pk=access.event.pk)
    if not is_open(review_of(event), at):
        raise BadRequest(_("Say first until when attendees may dispute."))
    found = attendees_without_link(event).select_related("address").order_by("pk")
    people = {one.pk: one for one in found}
    links = Delivery.objects.filter(event=event, what=Delivery.What.LINK)
    former = {
        attendee: number
        for number, attendee in links.values_list("pk", "attendee")
        if attendee in people
    }
    new = [
        Delivery(
            event=event,
            attendee=one,
            what=Delivery.What.LINK,
            email=one.address.email,
            queued_at=at,
        )
        for one in people.values()
        if one.address and one.pk not in former
    ]
    insert(Delivery.objects, new)
    return len(new) + queue_anew(list(former.values()), at=at)


def links_written(review: Review, random_text: RandomText, *, at: datetime) -> Writing:
    """Return what writes the e-mails.

    Each makes its link as it goes out: only a digest of it is kept, so nobody can look it up to
    send it later. The newest alone opens the page: one before may have gone to another address.
    """

    def write(delivery: Delivery) -> EmailMultiAlternatives:
        code = random_text()
        with transaction.atomic():
            AttendanceLink.objects.filter(attendee=delivery.attendee).delete()
            AttendanceLink.objects.create(
                attendee=delivery.attendee, digest=digest_of(code), made_at=at
            )
        context = {
            "event": review.event,
            "name": delivery.attendee.name,
            "link": urljoin(review.site, reverse("attendance_link", args=[code])),
            "last_day": review.last_day,
        }
        subject = " ".join(render_to_string("attendance_link/subject.txt", context).split())
        text = render_to_string("attendance_link/message.txt", context)
        sender, receiver = settings.DEFAULT_FROM_EMAIL, [delivery.email]
        return EmailMultiAlternatives(subject, text, sender, receiver)

    return write
