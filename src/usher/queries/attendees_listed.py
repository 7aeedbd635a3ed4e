"""The event's attendees as a list."""

from django.db.models import OuterRef, QuerySet, Subquery

from usher.models import Attendee, Badge, Event
from usher.queries.by_name import BY_NAME
from usher.rules.names import searchable


def attendees_listed(event: Event, *, search: str = "") -> QuerySet[Attendee]:
    """Return the attendees who match all words of the search, with level, address and badge."""
    in_use = Badge.objects.filter(attendee=OuterRef("pk"), revoked_at=None).values("code")[:1]
    found = (
        Attendee.objects.filter(event=event)
        .select_related("level", "address")
        .annotate(badge_code=Subquery(in_use))
        .order_by(*BY_NAME)
    )
    for word in searchable(search).split():
        found = found.filter(search_text__contains=word)
    return found
