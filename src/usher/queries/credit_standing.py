"""What credit stands as published, and how what is reckoned now differs from it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from usher.models import Attendee, Event, Publication, PublishedCredit
from usher.queries.credit_reckoned import Place, Reckoned


@dataclass(frozen=True, slots=True)
class Change:
    """What one attendee has of one type of credit before and after, in hundredths."""

    attendee: int
    credit_type: str
    before: int
    after: int

    @property
    def by(self) -> int:
        """How much they gain, or lose."""
        return self.after - self.before


def standing(event: Event) -> QuerySet[PublishedCredit]:
    """Return the credit that stands as published: nothing supersedes it."""
    return PublishedCredit.objects.filter(publication__event=event, superseded_by=None)


def standing_of(attendee: Attendee) -> QuerySet[PublishedCredit]:
    """Return the attendee's credit that stands as published, in the order of the sessions."""
    return (
        PublishedCredit.objects.filter(attendee=attendee, superseded_by=None)
        .select_related("publication", "session", "version__rule")
        .order_by("session__starts_at", "session", "version")
    )


def last_publication(event: Event) -> Publication | None:
    """Return the event's last publication."""
    found = Publication.objects.filter(event=event).select_related("published_by")
    return found.order_by("number").last()


def amounts_standing(event: Event) -> dict[Place, tuple[int, int, int, int]]:
    """Return the row, version, amount and seconds that stand, by place, in one query."""
    found = standing(event).values_list(
        "attendee", "session", "version__rule__credit_type", "pk", "version", "amount", "seconds"
    )
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5], row[6]) for row in found}


def changes(before: Mapping[Place, int], after: Mapping[Place, int]) -> list[Change]:
    """Return who gains and who loses of which type, those who lose most first."""
    sums: dict[tuple[int, str], list[int]] = {}
    for at, amounts in enumerate((before, after)):
        for (attendee, _, credit_type), amount in amounts.items():
            sums.setdefault((attendee, credit_type), [0, 0])[at] += amount
    found = [
        Change(attendee, credit_type, one, other)
        for (attendee, credit_type), (one, other) in sums.items()
        if one != other
    ]
    return sorted(found, key=lambda one: (one.by, one.attendee, one.credit_type))


def amounts(found: Mapping[Place, Reckoned]) -> dict[Place, int]:
    """Return only how much each is."""
    return {place: one.credit.amount for place, one in found.items()}


def seal(found: Mapping[Place, Reckoned]) -> str:
    """Return a digest of all that would be published: what was seen is what is published."""
    lines = sorted(
        [*place, one.version.pk if one.version else 0, one.credit.amount, one.credit.seconds]
        for place, one in found.items()
    )
    return sha256(json.dumps(lines).encode()).hexdigest()


def names_of(event: Event, attendees: Iterable[int]) -> dict[int, str]:
    """Return the attendees' names by number."""
    found = Attendee.objects.filter(event=event, pk__in=set(attendees))
    return dict(found.values_list("pk", "name"))
