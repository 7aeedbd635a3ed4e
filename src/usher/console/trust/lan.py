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
        return ":".join(self.fingerprint_parts)

    @property
    def fingerprint_parts(self) -> list[str]:
        """The fingerprint's bytes, for where a line may have to break between them."""
        certificate = ssl.PEM_cert_to_DER_cert(self.authority.read_text())
        return [f"{byte:02X}" for byte in hashlib.sha256(certificate).digest()]
