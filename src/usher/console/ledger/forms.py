"""The forms of the ledger: what to filter by, why something is undone, who went in or out."""

from collections.abc import Iterable
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from usher.actions.correct import NOTE_LENGTH_MAX
from usher.console.ledger.labels import KINDS, OUTCOMES, REASONS
from usher.models import Account, Event, Session
from usher.queries.staff import staff_of

MINUTES = "%Y-%m-%dT%H:%M"
SECONDS = "%Y-%m-%dT%H:%M:%S"


class MomentField(forms.DateTimeField):
    """A moment by a browser's own date and time, read in the zone that is current."""

    widget = forms.DateTimeInput(format=SECONDS, attrs={"type": "datetime-local", "step": "1"})
    input_formats = (MINUTES, SECONDS)


class WantedForm(forms.Form):
    """What to filter the ledger by. Times are read in the zone that is current."""

    search = forms.CharField(label=_("Attendee"), required=False, max_length=200)
    session = forms.ChoiceField(label=_("Session"), required=False)
    staff = forms.ChoiceField(label=_("Who wrote it"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    since = MomentField(label=pgettext_lazy("moment", "From"), required=False)
    until = MomentField(label=pgettext_lazy("moment", "Until"), required=False)
    overridden = forms.BooleanField(label=_("Overridden only"), required=False)
    conflict = forms.BooleanField(label=_("Only where a phone decided otherwise"), required=False)

    def __init__(self, *args: object, event: Event, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # - handed on as it came
        sessions = _session_choices(sessions_to_choose(event))
        _choose(self, "session", sessions, empty=pgettext("session", "Any"))
        _choose(self, "staff", _staff_choices(staff_of(event)), empty=pgettext("person", "Any"))
        _choose(self, "kind", KINDS.items(), empty=pgettext("kind of entry", "Any"))
        _choose(self, "outcome", OUTCOMES.items(), empty=pgettext("outcome", "Any"))
        _choose(self, "reason", REASONS.items(), empty=pgettext("reason", "Any"))


class WhyForm(forms.Form):
    """Why something is undone or settled. The key makes a double click one entry."""

    note = forms.CharField(label=_("Why"), max_length=NOTE_LENGTH_MAX, widget=forms.TextInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CorrectionForm(forms.Form):
    """Who went in or out of which session when, and how that is known."""

    direction = forms.ChoiceField(
        label=_("What happened"),
        choices=[("in", _("They went in")), ("out", _("They went out"))],
        widget=forms.RadioSelect,
    )
    session = forms.ChoiceField(label=_("Session"))
    at = MomentField(label=_("When"))
    note = forms.CharField(
        label=_("Why"),
        max_length=NOTE_LENGTH_MAX,
        help_text=_("How you know. It stands in the ledger for good, with your name."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: object, event: Event, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # - handed on as it came
        _choose(
            self, "session", _session_choices(sessions_to_choose(event)), empty=gettext("Choose")
        )


def sessions_to_choose(event: Event) -> QuerySet[Session]:
    """Return the event's sessions in order, with no more than a choice needs."""
    return Session.objects.filter(event=event).only("code", "title", "starts_at", "event")


def _session_choices(sessions: Iterable[Session]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.title} · {_when(one)}") for one in sessions]


def _when(session: Session) -> str:
    return date_format(timezone.localtime(session.starts_at), "DAY_TIME")


def _staff_choices(staff: Iterable[Account]) -> list[tuple[str, str]]:
    return [(str(account.pk), account.shown_name) for account in staff]


def _choose(
    form: forms.Form, name: str, choices: Iterable[tuple[object, object]], *, empty: str
) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", empty), *choices]
