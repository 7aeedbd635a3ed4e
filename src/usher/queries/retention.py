"""What of an event is personal data, how much of it there is, and when it is to be erased."""

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from usher.models import Address, Attendee, Certificate, Event, Import, Photo


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many attendees, addresses, photos, files and certificates would be erased, or were.

    `cancelled` attendees stand beside `attendees`. Of a certificate only what it says goes.
    """

    attendees: int
    cancelled: int
    addresses: int
    photos: int
    files: int
    certificates: int

    def __bool__(self) -> bool:
        """Tell whether there is anything to erase."""
        return any(astuple(self))


def erasure_of(event: Event) -> Erasure:
    """Return what erasing the event's people would take, in a constant number of queries."""
    addresses = Address.objects.filter(event=event, role=Address.Role.ATTENDEE)
    people = Attendee.objects.filter(event=event, erased_at=None)
    cancelled = people.exclude(cancelled_at=None).count()
    return Erasure(
        attendees=people.count() - cancelled,
        cancelled=cancelled,
        addresses=addresses.count(),
        photos=Photo.objects.filter(attendee__event=event).count(),
        # Of an erased one only what it did is left.
        files=Import.objects.filter(event=event).exclude(file_name="").count(),
        certificates=certificates_with_names(event).count(),
    )


def certificates_with_names(event: Event | OuterRef) -> QuerySet[Certificate]:
    """Return the event's certificates that still say whose they are, and of what."""
    return Certificate.objects.filter(event=event).exclude(facts={})


def due_on(event: Event) -> date | None:
    """Return the day on which the event's personal data are to go; None where they stay."""
    if event.retention_days is None or event.ends_on is None:
        return None
    return event.ends_on + timedelta(days=event.retention_days)


def events_due(at: datetime) -> list[Event]:
    """Return the events whose day has come, by their own clocks, with anything left to erase."""
    people = Attendee.objects.filter(event=OuterRef("pk"), erased_at=None)
    addresses = Address.objects.filter(event=OuterRef("pk"), role=Address.Role.ATTENDEE)
    photos = Photo.objects.filter(attendee__event=OuterRef("pk"))
    files = Import.objects.filter(event=OuterRef("pk")).exclude(file_name="")
    certificates = certificates_with_names(OuterRef("pk"))
    kinds = (people, addresses, photos, files, certificates)
    left = reduce(or_, (Q(Exists(kind)) for kind in kinds))
    kept = Event.objects.filter(left, retention_days__isnull=False, ends_on__isnull=False)
    return [event for event in kept.order_by("slug") if is_due(event, at)]


def is_due(event: Event, at: datetime) -> bool:
    """Tell whether the day has come in the event's time zone."""
    day = due_on(event)
    return day is not None and at.astimezone(event.zone).date() >= day
