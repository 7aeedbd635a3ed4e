"""The rows of a file with what would become of each, as a workbook. Rendering only."""

import io
from collections.abc import Iterable

import xlsxwriter  # type: ignore[import-untyped]  # - it comes without types
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.actions.imported import Line
from usher.actions.read_import import Original, Tried
from usher.phrases import series
from usher.readers import Problem

# What xlsxwriter would make of text that looks like something else: nothing, it stays text.
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_CELL_MAX = 32_767

Said = tuple[str, str]


def rows_xlsx(original: Original, tried: Tried) -> bytes:
    """Return a workbook: a sheet for each fate, with the file's columns, the row and the reason."""
    imported = tried.imported
    fates = {
        pgettext("rows", "Bad"): _by_row(tried.bad),
        pgettext("rows", "Doubtful"): [
            *_by_row(tried.found.doubts),
            *map(_said, imported.doubtful),
        ],
        pgettext("rows", "Added"): map(_said, imported.added),
        pgettext("rows", "Changed"): map(_said, imported.changed),
        pgettext("rows", "Left as it is"): map(_said, imported.left),
    }
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _SETTINGS) as workbook:
        bold = workbook.add_format({"bold": True})
        for name, said in fates.items():
            sheet = workbook.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            _write(sheet, 0, [*original.headings, _("Row"), _("Reason")], bold)
            for number, (where, reason) in enumerate(said, start=1):
                cells = _as_wide(original.cells.get(where, ()), len(original.headings))
                _write(sheet, number, [*cells, where, reason])
    return written.getvalue()


def _by_row(problems: Iterable[Problem]) -> list[Said]:
    reasons: dict[str, list[str]] = {}
    for problem in problems:
        said = f"{problem.column}: {problem.message}" if problem.column else problem.message
        reasons.setdefault(problem.where, []).append(said)
    return [(where, "; ".join(said)) for where, said in reasons.items()]


def _said(line: Line) -> Said:
    return line.where, series((line.name, *line.what))


def _as_wide(cells: tuple[str, ...], width: int) -> list[str]:
    return [*cells, *[""] * width][:width]


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    cells: Iterable[str],
    look: xlsxwriter.format.Format | None = None,
) -> None:
    for column, cell in enumerate(cells):
        # As text, whatever it begins with, so that nothing in it is ever run.
        sheet.write_string(row, column, cell[:_CELL_MAX], look)
