"""What phones are told of a server that answers on the local network."""

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lan:
    """A server on the local network, with a certificate authority of its own."""

    url: str
    authority: Path

    @property
    def fingerprint(self) -> str:
        """The authority's SHA-256 fingerprint, written as phones write it."""
        certificate = ssl.PEM_cert_to_DER_cert(self.authority.read_text())
        return hashlib.sha256(certificate).digest().hex(":").upper()
