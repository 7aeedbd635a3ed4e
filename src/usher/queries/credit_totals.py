"""How much credit stands as published, in all and for each person."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from usher.models import Attendee, Event, NamedRule, PublishedCredit
from usher.queries.credit_standing import standing


def totals(event: Event) -> list[tuple[str, str, int, int]]:
    """Return each type of credit and unit, how many people have any, and how much in all."""
    found = (
        standing(event)
        .filter(amount__gt=0)
        .values_list("version__rule__credit_type", "version__rule__unit")
        .annotate(people=Count("attendee", distinct=True), amount=Sum("amount"))
        .order_by("version__rule__credit_type", "version__rule__unit")
    )
    return list(found)


def published_types(event: Event) -> list[str]:
    """Return the types of credit that somebody has, by name; none of it is added up."""
    given = standing(event).filter(amount__gt=0, version__rule=OuterRef("pk"))
    rules = NamedRule.objects.filter(Exists(given), event=event)
    return list(rules.order_by("credit_type").values_list("credit_type", flat=True).distinct())


def credited_attendees(event: Event, *, search: str = "") -> QuerySet[Attendee]:
    """Return the attendees who have published credit or a stay, by name."""
    published = Q(credits__isnull=False)
    found = Attendee.objects.filter(event=event).filter(published | Q(presences__isnull=False))
    for word in search.split():
        found = found.filter(search_text__contains=word)
    return found.distinct().order_by("name", "pk")


def sums_of(attendees: Collection[Attendee]) -> dict[int, list[tuple[str, str, int]]]:
    """Return each attendee's published credit by type: type, unit, amount."""
    rows = (
        PublishedCredit.objects.filter(attendee__in=attendees, superseded_by=None)
        .values_list("attendee", "version__rule__credit_type", "version__rule__unit")
        .annotate(amount=Sum("amount"))
        .order_by("attendee", "version__rule__credit_type")
    )
    found: dict[int, list[tuple[str, str, int]]] = {}
    for attendee, credit_type, unit, amount in rows:
        found.setdefault(attendee, []).append((credit_type, unit, amount))
    return found
