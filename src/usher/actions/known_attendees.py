"""The event's attendees, as the rows of a file find them."""

from collections import defaultdict
from dataclasses import dataclass, field

from usher.models import Attendee, Badge, Event
from usher.rules.addresses import same_form
from usher.rules.badge_code import canonical


@dataclass(slots=True)
class KnownAttendees:
    """Everybody of an event: by badge code, also a replaced one; by external id; by address."""

    codes: dict[str, Attendee] = field(default_factory=dict)
    external_ids: dict[str, Attendee] = field(default_factory=dict)
    addresses: defaultdict[str, list[Attendee]] = field(default_factory=lambda: defaultdict(list))
    badges_in_use: dict[int, Badge] = field(default_factory=dict)

    def by_code(self, code: str | None) -> Attendee | None:
        """Return whose badge this is or was; a code of ours is known however it is written."""
        return (code and (self.codes.get(code) or self.codes.get(canonical(code)))) or None

    def by_external_id(self, external_id: str | None) -> Attendee | None:
        """Return the attendee whom another system knows by this id."""
        return self.external_ids.get(external_id or "")

    def by_address(self, email: str | None) -> list[Attendee]:
        """Return everybody with this address: a group may share one."""
        return self.addresses[same_form(email)] if email else []


def known_attendees(event: Event) -> KnownAttendees:
    """Load everybody of the event, in two queries."""
    known = KnownAttendees()
    by_id: dict[int, Attendee] = {}
    for attendee in Attendee.objects.filter(event=event).select_related("address", "level"):
        by_id[attendee.pk] = attendee
        if attendee.external_id:
            known.external_ids[attendee.external_id] = attendee
        if attendee.address:
            known.addresses[attendee.address.email].append(attendee)
    for badge in Badge.objects.filter(event=event):
        known.codes[badge.code] = by_id[badge.attendee_id]
        if badge.revoked_at is None:
            known.badges_in_use[badge.attendee_id] = badge
    return known
