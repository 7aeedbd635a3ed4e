"""The event's attendees, as the rows of a file find them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from usher.models import Address, Attendee, Badge, Event
from usher.queries.chunks import in_chunks
from usher.rules.addresses import same_form
from usher.rules.badge_code import canonical

# Begins the external id of an attendee whose file gave nothing to know them by again.
BY_WORDS = "by-name-"
# Rows of a file for which asking for each is quicker than reading a great event whole.
_SHORT_MAX = 2_000


class Named(NamedTuple):
    """By what a row of a file names somebody; any of it may be missing."""

    badge_code: str | None
    external_id: str | None
    email: str | None


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


def known_attendees(event: Event, named: Sequence[Named]) -> KnownAttendees:
    """Load whom the rows of a file may name: of many rows everybody, of few only those.

    Few are looked up in a great event without reading it all, since an import looks while doors
    wait.
    """
    attendees = Attendee.objects.filter(event=event).select_related("address", "level")
    badges = Badge.objects.filter(event=event)
    if len(named) > _SHORT_MAX:
        return _known(attendees, badges)
    found: dict[int, Attendee] = {}
    for some in in_chunks(named):
        found |= {one.pk: one for one in attendees.filter(_is_among(event, some))}
    of_those = (
        badge for ids in in_chunks(list(found)) for badge in badges.filter(attendee__in=ids)
    )
    return _known(found.values(), of_those)


def _is_among(event: Event, named: Sequence[Named]) -> Q:
    codes = {code for one in named if one.badge_code for code in _written(one.badge_code)}
    external_ids = {one.external_id for one in named if one.external_id}
    emails = {same_form(one.email) for one in named if one.email}
    # Each by itself, so that each finds its own index.
    ids = {
        *Badge.objects.filter(event=event, code__in=codes).values_list("attendee", flat=True),
        *Attendee.objects.filter(event=event, external_id__in=external_ids).values_list(
            "pk", flat=True
        ),
        *Attendee.objects.filter(
            address__in=Address.objects.filter(event=event, email__in=emails)
        ).values_list("pk", flat=True),
    }
    return Q(pk__in=ids)


def _written(code: str) -> set[str]:
    return {code, canonical(code) or code}


def _known(attendees: Iterable[Attendee], badges: Iterable[Badge]) -> KnownAttendees:
    known = KnownAttendees()
    by_id: dict[int, Attendee] = {}
    for attendee in attendees:
        by_id[attendee.pk] = attendee
        if attendee.external_id:
            known.external_ids[attendee.external_id] = attendee
        if attendee.address:
            known.addresses[attendee.address.email].append(attendee)
    for badge in badges:
        # Nobody is kept from adding somebody between the two readings of a dry run.
        if badge.attendee_id not in by_id:
            continue
        known.codes[badge.code] = by_id[badge.attendee_id]
        if badge.revoked_at is None:
            known.badges_in_use[badge.attendee_id] = badge
    return known
