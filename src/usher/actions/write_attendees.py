"""Writes the attendees that an import wants, with their badges, and says what it made."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from usher.actions.bulk import insert, rewrite
from usher.actions.levels import store_levels
from usher.actions.match_attendees import Match
from usher.models import Address, Attendee, Badge, EventHead
from usher.queries.chunks import in_chunks
from usher.queries.import_made import ATTENDEE, plain, seal
from usher.rules.badge_code import new_code


@dataclass(slots=True)
class Wanted:
    """A row and its attendee, brought up to what the row says.

    `before` holds what the changed columns said; `left` is a former address. `needs_badge`: the
    row's code, or a new one, becomes the badge; `replaces` is the one that it replaces.
    """

    match: Match
    attendee: Attendee
    what: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    left: int | None = None
    needs_badge: bool = False
    replaces: Badge | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether the event hasn't had this attendee."""
        return self.match.attendee is None


def write_attendees(
    head: EventHead,
    wanted: Sequence[Wanted],
    *,
    at: datetime,
    random_bits: Callable[[int], int],
) -> dict[str, Any]:
    """Write levels, attendees and badges; return what was made."""
    levels = {id(one.attendee.level): one.attendee.level for one in wanted if one.attendee.level}
    made: dict[str, Any] = {"levels": store_levels(levels.values()), "issued": [], "revoked": []}
    _write(wanted)
    _write_badges(wanted, made, at=at, random_bits=random_bits)
    _release(head, {one.left for one in wanted if one.left is not None})
    made["added"] = {str(one.attendee.pk): seal(one.attendee) for one in wanted if one.is_new}
    made["changed"] = {
        str(one.attendee.pk): _difference(one) for one in wanted if one.what and not one.is_new
    }
    return made


def _write(wanted: Sequence[Wanted]) -> None:
    insert(Attendee.objects, [one.attendee for one in wanted if one.is_new])
    changed = [one.attendee for one in wanted if one.before and not one.is_new]
    rewrite(Attendee.objects, changed, [*ATTENDEE, "search_text"])


def _write_badges(
    wanted: Sequence[Wanted],
    made: dict[str, Any],
    *,
    at: datetime,
    random_bits: Callable[[int], int],
) -> None:
    replaced = [one.replaces.pk for one in wanted if one.replaces]
    Badge.objects.filter(pk__in=replaced).update(revoked_at=at)
    issued = [
        Badge(
            event_id=one.attendee.event_id,
            attendee=one.attendee,
            code=one.match.row.badge_code or new_code(random_bits),
            issued_at=at,
        )
        for one in wanted
        if one.needs_badge
    ]
    insert(Badge.objects, issued)
    made["issued"] += [badge.pk for badge in issued]
    made["revoked"] += replaced


def _release(head: EventHead, addresses: Collection[int]) -> None:
    for ids in in_chunks(addresses):
        left = Address.objects.filter(event=head.event_id, pk__in=ids)
        left.filter(role=Address.Role.ATTENDEE, attendees=None, event_user=None).delete()


def _difference(one: Wanted) -> dict[str, list[Any]]:
    return {
        column: [before, plain(getattr(one.attendee, column))]
        for column, before in one.before.items()
    }
