"""What anybody may know of a certificate whose address they have, and no more."""

from base64 import b64encode
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from usher.actions.certificate_file import message_of
from usher.actions.open_badge import did_of
from usher.badges.signatures import proves
from usher.console.credit.words import amount_written_told
from usher.console.public import too_many, unlisted
from usher.models import Certificate
from usher.queries.certificates import State, certificate_at, ended_digests, state_of

PublicView = Callable[..., HttpResponse]


def public(view: PublicView) -> PublicView:
    """Answer anybody, but not too often, and keep the page out of searches and caches."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, **rest: Any) -> HttpResponse:
        if ratelimit.consume(request, app="allauth.account", action="certificate", limit_get=True):
            answer = view(request, **rest)
        else:
            answer = too_many(request)
        return unlisted(answer, referrer="no-referrer")

    return page


@public
def public_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the certificate holds, and what is printed on it above its sessions."""
    found = _found(code)
    state = state_of(found)
    context = {
        "code": found.code,
        "state": state,
        "facts": found.facts,
        "credits": [
            (one["type"], f"{amount_written_told(one['amount'])} {one['unit']}")
            for one in found.facts.get("credits", [])
        ],
        "is_genuine": proves(
            bytes(found.key.public), bytes(found.signature), message_of(found.facts)
        ),
        "successor": found.superseded_by.code if state is State.SUPERSEDED else "",
        "withdrawal": found.withdrawal if state is State.WITHDRAWN else None,
        "zone": found.event.zone,
    }
    return render(request, "certificates/public.html", context)


@public
def public_key(request: HttpRequest, code: str) -> HttpResponse:
    """Give the public key that proves the certificate."""
    key = _found(code).key
    data = {
        "certificate": code,
        "key": key.number,
        "type": "Ed25519",
        "public_key": b64encode(bytes(key.public)).decode(),
        "did": did_of(bytes(key.public)),
    }
    return JsonResponse(data)


@public
def ended(request: HttpRequest) -> HttpResponse:
    """List all certificates that hold no more, told by nothing but the digest of their code."""
    data = [{"code_sha256": digest, "state": state} for digest, state in ended_digests()]
    return JsonResponse({"schema": 1, "certificates": data})


def _found(code: str) -> Certificate:
    found = certificate_at(code)
    if found is None:
        raise Http404
    return found
