"""Takes the attendees of a registration system into an event."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.actions.addresses import claim_many, in_the_other_role, other_role_words
from usher.actions.attendee_values import search_text
from usher.actions.imported import WHOLE, How, Imported, Line, Parts, carry_out
from usher.actions.known_attendees import known_attendees
from usher.actions.levels import level_key, levels_named, names_of_new
from usher.actions.match_attendees import File, Match, match_attendees
from usher.actions.mistakes import Conflict
from usher.actions.write_attendees import Wanted, write_attendees
from usher.models import Address, Attendee, Event, EventHead, Level
from usher.queries.event_users import verified_addresses
from usher.queries.import_made import plain
from usher.readers import AttendeeRow, Problem, Unreadable
from usher.rules.addresses import same_form

_COLUMNS: dict[str, Promise] = {
    "name": _("name"),
    "address": _("e-mail"),
    "company": _("company"),
    "level": _("level"),
    "external_id": _("external id"),
    "fields": _("other columns"),
    "cancelled_at": pgettext_lazy("attendee", "cancelled"),
}


def import_attendees(
    event: Event,
    rows: Sequence[AttendeeRow],
    *,
    at: datetime,
    random_bits: Callable[[int], int],
    how: How = WHOLE,
) -> Imported:
    """Add the attendees that the event hasn't, and change those that differ; all rows or none.

    How a row finds its attendee is `match_attendees`' to say. What a row leaves empty stays as it
    is, and nobody is deleted. A new attendee without a badge code gets a new one; another code
    for a known attendee replaces the badge, and the old one is revoked at `at`. Raises Unreadable
    with every row that can't be taken and what to do, such as an event user's address.
    """
    file = File(rows)

    def plan(some: Sequence[AttendeeRow]) -> _Plan:
        return _Plan(event, some, file, at=at, random_bits=random_bits)

    return carry_out(event, rows, plan, how, Parts())


class _Plan:
    """Each row beside its attendee, brought up to what the row says."""

    def __init__(
        self,
        event: Event,
        rows: Sequence[AttendeeRow],
        file: File,
        *,
        at: datetime,
        random_bits: Callable[[int], int],
    ) -> None:
        self.imported = Imported(bad=list(_staff_addresses(event, rows)))
        self._event, self._at, self._random_bits = event, at, random_bits
        refused = {problem.where for problem in self.imported.bad}
        self._known = known_attendees(event, file.named(rows))
        matches, problems = match_attendees(
            self._known, [row for row in rows if row.where not in refused], file
        )
        problems += [_erased(match) for match in matches if _is_erased(match)]
        self.imported.bad += problems
        addresses = {
            form: sharing[0].address for form, sharing in self._known.addresses.items() if sharing
        }
        taken = _Taken(event, at, addresses, _levels(event, rows))
        self._wanted = [taken.wanted(match) for match in matches if not _is_erased(match)]
        for one in self._wanted:
            self._plan_badge(one)
            _note(self.imported, one)
        levels = (one.attendee.level for one in self._wanted)
        self.imported.levels = names_of_new(level for level in levels if level)

    def write(self, head: EventHead) -> None:
        """Write addresses and levels, then attendees and badges."""
        self._claim()
        self.imported.made = write_attendees(
            head, self._wanted, at=self._at, random_bits=self._random_bits
        )

    def _plan_badge(self, one: Wanted) -> None:
        code = one.match.row.badge_code
        one.needs_badge = one.is_new or (code is not None and self._known.by_code(code) is None)
        if not one.is_new and one.needs_badge:
            one.what.append(str(_("badge")))
            one.replaces = self._known.badges_in_use.get(one.attendee.pk)

    def _claim(self) -> None:
        rows = [one.match.row for one in self._wanted]
        try:
            held = claim_many(self._event, [row.email or "" for row in rows], Address.Role.ATTENDEE)
        except Conflict as conflict:
            # Somebody was made event user by this address since the rows were looked at.
            raise Unreadable(
                [_address_problem(rows[conflict.index or 0], conflict.detail)]
            ) from None
        for one in self._wanted:
            if one.match.row.email in held:
                one.attendee.address = held[one.match.row.email]


@dataclass(slots=True)
class _Taken:
    """What the rows of the file refer to, and the moment at which they are taken."""

    event: Event
    at: datetime
    addresses: dict[str, Address | None]
    levels: dict[str, Level]

    def wanted(self, match: Match) -> Wanted:
        one = Wanted(match, match.attendee or Attendee(event=self.event))
        former = one.attendee.address_id
        for column, value in self._values(match, one.attendee).items():
            if getattr(one.attendee, column) != value:
                one.before[column] = plain(getattr(one.attendee, column))
                setattr(one.attendee, column, value)
                if not one.is_new:
                    one.what.append(str(_COLUMNS[column]))
        one.left = former if "address" in one.before else None
        one.attendee.search_text = search_text(one.attendee)
        return one

    def _values(self, match: Match, attendee: Attendee) -> dict[str, Any]:
        row = match.row
        said = {
            "name": row.name,
            "address": self._address(row.email),
            "company": row.company or None,
            "level": self.levels[level_key(row.level)] if row.level else None,
            "external_id": match.external_id or None,
            "fields": {**attendee.fields, **row.fields},
        }
        values = {column: value for column, value in said.items() if value is not None}
        if row.cancelled is None:
            return values
        return values | {
            "cancelled_at": (attendee.cancelled_at or self.at) if row.cancelled else None
        }

    def _address(self, email: str | None) -> Address | None:
        form = same_form(email or "")
        if not form:
            return None
        return self.addresses.setdefault(form, Address(event=self.event, email=form))


def _staff_addresses(event: Event, rows: Sequence[AttendeeRow]) -> Iterator[Problem]:
    emails = [row.email for row in rows if row.email]
    staff = in_the_other_role(event, emails, Address.Role.ATTENDEE)
    owned = {same_form(event.owner.email), *verified_addresses(event.owner)}
    for row in rows:
        if row.email and row.email in staff:
            yield _address_problem(row, other_role_words(row.email, Address.Role.ATTENDEE))
        elif row.email and same_form(row.email) in owned:
            words = _("{email} is the event owner's address. Give the attendee a second address.")
            yield _address_problem(row, words.format(email=row.email))


def _address_problem(row: AttendeeRow, words: str) -> Problem:
    return Problem(row.where, str(_("e-mail")), words)


def _is_erased(match: Match) -> bool:
    return match.attendee is not None and match.attendee.erased_at is not None


def _erased(match: Match) -> Problem:
    words = _("The personal data of this attendee were erased. They stay erased.")
    return Problem(match.row.where, str(_("name")), str(words))


def _levels(event: Event, rows: Sequence[AttendeeRow]) -> dict[str, Level]:
    return levels_named(event, (row.level for row in rows if row.level))


def _note(imported: Imported, one: Wanted) -> None:
    row = one.match.row
    if one.is_new:
        imported.added.append(Line(row.where, row.name))
    else:
        imported.note(Line(row.where, row.name, tuple(one.what)))
    if one.match.is_doubtful:
        imported.doubtful.append(Line(row.where, row.name))
    if one.attendee.cancelled_at and "cancelled_at" in one.before:
        imported.cancelled += 1
