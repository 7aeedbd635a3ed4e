"""A certificate as a file that anybody can check alone, with the event's public key.

The file is JSON: the facts, the public key, and an Ed25519 signature of the facts in canonical
form. It stands in the certificate's PDF as an attachment too, so that one file is enough.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from usher.badges.signatures import proves, sign
from usher.models import Certificate
from usher.queries.heads import canonical_json

SCHEMA = 1
WHAT = "usher certificate"
# In the PDF.
ATTACHED_AS = "certificate.json"
FILE_BYTES_MAX = 8 * 1024 * 1024


class NoCertificate(Exception):
    """Raised where a file is no certificate of Usher's; `detail` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """What a file says, and the key by which it says it is signed; proven or not."""

    facts: dict[str, Any]
    public: bytes
    signature: bytes

    def is_proven_by(self, public: bytes) -> bool:
        """Tell whether exactly these facts were signed by the other half of this key."""
        return proves(public, self.signature, message_of(self.facts))


def message_of(facts: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed of these facts: nothing else that is signed is alike."""
    return canonical_json({"what": WHAT, "schema": SCHEMA, "facts": facts})


def signature_of(facts: Mapping[str, Any], private: bytes) -> bytes:
    """Return the facts' signature."""
    return sign(private, message_of(facts))


def written_file(certificate: Certificate) -> bytes:
    """Return the certificate as a file."""
    document = {
        "what": WHAT,
        "schema": SCHEMA,
        "facts": certificate.facts,
        "public_key": b64encode(bytes(certificate.key.public)).decode(),
        "signature": b64encode(bytes(certificate.signature)).decode(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read_file(content: bytes) -> CertificateFile:
    """Return what a file says, JSON or the PDF that holds it. Raises NoCertificate."""
    if len(content) > FILE_BYTES_MAX:
        raise NoCertificate("it is too large")
    document = _document(_attached(content) if content[:1024].find(b"%PDF-") >= 0 else content)
    if document.get("what") != WHAT:
        raise NoCertificate("it holds no certificate of Usher")
    if document.get("schema") != SCHEMA:
        raise NoCertificate(f"its schema is another than {SCHEMA}")
    facts = document.get("facts")
    if not isinstance(facts, dict):
        raise NoCertificate("it holds no facts")
    return CertificateFile(facts, _bytes(document, "public_key"), _bytes(document, "signature"))


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoCertificate("it is neither a PDF nor JSON") from None
    if not isinstance(document, dict):
        raise NoCertificate("it holds no certificate of Usher")
    return document


def _attached(content: bytes) -> bytes:
    try:
        attachments = pypdf.PdfReader(BytesIO(content)).attachments
        found = list(attachments.get(ATTACHED_AS, []))
    except (PyPdfError, ValueError, KeyError, RecursionError):
        raise NoCertificate("this PDF can't be read") from None
    if len(found) != 1:
        raise NoCertificate(f"this PDF has no attachment {ATTACHED_AS}")
    return bytes(found[0])


def _bytes(document: Mapping[str, Any], name: str) -> bytes:
    try:
        return b64decode(str(document.get(name, "")), validate=True)
    except ValueError:
        raise NoCertificate(f"its {name} is not in base64") from None
