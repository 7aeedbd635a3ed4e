"""Certificates: an event's list, one by its address, and those that hold no more."""

from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256

from django.db.models import Q, QuerySet

from usher.models import Certificate, CertificateDesign, Event
from usher.queries.certificate_facts import Wording
from usher.rules.level_colours import Colour


class State(StrEnum):
    """What became of a certificate."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


def state_of(certificate: Certificate) -> State:
    """Return what became of it; whose person was erased says nothing any more."""
    if hasattr(certificate, "withdrawal"):
        return State.WITHDRAWN
    if hasattr(certificate, "superseded_by"):
        return State.SUPERSEDED
    return State.VALID if certificate.facts else State.ERASED


def certificates_of(event: Event) -> QuerySet[Certificate]:
    """Return the event's certificates, the newest first, with what their state takes."""
    found = Certificate.objects.filter(event=event)
    return found.select_related("attendee", "superseded_by", "withdrawal").order_by("-number")


def certificate_numbered(event: Event, number: int) -> Certificate | None:
    """Return the event's certificate of this number."""
    found = certificates_of(event).select_related("key")
    return found.filter(number=number).first()


def certificate_at(code: str) -> Certificate | None:
    """Return the certificate of this unguessable code."""
    found = Certificate.objects.filter(code=code)
    return found.select_related("event", "key", "superseded_by", "withdrawal").first()


def ended_digests() -> Iterator[tuple[str, str]]:
    """Yield the SHA-256 of the code of each certificate that holds no more, and how it ended.

    Whoever has a certificate can look whether it is among them. The codes themselves would open
    its page, and that names a person.
    """
    ended = Certificate.objects.filter(Q(withdrawal__isnull=False) | Q(superseded_by__isnull=False))
    rows = ended.order_by("pk").values_list("code", "withdrawal")
    for code, withdrawal in rows.iterator(chunk_size=2000):
        digest = sha256(code.encode()).hexdigest()
        yield digest, State.WITHDRAWN if withdrawal else State.SUPERSEDED


def design_of(event: Event) -> CertificateDesign | None:
    """Return how the event's certificates look, None where nobody said."""
    return CertificateDesign.objects.filter(event=event).first()


def wording_of(design: CertificateDesign) -> Wording:
    """Return the texts that go into what is signed."""
    return Wording(design.title, design.organizer, design.statement, design.signed_by)


# Of a design that nobody changed.
COLOUR = Colour.BLUE
