"""Which column of a table is which: headings are matched by name, forgiving of how they are set."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from usher.readers.problems import Misread, Place, excerpt, refuse
from usher.readers.table import TableRow
from usher.readers.text import clean

_HEADING_ROWS_MAX = 10
_SHORTENED = re.compile(r"[0-9]+([.,][0-9]+)?e\+[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a file may have, with the headings that would do; the first ones win."""

    key: str
    headings: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.headings[0]


def squash(heading: str) -> str:
    """A heading without case, spaces and punctuation: "Start time", "start_time", "StartTime"."""
    plain = unicodedata.normalize("NFKC", heading).replace("#", "number").casefold()
    return "".join(character for character in plain if character.isalnum())


class Columns:
    """The columns found in a heading row.

    For a key, the first column whose cell is not empty counts; at most `candidates_max` are
    looked at. The others are spare.
    """

    def __init__(self, row: TableRow, wanted: Sequence[Column], *, candidates_max: int) -> None:
        self.headings = tuple(clean(cell) for cell in row.cells)
        self._width = row.width
        squashed = [squash(heading) for heading in self.headings]
        self._wanted = {column.key: column for column in wanted}
        self._found: dict[str, tuple[int, ...]] = {}
        for column in wanted:
            names = [squash(heading) for heading in column.headings]
            indexes = [i for name in names for i, seen in enumerate(squashed) if seen == name]
            self._found[column.key] = tuple(indexes[:candidates_max])

    @property
    def count(self) -> int:
        return sum(1 for indexes in self._found.values() if indexes)

    def has(self, key: str) -> bool:
        return bool(self._found[key])

    def heading(self, key: str) -> str:
        """The heading as the file has it, else the one that would do."""
        indexes = self._found[key]
        return self.headings[indexes[0]] if indexes else self._wanted[key].label

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
        used = {i for key, found in self._found.items() if key not in keeping for i in found}
        cells: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            if index not in used and (text := clean(cell)):
                cells[self._unique(index, cells)] = text
        return cells

    def _unique(self, index: int, taken: dict[str, str]) -> str:
        heading = self.headings[index] if index < len(self.headings) else ""
        heading = heading or f"Column {index + 1}"
        return heading if heading not in taken else f"{heading} ({index + 1})"

    def check_width(self, row: TableRow, place: Place) -> None:
        if len(row.cells) > self._width:
            place.wrong(
                "",
                f"has {len(row.cells)} cells, but there are {self._width} headings; "
                "is a separator inside a cell without quotation marks?",
            )

    def require(self, *alternatives: Sequence[str]) -> None:
        """Refuse the file unless, for each of the alternatives, one of its keys is there."""
        for keys in alternatives:
            if not any(self.has(key) for key in keys):
                raise refuse(self._missing(keys))

    def _missing(self, keys: Sequence[str]) -> str:
        would_do = [heading for key in keys for heading in self._wanted[key].headings]
        seen = ", ".join(excerpt(heading, 30) for heading in self.headings[:30] if heading)
        return (
            f"No column {' or '.join(self._wanted[key].label for key in keys)}. "
            f"Headings that would do: {', '.join(would_do)}. Headings seen: {seen or 'none'}."
        )


def find_columns(
    rows: Sequence[TableRow], wanted: Sequence[Column], *, candidates_max: int = 1
) -> tuple[Columns, Sequence[TableRow]]:
    """The heading row's columns and the rows below it.

    Exports may begin with a title, so of the first rows the one that knows most headings is
    taken for the headings.
    """
    if not rows:
        raise refuse("The file has no rows.")
    try:
        tried = [
            Columns(row, wanted, candidates_max=candidates_max) for row in rows[:_HEADING_ROWS_MAX]
        ]
    except Misread as misread:
        raise refuse(f"A heading {misread}.") from misread
    best = max(range(len(tried)), key=lambda index: (tried[index].count, -index))
    return tried[best], rows[best + 1 :]


def code(text: str) -> str:
    """A code as written; refused where a spreadsheet program has rounded it as a number."""
    if _SHORTENED.fullmatch(text):
        raise Misread(
            f"{excerpt(text)} was shortened by a spreadsheet program; "
            "format the column as text and export it again"
        )
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
    raise Misread(f"{excerpt(text)} is neither yes nor no")


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
