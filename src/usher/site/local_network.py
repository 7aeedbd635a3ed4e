"""Being served to phones in the same network, over TLS."""

import logging
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from usher.console.trust.lan import Lan
from usher.site.addresses import Reachable, reachable
from usher.site.server import Listener, listen
from usher.site.tls_certificates import certify

log = logging.getLogger("usher.lan")


class LocalNetwork:
    """The listeners for phones, whose certificate follows this machine's addresses."""

    def __init__(
        self,
        listeners: Sequence[Listener],
        tls: ssl.SSLContext,
        *,
        folder: Path,
        look: Callable[[], Reachable] = reachable,
    ) -> None:
        self.listeners = listeners
        self._tls = tls
        self._folder = folder
        self._look = look
        self._known: Reachable | None = None
        self._allowed_anyway = list(settings.ALLOWED_HOSTS)
        self.follow()

    def follow(self) -> None:
        """Answer under the names and addresses that this machine has now."""
        now = self._look()
        certified = certify(now, folder=self._folder, at=timezone.now())
        if certified.renewed or self._known is None:
            self._tls.load_cert_chain(certified.server)
        if now == self._known:
            return
        moved, self._known = self._known is not None, now
        self.urls = [f"https://{host}:{self.listeners[0].port}" for host in now.for_phones]
        self.lan = Lan(url=self.urls[0], authority=certified.authority)
        settings.USHER_LAN = self.lan
        settings.ALLOWED_HOSTS = [*self._allowed_anyway, *now.hosts]
        if moved:
            log.warning("This machine's addresses changed.", extra={"urls": self.urls})

    async def follow_if_possible(self) -> None:
        """Do so, or keep to what was: a full disk must not end the scanning."""
        try:
            self.follow()
        except Exception:
            log.exception("The certificate could not follow this machine's addresses.")


def new_tls() -> ssl.SSLContext:
    """Return how phones are spoken to, still without a certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.set_alpn_protocols(["http/1.1"])
    return tls


def listen_everywhere(port: int, tls: ssl.SSLContext) -> list[Listener]:
    """Listen on all addresses of this machine; raises OSError where the port is taken."""
    first = listen("0.0.0.0", port, tls=tls)  # noqa: S104 - the whole network was asked for
    try:
        return [first, listen("::", first.port, tls=tls)]
    except OSError:
        # A machine without IPv6.
        return [first]
