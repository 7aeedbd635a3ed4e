"""All that is kept of one attendee, for the file that they may ask for."""

from usher.models import (
    Attendee,
    Badge,
    Certificate,
    Confirmation,
    Dispute,
    Entry,
    PublishedCredit,
    Registrant,
)
from usher.queries.trails import voided


def badges_of(attendee: Attendee) -> list[Badge]:
    """Return the badges that they had and have."""
    return list(Badge.objects.filter(attendee=attendee).order_by("pk"))


def schedule_of(attendee: Attendee) -> list[Registrant]:
    """Return the sessions that they are on the list of, in order of time."""
    found = Registrant.objects.filter(attendee=attendee).select_related("session")
    return list(found.order_by("session__starts_at", "session"))


def entries_of(attendee: Attendee) -> tuple[list[Entry], set[int]]:
    """Return what the ledger says of them, and the places of what was undone."""
    found = Entry.objects.filter(attendee=attendee).select_related("session").order_by("seq")
    entries = list(found)
    return entries, set(voided([(one.seq, one.kind, one.subject) for one in entries]))


def credits_of(attendee: Attendee) -> list[PublishedCredit]:
    """Return all credit that was ever published of them; what supersedes one stands with it."""
    found = PublishedCredit.objects.filter(attendee=attendee)
    named = found.select_related("session", "version__rule", "publication", "superseded_by")
    return list(named.order_by("pk"))


def certificates_of(attendee: Attendee) -> list[Certificate]:
    """Return the certificates that were issued to them, with what their state takes."""
    found = Certificate.objects.filter(attendee=attendee)
    return list(found.select_related("superseded_by", "withdrawal").order_by("number"))


def disputes_of(attendee: Attendee) -> list[Dispute]:
    """Return what they disputed."""
    found = Dispute.objects.filter(attendee=attendee).select_related("session")
    return list(found.order_by("pk"))


def confirmations_of(attendee: Attendee) -> list[Confirmation]:
    """Return when they said that all of it is right."""
    return list(Confirmation.objects.filter(attendee=attendee).order_by("pk"))
