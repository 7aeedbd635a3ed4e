"""The JSON forms of schedules: how each is recognised, and who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.readers.choices import Choices
from usher.readers.frab_json import sift_frab_json
from usher.readers.json_values import mapping
from usher.readers.problems import refuse
from usher.readers.rows import SessionRow, Sifted


@dataclass(frozen=True, slots=True)
class JsonForm:
    """One form; `needs_days` where it writes days that only the event's dates explain."""

    key: str
    label: Promise
    is_it: Callable[[object], bool]
    sift: Callable[[object, Choices], Sifted[SessionRow]]
    needs_days: bool = False


def _is_frab(parsed: object) -> bool:
    return bool(mapping(mapping(mapping(parsed).get("schedule")).get("conference")))


_FORMS = (JsonForm("frab_json", gettext_lazy("frab JSON schedule"), _is_frab, sift_frab_json),)


def json_form(parsed: object) -> JsonForm:
    """The form of a schedule; raises Unreadable for a JSON that is none of them."""
    for form in _FORMS:
        if form.is_it(parsed):
            return form
    names = ", ".join(str(form.label) for form in _FORMS)
    raise refuse(
        _("The JSON is in no form that is known. Those that can be read: {names}.").format(
            names=names
        )
    )
