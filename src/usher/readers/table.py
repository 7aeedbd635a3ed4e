"""CSV and XLSX -> numbered rows of text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from usher.readers.formats import Format
from usher.readers.problems import refuse
from usher.readers.text import decode
from usher.readers.workbook import cells_of_workbook

_ROWS_MAX = 200_000
_COLUMNS_MAX = 500
_CELL_MAX = 100_000

_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


def row_name(number: int) -> str:
    return _("row {number}").format(number=number)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as a spreadsheet program numbers it.

    Empty cells at its end are left out; `width` is how many cells it was written with.
    """

    number: int
    cells: tuple[str, ...]
    width: int

    @property
    def where(self) -> str:
        return row_name(self.number)


def read_table(content: bytes, kind: Format) -> list[TableRow]:
    """The rows that hold anything, within the limits; raises Unreadable for a damaged file."""
    if kind is Format.XLSX:
        return _within_limits(cells_of_workbook(content))
    if kind is not Format.CSV:
        raise refuse(_("The file is {kind}; this list is read from CSV or XLSX.").format(kind=kind))
    return _within_limits(_cells_of_csv(decode(content)))


def _within_limits(records: Iterable[list[str]]) -> list[TableRow]:
    rows = []
    for number, record in enumerate(records, start=1):
        if number > _ROWS_MAX:
            raise refuse(
                _("The file has more than {count} rows.").format(count=number_format(_ROWS_MAX))
            )
        cells = _without_empty_end(record)
        if len(cells) > _COLUMNS_MAX:
            words = _("has more than {count} columns")
            raise refuse(words.format(count=_COLUMNS_MAX), where=row_name(number))
        if any(len(cell) > _CELL_MAX for cell in cells):
            words = _("a cell holds more than {count} characters")
            raise refuse(words.format(count=number_format(_CELL_MAX)), where=row_name(number))
        if cells:
            rows.append(TableRow(number, tuple(cells), len(record)))
    return rows


def _without_empty_end(cells: list[str]) -> list[str]:
    used = len(cells)
    while used and not cells[used - 1].strip():
        used -= 1
    return cells[:used]


def _cells_of_csv(text: str) -> Iterator[list[str]]:
    named = _SEPARATOR_LINE.match(text)
    body = text[named.end() :] if named else text
    if named:
        yield []
    separator = named[1] if named else separator_of(body)
    # Strict: a quotation mark that is never closed would swallow the rest of the file in silence.
    records = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number = 1 if named else 0
    try:
        for record in records:
            number += 1
            yield record
    except csv.Error as error:
        raise refuse(_in_words(error), where=row_name(number + 1)) from error


def separator_of(text: str) -> str:
    """The separator that splits the first line with anything in it into most cells."""
    line = next((line for line in io.StringIO(text, newline="") if line.strip()), "")[:_CELL_MAX]
    outside_quotes = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=outside_quotes.count)


def _in_words(error: csv.Error) -> str:
    if "field larger" in str(error):
        words = _("a cell holds more than {count} characters, or a quotation mark isn't closed")
        return words.format(count=number_format(_CELL_MAX))
    if "unexpected end" in str(error):
        return _("a quotation mark is opened and never closed")
    return _("the quotation marks don't fit ({fault})").format(fault=error)
