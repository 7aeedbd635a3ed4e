"""Kinds of entries, outcomes and reasons, as filters name them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.rules.judge import Outcome, Reason
from usher.rules.session_times import What

KINDS: dict[str, Promise] = {
    "scan": _("Scans"),
    "correction": _("Corrections by hand"),
    "void": _("Undos"),
    "settlement": _("Settled cases"),
    "attestation": _("Real times"),
}
SAID: dict[What, Promise] = {
    What.STARTED: pgettext_lazy("session", "Started"),
    What.BREAK_BEGAN: _("Break began"),
    What.BREAK_ENDED: _("Break ended"),
    What.ENDED: pgettext_lazy("session", "Ended"),
    What.HEAD_COUNT: _("Head count"),
    What.ATTESTED: pgettext_lazy("session", "Attested"),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.ADMITTED: pgettext_lazy("scans", "Let in"),
    Outcome.LEFT: pgettext_lazy("scans", "Out"),
    Outcome.REPEATED: pgettext_lazy("scans", "Repeated"),
    Outcome.REFUSED: pgettext_lazy("scans", "Refused"),
}
REASONS: dict[Reason, Promise] = {
    Reason.UNKNOWN_BADGE: _("Unknown badge"),
    Reason.OTHER_EVENT: _("Badge of another event"),
    Reason.FORGED_BADGE: _("Badge not genuine"),
    Reason.BADGE_REVOKED: _("Badge was replaced"),
    Reason.ATTENDEE_CANCELLED: _("Registration cancelled"),
    Reason.SESSION_CANCELLED: _("Session cancelled"),
    Reason.LEVEL_NOT_INCLUDED: _("Level not included"),
    Reason.NOT_ON_SCHEDULE: _("Not on the list"),
    Reason.CAPACITY_REACHED: _("Room full"),
    Reason.OUTSIDE_SCAN_WINDOW: _("Outside the scan window"),
    Reason.INSIDE_ELSEWHERE: _("Inside elsewhere"),
    Reason.ALREADY_INSIDE: _("Already inside"),
    Reason.NOT_INSIDE: _("Was not inside"),
}
