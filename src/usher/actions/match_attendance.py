"""Finds whom the rows of an attendance report mean: by address; by name only where allowed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from usher.models import Attendee, Badge, Event
from usher.queries.chunks import in_chunks
from usher.readers import AttendanceRow, Problem
from usher.readers.problems import excerpt
from usher.rules.addresses import same_form
from usher.rules.names import searchable


@dataclass(frozen=True, slots=True)
class Match:
    """The attendee whom a row means, with a badge code that is in use.

    `by_name`: nothing but the name tells it.
    """

    attendee_id: int
    name: str
    code: str
    by_name: bool


@dataclass(slots=True)
class Matches:
    """Whom rows mean, by where the row stands, and what keeps the others from being known."""

    found: dict[str, Match] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def match_attendance(event: Event, rows: Sequence[AttendanceRow], *, by_name: bool) -> Matches:
    """Match each row to one attendee of the event (decision 30: never by the name unasked).

    An address that is nobody's is not tried by its name: it says that this is somebody else.
    """
    people = _People(event, rows, by_name=by_name)
    matches = Matches()
    for row in rows:
        meant = people.meant(row)
        if isinstance(meant, str):
            matches.problems.append(Problem(row.where, _column(row), meant))
        else:
            matches.found[row.where] = meant
    return matches


class _People:
    def __init__(self, event: Event, rows: Sequence[AttendanceRow], *, by_name: bool) -> None:
        self._by_name = by_name
        self._addresses: defaultdict[str, list[Attendee]] = defaultdict(list)
        self._names: defaultdict[str, list[Attendee]] = defaultdict(list)
        everybody = Attendee.objects.filter(event=event, erased_at=None)
        emails = sorted({same_form(row.email) for row in rows if row.email})
        for some in in_chunks(emails):
            for one in everybody.filter(address__email__in=some).select_related("address"):
                assert one.address is not None
                self._addresses[one.address.email].append(one)
        if by_name and not all(row.email for row in rows):
            for one in everybody.only("pk", "name").iterator():
                self._names[_same(one.name)].append(one)
        self._codes = self._codes_of(rows)

    def meant(self, row: AttendanceRow) -> Match | str:
        """Return whom the row means, or why nobody can tell."""
        found = self._candidates(row)
        if not found:
            return self._nobody(row)
        if len(found) > 1:
            words = _(
                "Several attendees of the event have {value}; it doesn't tell which is meant."
            )
            return words.format(value=excerpt(row.email or row.name))
        attendee = found[0]
        code = self._codes.get(attendee.pk)
        if code is None:
            return _("This attendee has no badge that is in use.")
        return Match(attendee.pk, attendee.name, code, by_name=not row.email)

    def _candidates(self, row: AttendanceRow) -> list[Attendee]:
        if row.email:
            return self._addresses.get(same_form(row.email), [])
        return self._names.get(_same(row.name), [])

    def _nobody(self, row: AttendanceRow) -> str:
        if row.email or self._by_name:
            words = _("No attendee of the event has {value}. Add them first, or leave the row out.")
            return words.format(value=excerpt(row.email or row.name))
        return _("The row has no address. Let names tell people, or leave the row out.")

    def _codes_of(self, rows: Sequence[AttendanceRow]) -> dict[int, str]:
        meant = {one.pk for row in rows for one in self._candidates(row)}
        return {
            attendee: code
            for some in in_chunks(sorted(meant))
            for attendee, code in Badge.objects.filter(
                attendee__in=some, revoked_at=None
            ).values_list("attendee", "code")
        }


def _same(name: str) -> str:
    """Return by what a name is the same: "Lovelace, Ada" is "Ada Lovelace"."""
    family, comma, given = name.partition(",")
    return searchable(f"{given} {family}" if comma else name)


def _column(row: AttendanceRow) -> str:
    return _("E-mail") if row.email else _("Name")
