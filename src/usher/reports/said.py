"""What attendees say of their own attendance, and what came of it, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.rules.disputes import Became, Said

SAID: dict[str, Promise] = {
    Said.LONGER: _("I was there longer"),
    Said.TIMES: _("I came or left at another time"),
    Said.ABSENT: _("I was not there"),
    Said.PRESENT: _("I was there"),
}
BECAME: dict[str, Promise] = {
    Became.PUT_RIGHT: pgettext_lazy("dispute", "It was put right"),
    Became.KEPT: pgettext_lazy("dispute", "The record stays as it is"),
}
