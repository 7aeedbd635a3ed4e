"""Which column of a table is which: headings are matched by name, forgiving of how they are set."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.phrases import any_of, series
from usher.readers.fields import FIELDS, KEPT, Field, Kind
from usher.readers.problems import Misread, Place, Problems, excerpt, refuse
from usher.readers.table import TableRow
from usher.readers.text import clean

_HEADING_ROWS_MAX = 10
# Schedules hold a title or a time in more than one column, of which some cells are empty.
_CANDIDATES_MAX = 4
_SHORTENED = re.compile(r"[0-9]+([.,][0-9]+)?e\+[0-9]+", re.IGNORECASE)


def squash(heading: str) -> str:
    """A heading without case, spaces and punctuation: "Start time", "start_time", "StartTime"."""
    plain = unicodedata.normalize("NFKC", heading).replace("#", "number").casefold()
    return "".join(character for character in plain if character.isalnum())


class Columns:
    """The columns found in a heading row: by their headings, or as they were mapped by hand.

    For a key, the first column whose cell is not empty counts; by headings, at most
    `candidates_max` are looked at. The others are spare.
    """

    def __init__(
        self,
        row: TableRow,
        fields: Sequence[Field],
        *,
        candidates_max: int = 1,
        mapping: Mapping[int, str] | None = None,
    ) -> None:
        self.headings = tuple(clean(cell) for cell in row.cells)
        self._width = row.width
        self._fields = {field.key: field for field in fields}
        self._found = (
            self._by_headings(candidates_max) if mapping is None else self._as_mapped(mapping)
        )

    def _by_headings(self, candidates_max: int) -> dict[str, tuple[int, ...]]:
        squashed = [squash(heading) for heading in self.headings]
        found = {}
        for key, field in self._fields.items():
            names = [squash(heading) for heading in field.headings]
            indexes = [i for name in names for i, seen in enumerate(squashed) if seen == name]
            found[key] = tuple(indexes[:candidates_max])
        return found

    def _as_mapped(self, mapping: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
        unknown = set(mapping.values()) - set(self._fields)
        if unknown:
            raise refuse(
                _("No column can be mapped to {field}.").format(field=excerpt(min(unknown)))
            )
        found = {}
        for key, field in self._fields.items():
            names = [squash(heading) for heading in field.headings]
            indexes = [index for index, chosen in mapping.items() if chosen == key]
            found[key] = tuple(sorted(indexes, key=lambda index: self._rank(index, names)))
        return found

    def _rank(self, index: int, names: Sequence[str]) -> tuple[int, int]:
        """Of several columns for one field, those known by their headings go first, as unmapped."""
        squashed = squash(self.headings[index]) if 0 <= index < len(self.headings) else ""
        return names.index(squashed) if squashed in names else len(names), index

    @property
    def count(self) -> int:
        return sum(1 for indexes in self._found.values() if indexes)

    @property
    def guess(self) -> dict[int, str]:
        """Which column holds which field; a column that would do for two holds the first."""
        found: dict[int, str] = {}
        for key, indexes in self._found.items():
            for index in indexes:
                found.setdefault(index, key)
        return found

    def has(self, key: str) -> bool:
        return bool(self._found[key])

    def heading(self, key: str) -> str:
        """The heading as the file has it, else the one that would do."""
        indexes = self._found[key]
        if indexes and indexes[0] < len(self.headings):
            return self.headings[indexes[0]]
        return self._fields[key].heading

    def raw(self, row: TableRow, key: str) -> list[str]:
        """The cells that would do, as they are."""
        return [row.cells[index] for index in self._found[key] if index < len(row.cells)]

    def text(self, row: TableRow, key: str, *, empty: frozenset[str] = frozenset()) -> str:
        """The clean cell; "" where it is empty (or says so) or the file has no such column."""
        for cell in self.raw(row, key):
            text = clean(cell)
            if text and text not in empty:
                return text
        return ""

    def spare(self, row: TableRow, *, keeping: Sequence[str] = ()) -> dict[str, str]:
        """The other columns' cells that hold anything; `keeping` names used keys to include."""
        kept = (*keeping, KEPT)
        used = {i for key, found in self._found.items() if key not in kept for i in found}
        cells: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            if index not in used and (text := clean(cell)):
                cells[self._unique(index, cells)] = text
        return cells

    def _unique(self, index: int, taken: dict[str, str]) -> str:
        heading = self.headings[index] if index < len(self.headings) else ""
        heading = heading or _("Column {number}").format(number=index + 1)
        return heading if heading not in taken else f"{heading} ({index + 1})"

    def place(self, row: TableRow, problems: Problems) -> Place:
        """Where the row's problems are pinned; more cells than headings are one already."""
        cells = {self._heading_at(index): text for index, text in enumerate(row.cells)}
        place = problems.at(row.where, number=row.number, cells=cells)
        if len(row.cells) > self._width:
            words = _(
                "has {cells} cells, but there are {headings} headings; "
                "is a separator inside a cell without quotation marks?"
            )
            place.wrong("", words.format(cells=len(row.cells), headings=self._width))
        return place

    def _heading_at(self, index: int) -> str:
        return self.headings[index] if index < len(self.headings) else ""

    def require(self, *alternatives: Sequence[str]) -> None:
        """Refuse the file unless, for each of the alternatives, one of its keys is there."""
        for keys in alternatives:
            if not any(self.has(key) for key in keys):
                raise refuse(self._missing(keys))

    def _missing(self, keys: Sequence[str]) -> str:
        would_do = [heading for key in keys for heading in self._fields[key].headings]
        seen = series(excerpt(heading, 30) for heading in self.headings[:30] if heading)
        return _(
            "No column {names}. Headings that would do: {would_do}. Headings seen: {seen}."
        ).format(
            names=any_of([self._fields[key].heading for key in keys]),
            would_do=series(would_do),
            seen=seen or pgettext("headings", "none"),
        )


def heading_row(rows: Sequence[TableRow]) -> int:
    """The index of the row that holds the headings.

    Exports may begin with a title, so of the first rows the one that knows most headings of any
    kind of list is taken.
    """
    if not rows:
        raise refuse(_("The file has no rows."))
    try:
        known = [
            max(Columns(row, fields).count for fields in FIELDS.values())
            for row in rows[:_HEADING_ROWS_MAX]
        ]
    except Misread as misread:
        raise refuse(_("A heading holds characters that are not text. Type it again.")) from misread
    return max(range(len(known)), key=lambda index: (known[index], -index))


def find_columns(
    rows: Sequence[TableRow], kind: Kind, *, mapping: Mapping[int, str] | None = None
) -> tuple[Columns, Sequence[TableRow]]:
    """The heading row's columns and the rows below it."""
    at = heading_row(rows)
    candidates_max = _CANDIDATES_MAX if kind is Kind.SESSIONS else 1
    columns = Columns(rows[at], FIELDS[kind], candidates_max=candidates_max, mapping=mapping)
    return columns, rows[at + 1 :]


def code(text: str) -> str:
    """A code as written; refused where a spreadsheet program has rounded it as a number."""
    if _SHORTENED.fullmatch(text):
        words = _(
            "{text} was shortened by a spreadsheet program; "
            "format the column as text and export it again"
        )
        raise Misread(words.format(text=excerpt(text)))
    return text


_TRUE = frozenset(["true", "yes", "y", "1", "x", "on", "required"])
_FALSE = frozenset(["false", "no", "n", "0", "off", "-", "optional"])


def truth(text: str) -> bool | None:
    """Yes or no; None for an empty cell."""
    word = text.casefold()
    if not word:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Misread(_("{text} is neither yes nor no").format(text=excerpt(text)))


# Of a place that was moved to another level or event, the first row no longer counts, and who
# waits for a place has none.
_CANCELLED = frozenset(
    squash(word)
    for word in (
        *("cancelled", "canceled", "refunded", "deleted", "not attending", "rejected"),
        *("withdrawn", "declined", "transferred", "waitlisted", "on waitlist", "waiting list"),
        *("void", "voided", "revoked", "refunded/canceled", "refunded/cancelled"),
    )
)


def is_cancelled(status: str, *, said: bool | None = None) -> bool | None:
    """Whether a status, in the words of any of the known systems, means that nobody comes.

    `said` is what a column of its own says of it. None where neither says anything.
    """
    if said is None and not status:
        return None
    return bool(said) or squash(status) in _CANCELLED
