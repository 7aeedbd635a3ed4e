"""What a certificate says of an attendee: their published credit, as it stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from usher.models import Attendee, Certificate, Event, Publication, PublishedCredit
from usher.queries.credit_standing import standing
from usher.queries.credit_terms import times_of
from usher.queries.sql import moment
from usher.rules.attendance import SessionTimes

# The times of all sessions, by the publication that they were counted by.
Times = Mapping[int, Mapping[int, SessionTimes]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts on a certificate that an organizer writes; what is empty stands not."""

    title: str
    organizer: str
    statement: str = ""
    signed_by: str = ""


def certified(event: Event, wording: Wording) -> dict[int, dict[str, Any]]:
    """Return what each attendee who has published credit is certified, by number.

    In a constant number of queries. Nothing in it tells when it was issued, so that the same is
    not certified twice.
    """
    rows = standing(event).filter(amount__gt=0)
    rows = rows.select_related("session", "version__rule")
    ordered = list(rows.order_by("session__starts_at", "session", "version"))
    by_attendee: dict[int, list[PublishedCredit]] = {}
    for row in ordered:
        by_attendee.setdefault(row.attendee_id, []).append(row)
    people = Attendee.objects.filter(event=event, erased_at=None).in_bulk()
    # Each read once, however many rows are of it: it holds the times of all sessions.
    publications = Publication.objects.in_bulk({row.publication_id for row in ordered})
    times = {number: times_of(one) for number, one in publications.items()}
    of_event = _of_event(event, wording)
    return {
        number: {"name": people[number].name, **of_event, **_credit(event, found, times)}
        for number, found in by_attendee.items()
        if number in people
    }


def newest_certificates(
    event: Event, attendees: Collection[int] | None = None
) -> dict[int, Certificate]:
    """Return each attendee's certificate that nothing supersedes, by the attendee's number.

    Everybody's, or those of few attendees.
    """
    found = Certificate.objects.filter(event=event, superseded_by=None)
    if attendees is not None:
        found = found.filter(attendee__in=list(attendees))
    return {one.attendee_id: one for one in found.select_related("key", "withdrawal")}


def content_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts without what tells one certificate of the same from another."""
    return {name: value for name, value in facts.items() if name not in ISSUE}


# What is added when a certificate is issued.
ISSUE = frozenset({"certificate", "number", "issued_at", "supersedes", "verify_at", "key"})


def amount_written(hundredths: int) -> str:
    """Return an amount as it stands in files, whatever the language."""
    return f"{Decimal(hundredths) / 100:.2f}".rstrip("0").rstrip(".")


def _of_event(event: Event, wording: Wording) -> dict[str, Any]:
    return {
        "event": {
            "name": event.name,
            "starts_on": event.starts_on.isoformat() if event.starts_on else None,
            "ends_on": event.ends_on.isoformat() if event.ends_on else None,
            "timezone": event.timezone,
            "language": event.language,
        },
        "title": wording.title,
        "organizer": wording.organizer,
        "statement": wording.statement,
        "signed_by": wording.signed_by,
    }


def _credit(event: Event, rows: Collection[PublishedCredit], times: Times) -> dict[str, Any]:
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        kind = row.version.rule.credit_type, row.version.rule.unit
        sums[kind] = sums.get(kind, 0) + row.amount
    return {
        "credits": [
            {"type": credit_type, "unit": unit, "amount": amount_written(amount)}
            for (credit_type, unit), amount in sorted(sums.items())
        ],
        "sessions": [
            _session(event, row, times[row.publication_id][row.session_id]) for row in rows
        ],
    }


def _session(event: Event, row: PublishedCredit, times: SessionTimes) -> dict[str, Any]:
    """Return what is said of one session: its times are those that its minutes were counted in."""
    return {
        "title": row.session.title,
        "starts_at": _local(event, moment(times.began_at)),
        "ends_at": _local(event, moment(times.ended_at)),
        "minutes": row.seconds // 60,
        "type": row.version.rule.credit_type,
        "unit": row.version.rule.unit,
        "amount": amount_written(row.amount),
        "publication": row.publication_id,
    }


def _local(event: Event, at: datetime) -> str:
    return at.astimezone(event.zone).isoformat()
