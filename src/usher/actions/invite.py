"""Tells a person by e-mail that they were added to an event."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from usher.models import EventUser
from usher.queries.event_users import labelled


def invite(event_user: EventUser, *, site: str) -> None:
    """Send the event user the invitation in the event's language; `site` is this Usher's address.

    Somebody who has no account yet gets a link to make one with this same address. Raises
    OSError (SMTP's errors are among them) where the e-mail can't be sent.
    """
    with translation.override(event_user.event.language):
        _invitation(event_user, site).send()


def _invitation(event_user: EventUser, site: str) -> EmailMultiAlternatives:
    event, email = event_user.event, event_user.address.email
    event_page = reverse("event", args=[event.slug])
    sign_up = reverse("account_signup") + "?" + urlencode({"next": event_page, "email": email})
    context = {
        "event": event,
        "event_user": event_user,
        "inviter": event_user.invited_by,
        "permissions": labelled(event_user.permissions),
        "event_link": urljoin(site, event_page),
        "sign_up_link": urljoin(site, sign_up),
    }
    subject = " ".join(render_to_string("invitation/subject.txt", context).split())
    text = render_to_string("invitation/message.txt", context)
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [email])
    message.attach_alternative(render_to_string("invitation/message.html", context), "text/html")
    return message
