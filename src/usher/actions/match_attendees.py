"""Finds the attendee that each row of a file speaks of (decisions 30 and 36)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from usher.actions.known_attendees import BY_WORDS, KnownAttendees, Named
from usher.models import Attendee
from usher.readers import AttendeeRow, Problem
from usher.rules.addresses import same_form
from usher.rules.names import searchable


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the attendee that it speaks of; None is somebody new.

    `external_id` is what the row is known by next time, "" where the row itself gives none.
    """

    row: AttendeeRow
    attendee: Attendee | None
    external_id: str

    @property
    def is_doubtful(self) -> bool:
        """Tell whether nothing but name and company says who this is."""
        return self.external_id.startswith(BY_WORDS)


class File:
    """The rows of one file, with what they have in common: it tells who is who among them."""

    def __init__(self, rows: Sequence[AttendeeRow]) -> None:
        self._addresses = Counter(same_form(row.email) for row in rows if row.email)
        self._people = Counter(_person(row) for row in rows if row.email)
        numbers: Counter[str] = Counter()
        self._words: dict[str, str] = {}
        for row in rows:
            if not (row.badge_code or row.external_id or row.email):
                words = f"{searchable(row.name)}\n{searchable(row.company)}"
                numbers[words] += 1
                digest = sha256(f"{words}\n{numbers[words]}".encode()).hexdigest()
                self._words[row.where] = BY_WORDS + digest[:20]

    def external_id(self, row: AttendeeRow) -> str:
        """Return what the row is known by next time, "" where only its code or address tells."""
        return row.external_id or self._words.get(row.where, "")

    def named(self, rows: Sequence[AttendeeRow]) -> list[Named]:
        """Return by what these of its rows name somebody."""
        return [Named(row.badge_code, self.external_id(row), row.email) for row in rows]

    def match(self, known: KnownAttendees, row: AttendeeRow) -> Match | Problem:
        """Return one of its rows with its attendee, or why nobody can tell who that is."""
        by_code = known.by_code(row.badge_code)
        by_id = known.by_external_id(self.external_id(row))
        if by_code and by_id and by_code is not by_id:
            return _torn(row, by_code, by_id)
        found = by_code or by_id
        if found is None and row.email:
            by_address = self._by_address(known, row)
            if isinstance(by_address, Problem):
                return by_address
            found = by_address
        return Match(row, found, self.external_id(row))

    def _by_address(self, known: KnownAttendees, row: AttendeeRow) -> Attendee | Problem | None:
        sharing = known.by_address(row.email)
        near = [attendee for attendee in sharing if _may_be(row, attendee)]
        if len(sharing) == 1 and self._addresses[same_form(row.email or "")] == 1:
            return near[0] if near else None
        named = [one for one in near if searchable(one.name) == searchable(row.name)]
        if len(named) <= 1 and self._people[_person(row)] == 1:
            return named[0] if named else None
        return None if row.badge_code or row.external_id else _namesakes(row)


def match_attendees(
    known: KnownAttendees, rows: Sequence[AttendeeRow], file: File
) -> tuple[list[Match], list[Problem]]:
    """Return each row with its attendee, and the problems of rows that can't be told apart.

    By badge code, else by external id, else by an address that only one attendee has and only one
    row of the file names. Of several with one address it is whoever has the row's name too. By
    name alone nobody is found: a row without code, id and address is the same attendee next time
    only if it says the same name and company, and it is doubtful.
    """
    matches, problems = [], []
    first: dict[int, str] = {}
    for row in rows:
        found = file.match(known, row)
        if isinstance(found, Match) and found.attendee is not None:
            where = first.setdefault(found.attendee.pk, row.where)
            if where != row.where:
                found = _same(row, found.attendee, where)
        if isinstance(found, Match):
            matches.append(found)
        else:
            problems.append(found)
    return matches, problems


def _person(row: AttendeeRow) -> tuple[str, str]:
    return same_form(row.email or ""), searchable(row.name)


def _may_be(row: AttendeeRow, attendee: Attendee) -> bool:
    """Tell whether an attendee with the row's address may be whom the row means.

    Another id, or a code that is new together with another name, is somebody else of the group
    that shares the address.
    """
    has_id = attendee.external_id and not attendee.external_id.startswith(BY_WORDS)
    if row.external_id and has_id:
        return False
    return not row.badge_code or searchable(attendee.name) == searchable(row.name)


def _torn(row: AttendeeRow, by_code: Attendee, by_id: Attendee) -> Problem:
    words = _(
        "{external_id} is {one}, but the badge code {code} is {other}'s. Correct one of the two."
    ).format(external_id=row.external_id, one=by_id.name, code=row.badge_code, other=by_code.name)
    return Problem(row.where, _("external id"), words)


def _same(row: AttendeeRow, attendee: Attendee, where: str) -> Problem:
    words = _("{name} is the same attendee as in {where}. Leave one of the two rows out.").format(
        name=attendee.name, where=where
    )
    return Problem(row.where, _("name"), words)


def _namesakes(row: AttendeeRow) -> Problem:
    words = _(
        "More than one attendee has the name {name} and this address, so nobody can tell which is"
        " meant. Give each a badge code or an external id."
    ).format(name=row.name)
    return Problem(row.where, _("e-mail"), words)
