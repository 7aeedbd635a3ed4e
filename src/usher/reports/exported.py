"""What files hold that were taken out of an event, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.models.export import What

LABELS: dict[str, Promise] = {
    What.LEDGER: _("Entries of the ledger"),
    What.BADGES: _("Badges"),
    What.CREDIT: pgettext_lazy("export", "Credit of one attendee"),
    What.CERTIFICATE: pgettext_lazy("export", "Certificate of one attendee"),
    What.IMPORTED_ROWS: pgettext_lazy("export", "Rows of an import"),
    What.SIGNED_HEADS: _("Signed heads of the ledger"),
    What.EVIDENCE: _("Bundle of evidence"),
    What.REPORT: pgettext_lazy("export", "Report"),
    What.THEIR_DATA: pgettext_lazy("export", "All that is kept of one attendee"),
}
