"""`usher serve` [--host HOST] [--port PORT] [--lan] [--lan-port PORT]."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher import __version__
from usher.actions.made_files import erase_old_files
from usher.console.imports.worker import take_up_all
from usher.site.local_network import LocalNetwork, listen_everywhere, new_tls
from usher.site.server import Listener, Server, listen
from usher.site.starting import prepare
from usher.site.terminal_qr import terminal_qr
from usher.site.tls_certificates import UnreadableAuthority


class Command(BaseCommand):
    """Serves everything from this one process."""

    help = "Serve the console, the API, the live feed and the phone app."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port (default: %(default)s)")
        parser.add_argument(
            "--lan", action="store_true", help="serve phones in this network too, over TLS"
        )
        parser.add_argument(
            "--lan-port", type=int, default=8443, help="port for phones (default: %(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make ready, serve until told to stop."""
        self._prepare()
        plain = _listen(options["host"], options["port"])
        network = _network(options["lan_port"]) if options["lan"] else None
        server = Server(
            [plain, *(network.listeners if network else [])],
            on_start=lambda: self._tell(options["host"], plain, network),
            each_minute=network.follow_if_possible if network else None,
        )
        server.run()
        self.stdout.write(_("Usher has stopped."))

    def _prepare(self) -> None:
        try:
            applied = prepare()
        except OperationalError as fault:
            raise CommandError(_("The database can't be used: {}").format(fault)) from fault
        if applied:
            self.stdout.write(
                ngettext(
                    "Brought the database up to date: {} step.",
                    "Brought the database up to date: {} steps.",
                    applied,
                ).format(applied)
            )
        erase_old_files()
        take_up_all()

    def _tell(self, host: str, plain: Listener, network: LocalNetwork | None) -> None:
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(_("Usher {} is running.").format(__version__))
        self.stdout.write(_("This machine: {}").format(f"http://{shown}:{plain.port}/"))
        if network is not None:
            self._tell_phones(network)
        self.stdout.write(_("Stop it with Ctrl+C."))
        self.stdout.flush()

    def _tell_phones(self, network: LocalNetwork) -> None:
        for url in network.urls:
            self.stdout.write(_("This network: {}").format(f"{url}/"))
        app, page = f"{network.urls[0]}/scan/", f"{network.urls[0]}/trust/"
        self._draw(app)
        self.stdout.write(_("Scan the code with a phone to open the app: {}").format(app))
        self.stdout.write(
            _("A phone that warns of an unknown server: {} says how it learns to trust it.").format(
                page
            )
        )
        self.stdout.write(_("Fingerprint of this server's authority, to compare (SHA-256):"))
        self.stdout.write(network.lan.fingerprint)

    def _draw(self, text: str) -> None:
        drawn = terminal_qr(text)
        try:
            drawn.encode(getattr(self.stdout, "encoding", None) or "utf-8")
        except UnicodeEncodeError:
            # A terminal without block characters can't show it; the address stands below.
            return
        self.stdout.write(drawn)


def _listen(host: str, port: int) -> Listener:
    try:
        return listen(host, port)
    except OSError as fault:
        raise CommandError(_port_taken(port, "--port", fault)) from fault


def _network(port: int) -> LocalNetwork:
    tls = new_tls()
    try:
        listeners = listen_everywhere(port, tls)
    except OSError as fault:
        raise CommandError(_port_taken(port, "--lan-port", fault)) from fault
    try:
        return LocalNetwork(listeners, tls, folder=settings.USHER_DATA_DIR / "tls")
    except UnreadableAuthority as fault:
        raise CommandError(
            _(
                "{} can't be read as a certificate authority. Put it back from a copy; or move it"
                " away, and each phone has to trust the new one."
            ).format(fault)
        ) from fault


def _port_taken(port: int, option: str, fault: OSError) -> str:
    # Python tells the address once more behind the reason.
    reason = str(fault.strerror).partition(" (while")[0]
    return _(
        "Can't listen on port {port}: {reason}. Stop what uses it, or choose another with {option}."
    ).format(port=port, reason=reason, option=option)
