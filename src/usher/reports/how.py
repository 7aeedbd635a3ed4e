"""How it is known that somebody came and went, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from usher.rules.attendance import How

OPENED: dict[How, Promise] = {
    How.SCANNED: pgettext_lazy("how somebody came in", "scanned"),
    How.CORRECTED: pgettext_lazy("how somebody came in", "written by hand"),
}
CLOSED: dict[How, Promise] = {
    How.SCANNED: pgettext_lazy("how somebody went out", "scanned"),
    How.CORRECTED: pgettext_lazy("how somebody went out", "written by hand"),
    How.IMPLIED: pgettext_lazy("how somebody went out", "entered another session"),
    How.ASSUMED: pgettext_lazy("how somebody went out", "not seen; the end is assumed"),
}
