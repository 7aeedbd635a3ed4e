"""A report as a PDF, set by Typst with the fonts that badges have. Rendering only."""

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.badges.typesetting import FONTS
from usher.reports.plots import Plot
from usher.reports.tables import Cell, Column, Document, Table

# A table that is longer belongs in a spreadsheet; setting it would take minutes.
PRINTED_ROWS_MAX = 3000
_WIDE_COLUMNS = 7
_SOURCE = Path(__file__).resolve().parent / "attendance.typ"
# A compiler works for one thread at a time.
_compilers = threading.local()


def report_pdf(document: Document, plot: Plot | None = None) -> bytes:
    """Return the report as pages, in the language that is spoken now and the event's time."""
    with timezone.override(document.zone):
        given = _given(document, plot)
    made = _compiler().compile(sys_inputs={"given": json.dumps(given)}, format="pdf")
    assert isinstance(made, bytes)
    return made


def _compiler() -> typst.Compiler:
    if not hasattr(_compilers, "own"):
        _compilers.own = typst.Compiler(
            str(_SOURCE),
            root=str(_SOURCE.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    compiler: typst.Compiler = _compilers.own
    return compiler


def _given(document: Document, plot: Plot | None) -> dict[str, Any]:
    moment = date_format(timezone.localtime(document.at), "LONG_WEEKDAY_TIME_EXACT")
    tables = [_table(table) for table in document.tables if table.name != "over_time" or not plot]
    return {
        "lang": (translation.get_language() or "en")[:2],
        "event": document.subtitle,
        "title": document.title,
        "as-of": _("As of {moment}, by the time in {zone}.").format(
            moment=moment, zone=document.zone.key
        ),
        "foot": f"{document.subtitle} · {document.title}",
        "nothing": _("Nothing yet"),
        "wide": any(len(table["columns"]) > _WIDE_COLUMNS for table in tables),
        "plot": _plot(plot) if plot else None,
        "tables": tables,
    }


def _plot(plot: Plot) -> dict[str, Any]:
    return {
        "inside": [step.most for step in plot.steps],
        "inside-most": max(1, *(step.most for step in plot.steps)),
        "inside-label": pgettext("key of a plot", "Inside"),
        "arrivals": [step.arrivals for step in plot.steps],
        "arrivals-most": max(1, *(step.arrivals for step in plot.steps)),
        "arrivals-label": pgettext("key of a plot", "Arrivals"),
        "hours": [
            {
                "place": float(tick.place.rstrip("%")),
                "label": date_format(timezone.localtime(tick.value), "TIME_FORMAT"),
            }
            for tick in plot.hours
            if isinstance(tick.value, datetime)
        ],
    }


def _table(table: Table) -> dict[str, Any]:
    printed = [place for place, column in enumerate(table.columns) if column.printed]
    columns = [table.columns[place] for place in printed]
    rows = list(islice(chain.from_iterable(table.parts), PRINTED_ROWS_MAX + 1))
    return {
        "title": table.title,
        "columns": [column.label for column in columns],
        "shares": [column.share for column in columns],
        "numbers": [_is_number(table.columns[place], rows, place) for place in printed],
        "rows": [
            [_written(row[place], table.columns[place]) for place in printed]
            for row in rows[:PRINTED_ROWS_MAX]
        ],
        "cut": _cut() if len(rows) > PRINTED_ROWS_MAX else "",
    }


def _is_number(column: Column, rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return not column.moment and any(isinstance(row[place], int) for row in rows)


def _cut() -> str:
    words = _("These are the first {most} rows. Take all of them away as CSV, Excel or JSON.")
    return words.format(most=number_format(PRINTED_ROWS_MAX))


def _written(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return date_format(timezone.localtime(cell), "DAY_TIME")
    if isinstance(cell, int):
        return number_format(cell)
    return str(column.words.get(cell, cell))
