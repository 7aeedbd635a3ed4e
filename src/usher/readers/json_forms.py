"""The JSON forms of schedules: how each is recognised, and who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.phrases import series
from usher.readers.choices import Choices
from usher.readers.feeds import (
    is_coscup,
    is_mozfest,
    is_oscon,
    sift_coscup,
    sift_mozfest,
    sift_oscon,
)
from usher.readers.frab_json import sift_frab_json
from usher.readers.json_values import mapping
from usher.readers.pretalx_api import is_pretalx_api, sift_pretalx_api
from usher.readers.problems import refuse
from usher.readers.rows import SessionRow, Sifted
from usher.readers.sessionize import is_all, is_grid, sift_all, sift_grid


@dataclass(frozen=True, slots=True)
class JsonForm:
    """One form; `needs_days` where it writes days that only the event's dates explain."""

    key: str
    label: Promise
    is_it: Callable[[object], bool]
    sift: Callable[[object, Choices], Sifted[SessionRow]]
    needs_days: bool = False

    def sifted(self, parsed: object, choices: Choices) -> Sifted[SessionRow]:
        """The sessions; raises Unreadable where the event's dates are needed and not given."""
        if self.needs_days and choices.first_day is None:
            raise refuse(
                _(
                    "The file ({form}) writes its days without dates. "
                    "Give the event its first and last day, then import it again."
                ).format(form=self.label)
            )
        return self.sift(parsed, choices)


def _is_frab(parsed: object) -> bool:
    return bool(mapping(mapping(mapping(parsed).get("schedule")).get("conference")))


# Asked in this order: the looser a form is told, the later.
_FORMS = (
    JsonForm("frab_json", gettext_lazy("frab JSON schedule"), _is_frab, sift_frab_json),
    JsonForm("sessionize_all", gettext_lazy("Sessionize sessions"), is_all, sift_all),
    JsonForm("sessionize_grid", gettext_lazy("Sessionize grid"), is_grid, sift_grid),
    JsonForm("pretalx_api", gettext_lazy("pretalx API schedule"), is_pretalx_api, sift_pretalx_api),
    JsonForm("oscon", gettext_lazy("OSCON schedule feed"), is_oscon, sift_oscon),
    JsonForm(
        "mozfest", gettext_lazy("MozFest schedule"), is_mozfest, sift_mozfest, needs_days=True
    ),
    JsonForm("coscup", gettext_lazy("COSCUP schedule"), is_coscup, sift_coscup, needs_days=True),
)


def json_form(parsed: object) -> JsonForm:
    """The form of a schedule; raises Unreadable for a JSON that is none of them."""
    for form in _FORMS:
        if form.is_it(parsed):
            return form
    names = series(form.label for form in _FORMS)
    raise refuse(
        _("The JSON is in no form that is known. Those that can be read: {names}.").format(
            names=names
        )
    )
