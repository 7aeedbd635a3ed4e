"""The words for the codes in the file of one attendee's data."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Promise]

YES: Words = {"yes": pgettext_lazy("in a table", "yes"), "no": pgettext_lazy("in a table", "no")}
REGISTERED: Words = {
    "name": _("Name"),
    "email": _("E-mail address"),
    "company": _("Company"),
    "level": _("Level"),
    "external_id": _("External id"),
    "registered_at": _("Registered at"),
    "cancelled_at": _("Cancelled at"),
    "erased_at": _("Erased at"),
}
OUTCOMES: Words = {
    "admitted": pgettext_lazy("scans", "Let in"),
    "left": pgettext_lazy("scans", "Out"),
    "repeated": pgettext_lazy("scans", "Repeated"),
    "refused": pgettext_lazy("scans", "Refused"),
}
KINDS: Words = {
    "correction": pgettext_lazy("entry about an attendee", "By hand"),
    "void": pgettext_lazy("entry about an attendee", "Undo"),
    "settlement": pgettext_lazy("entry about an attendee", "Case settled"),
}
STATES: Words = {
    "valid": pgettext_lazy("certificate", "Valid"),
    "superseded": pgettext_lazy("certificate", "Superseded"),
    "withdrawn": pgettext_lazy("certificate", "Withdrawn"),
    "erased": pgettext_lazy("certificate", "Erased"),
}
BROUGHT: Words = {"certificate": _("Certificate"), "link": pgettext_lazy("e-mail", "Link")}
SENT: Words = {
    "waiting": pgettext_lazy("e-mail", "Waiting"),
    "sending": pgettext_lazy("e-mail", "Being sent"),
    "sent": pgettext_lazy("e-mail", "Sent"),
    "failed": pgettext_lazy("e-mail", "Not sent"),
}
