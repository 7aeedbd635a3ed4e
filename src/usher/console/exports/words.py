"""Exports in words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from usher.models import Export
from usher.models.export import What
from usher.reports.exported import LABELS


@dataclass(frozen=True, slots=True)
class Line:
    """One export as the page shows it; `asked` is what was asked for, as in an address."""

    export: Export
    label: str
    asked: str


def line_of(export: Export) -> Line:
    """Return the export in words."""
    return Line(export, str(LABELS[What(export.what)]), urlencode(export.parameters))
