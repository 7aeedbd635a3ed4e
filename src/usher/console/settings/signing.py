"""Whether an event signs its badges, and by which keys."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usher.actions.mistakes import BadRequest
from usher.actions.revoke_signing_key import revoke_signing_key
from usher.actions.rotate_signing_key import rotate_signing_key
from usher.actions.sign_badges import sign_badges, stop_signing_badges
from usher.console.pages import event_page, number_in, show
from usher.models import Event, SigningKey
from usher.queries.access import Access
from usher.queries.signing import (
    badges_perhaps_signed_by,
    keys_of,
    signing_key_of,
)
from usher.rules.permissions import Permission


def signing_shown(event: Event) -> dict[str, object]:
    """Return what the settings page says of signed badges: the newest key stands first."""
    return {
        "keys": list(reversed(keys_of(event))),
        "signing_key": signing_key_of(event),
    }


@require_POST
@event_page(Permission.MANAGE_EVENT)
def signing(request: HttpRequest, access: Access) -> HttpResponse:
    """Have badges signed from now on, or not any more."""
    try:
        if request.POST.get("signs"):
            sign_badges(access, at=timezone.now(), random_bytes=secrets.token_bytes)
            messages.success(request, _("What is printed from now on is signed."))
        else:
            stop_signing_badges(access)
            words = _("What is printed from now on is plain. Signed badges stay good.")
            messages.success(request, words)
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
    return _back(access)


@require_POST
@event_page(Permission.MANAGE_EVENT)
def new_key(request: HttpRequest, access: Access) -> HttpResponse:
    """Sign by a new key from now on."""
    replacing = number_in(request.POST.get("replacing", "")) or 0
    try:
        rotate_signing_key(
            access, replacing=replacing, at=timezone.now(), random_bytes=secrets.token_bytes
        )
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
    else:
        words = _("What is printed from now on is signed by the newest key.")
        messages.success(request, words)
    return _back(access)


@event_page(Permission.MANAGE_EVENT)
def revocation(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Say what goes with a key, and take its word away."""
    key = get_object_or_404(SigningKey, event=access.event, number=number)
    if request.method == "POST":
        revoke_signing_key(access, key, at=timezone.now(), random_bytes=secrets.token_bytes)
        words = _("Key {number} is revoked. Print the badges that it signed anew.")
        messages.success(request, words.format(number=number))
        return _back(access)
    context = {
        "key": key,
        "count": badges_perhaps_signed_by(key),
        "signs": key == signing_key_of(access.event),
        "here": "settings",
    }
    return show(request, access, "settings/revocation.html", context)


def _back(access: Access) -> HttpResponse:
    return redirect("settings", access.event.slug)
