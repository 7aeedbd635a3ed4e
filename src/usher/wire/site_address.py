"""Under which address others reach this server."""

from django.conf import settings
from django.http import HttpRequest


def site_address(request: HttpRequest) -> str:
    """Return the address to put into e-mails, ending in a slash.

    Whoever asks from the server's own machine does so by an address that leads nobody else here;
    where phones of the network are served, theirs is the one.
    """
    lan = settings.USHER_LAN
    return f"{lan.url}/" if lan else request.build_absolute_uri("/")
