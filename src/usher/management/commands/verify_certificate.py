"""`usher verify_certificate FILE`."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usher.actions.certificate_file import (
    FILE_BYTES_MAX,
    CertificateFile,
    NoCertificate,
    read_file,
)
from usher.badges.signatures import KEY_BYTES


class Command(BaseCommand):
    """Proves a certificate without a database or a network, by the event's public key."""

    help = "Prove a certificate's file, PDF or JSON, without a database or a network."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and the public key that was had from the organizer."""
        parser.add_argument("file", metavar="FILE", help="the certificate as PDF or JSON")
        parser.add_argument(
            "--key",
            metavar="KEY",
            help="the event's public key in base64, as its organizer publishes it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is proven; exit 1 where nothing is."""
        certificate = _read(options["file"])
        public = _public(options["key"]) if options["key"] else certificate.public
        if not certificate.is_proven_by(public):
            raise CommandError(
                "This certificate is not genuine: it was not signed by that key as it stands."
            )
        self._tell(certificate)
        if not options["key"]:
            self.stdout.write(
                "The file's own key proves it. Compare the key with the one that the organizer"
                " publishes, or give that one by --key."
            )

    def _tell(self, certificate: CertificateFile) -> None:
        facts = certificate.facts
        self.stdout.write(f"Genuine: certificate {facts.get('number')} of {_event(facts)}.")
        self.stdout.write(f"Name: {facts.get('name')}")
        for one in facts.get("credits", []):
            self.stdout.write(f"Credit: {one['amount']} {one['unit']} ({one['type']})")
        self.stdout.write(f"Issued: {facts.get('issued_at')} by {facts.get('organizer')}")
        self.stdout.write(f"Whether it was superseded or withdrawn since: {facts.get('verify_at')}")


def _event(facts: dict[str, Any]) -> str:
    event = facts.get("event")
    return str(event.get("name")) if isinstance(event, dict) else "no event"


def _read(path: str) -> CertificateFile:
    try:
        with Path(path).open("rb") as file:
            return read_file(file.read(FILE_BYTES_MAX + 1))
    except OSError as fault:
        raise CommandError(f"{path} can't be read: {fault.strerror}.") from fault
    except NoCertificate as fault:
        raise CommandError(f"{path} is no certificate: {fault.detail}.") from fault


def _public(written: str) -> bytes:
    try:
        public = b64decode(written, validate=True)
    except ValueError:
        raise CommandError("The key is not in base64.") from None
    if len(public) != KEY_BYTES:
        raise CommandError("The key is no Ed25519 public key: it has another length.")
    return public
