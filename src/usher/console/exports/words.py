"""Exports in words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.models import Export
from usher.models.export import What

LABELS: dict[What, Promise] = {
    What.LEDGER: _("Entries of the ledger"),
    What.BADGES: _("Badges"),
    What.CREDIT: pgettext_lazy("export", "Credit of one attendee"),
    What.CERTIFICATE: pgettext_lazy("export", "Certificate of one attendee"),
    What.IMPORTED_ROWS: pgettext_lazy("export", "Rows of an import"),
    What.SIGNED_HEADS: _("Signed heads of the ledger"),
    What.EVIDENCE: _("Bundle of evidence"),
    What.REPORT: pgettext_lazy("export", "Report"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One export as the page shows it; `asked` is what was asked for, as in an address."""

    export: Export
    label: str
    asked: str


def line_of(export: Export) -> Line:
    """Return the export in words."""
    return Line(export, str(LABELS[What(export.what)]), urlencode(export.parameters))
