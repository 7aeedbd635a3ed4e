"""How phones and computers are made to trust this server on the local network."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Tell how to install the authority. Nobody needs to sign in: phones come here first."""
    lan = settings.USHER_LAN
    if lan is None:
        return render(request, "trust/trust.html")
    address = f"{lan.url}{reverse('trust')}"
    code = segno.make(address, micro=False).svg_data_uri(scale=6, dark="#000", light="#fff")
    return render(request, "trust/trust.html", {"lan": lan, "address": address, "qr": code})


@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """Answer with the authority's certificate, never with its key."""
    lan = settings.USHER_LAN
    if lan is None:
        raise Http404
    # Without "attachment": Safari offers to install what it opens, not what it downloads.
    return HttpResponse(
        lan.authority.read_bytes(),
        content_type="application/x-x509-ca-cert",
        headers={"Cache-Control": "no-store"},
    )
