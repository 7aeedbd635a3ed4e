"""E-mails to attendees: what waits, what was sent, and to whom none went yet."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from usher.models import Attendee, Certificate, Delivery, Event, Presence, Registrant

# What became of it is known, or given up.
ENDED = (Delivery.State.SENT, Delivery.State.FAILED)


def waiting_deliveries(event: Event, what: Delivery.What, *, at: datetime) -> QuerySet[Delivery]:
    """Return what waits to be sent, and still holds at this moment."""
    found = Delivery.objects.filter(event=event, what=what, state=Delivery.State.WAITING)
    # Of people who were erased while it waited.
    found = found.exclude(email="")
    if what == Delivery.What.LINK:
        return found.filter(event__review__closes_at__gt=at)
    return found.filter(certificate__superseded_by=None, certificate__withdrawal=None)


def deliveries_counted(event: Event, what: Delivery.What, *, at: datetime) -> dict[str, int]:
    """Return how many deliveries are in which state."""
    found = Delivery.objects.filter(event=event, what=what).order_by()
    counts = dict(found.values_list("state").annotate(count=Count("pk")))
    counts[Delivery.State.WAITING] = waiting_deliveries(event, what, at=at).count()
    return {state: counts.get(state, 0) for state in Delivery.State.values}


def failed_deliveries(event: Event, what: Delivery.What, *, most: int) -> list[Delivery]:
    """Return what could not be sent, in order, as many as are asked for."""
    found = Delivery.objects.filter(event=event, what=what, state=Delivery.State.FAILED)
    return list(found.select_related("attendee").order_by("pk")[:most])


def unsent_certificates(event: Event) -> QuerySet[Certificate]:
    """Return the valid certificates that went to no queue, or elsewhere than their attendee is.

    Of people with an address.
    """
    elsewhere = Q(delivery__state__in=ENDED) & ~Q(delivery__email=F("attendee__address__email"))
    return Certificate.objects.filter(
        Q(delivery=None) | elsewhere,
        event=event,
        superseded_by=None,
        withdrawal=None,
        attendee__address__isnull=False,
    )


def attendees_without_link(event: Event) -> QuerySet[Attendee]:
    """Return who has an address, something to look at, and was never sent a link there."""
    own = {"attendee": OuterRef("pk")}
    has_something = Q(Exists(Presence.objects.filter(**own))) | (
        Q(Exists(Registrant.objects.filter(**own)), cancelled_at=None)
    )
    elsewhere = Q(state__in=ENDED) & ~Q(email=OuterRef("address__email"))
    sent = Delivery.objects.filter(~elsewhere, what=Delivery.What.LINK, **own)
    people = Attendee.objects.filter(event=event, erased_at=None, address__isnull=False)
    return people.filter(has_something).exclude(Exists(sent))


def deliveries_to(attendee: Attendee) -> list[Delivery]:
    """Return what was sent to the attendee, or is to be, in order."""
    found = Delivery.objects.filter(attendee=attendee).select_related("certificate")
    return list(found.order_by("pk"))
