"""The form of one session, and how its times are read in the event's time zone."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions.session_values import CAPACITY_MAX, WINDOW_MINUTES_MAX, SessionValues, free_code
from usher.models import Event, Session
from usher.readers.moments import instant
from usher.readers.problems import Misread

WRITTEN = "%Y-%m-%dT%H:%M"
WINDOW = ("opens_before_minutes", "closes_in_after_minutes", "closes_out_after_minutes")


class _LocalDateTimeField(forms.DateTimeField):
    """A date and time as a clock on the wall shows it, without a zone."""

    def to_python(self, value: Any) -> datetime | None:
        """Read the text, and leave the zone to whoever knows it."""
        if not value:
            return None
        for form in self.input_formats or ():
            try:
                return datetime.strptime(str(value).strip(), form)  # noqa: DTZ007 - instant() adds the zone
            except ValueError:
                continue
        raise forms.ValidationError(_("Write a date and a time like 2026-05-31 14:30."))


def _moment(label: Any) -> forms.DateTimeField:
    return _LocalDateTimeField(
        label=label,
        input_formats=[WRITTEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WRITTEN),
    )


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=WINDOW_MINUTES_MAX
    )


class SessionForm(forms.Form):
    """Everything that is said of a session; what can't be is the action's to say."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)
    starts_at = _moment(gettext_lazy("Start"))
    ends_at = _moment(gettext_lazy("End"))
    room = forms.CharField(label=gettext_lazy("Room"), max_length=200, required=False)
    track = forms.CharField(label=gettext_lazy("Track"), max_length=200, required=False)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Names the session in addresses and files. Left empty, it is made for you."
        ),
    )
    capacity_max = forms.IntegerField(
        label=gettext_lazy("Maximum capacity"),
        required=False,
        min_value=0,
        max_value=CAPACITY_MAX,
        help_text=gettext_lazy("Left empty, there is no limit."),
    )
    tracks_out = forms.TypedChoiceField(
        label=gettext_lazy("Tracking"),
        choices=[
            ("yes", gettext_lazy("In and out: capacity counts who is inside now")),
            ("no", gettext_lazy("In only: capacity counts everybody who was let in")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    validate_registrants = forms.BooleanField(
        label=gettext_lazy("Validate registrants"),
        required=False,
        help_text=gettext_lazy("Only those get in who have the session on their schedule."),
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Included registration levels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With none chosen, every level gets in."),
    )
    opens_before_minutes = _minutes(gettext_lazy("Opens, minutes before the start"))
    closes_in_after_minutes = _minutes(gettext_lazy("Closes for in, minutes after the end"))
    closes_out_after_minutes = _minutes(gettext_lazy("Closes for out, minutes after the end"))

    def __init__(self, data: Any, *, event: Event, session: Session | None = None) -> None:
        super().__init__(
            data, initial=_initial(session, event) if session else {"tracks_out": "yes"}
        )
        self.event = event
        self.session = session
        levels = cast(forms.MultipleChoiceField, self.fields["levels"])
        levels.choices = [(str(level.pk), level.name) for level in event.levels.all()]
        for name in WINDOW:
            self.fields[name].help_text = _default_of(getattr(event, name))

    def clean(self) -> dict[str, Any]:
        """Turn what the wall clock shows into instants; an unchanged time stays what it was."""
        cleaned: dict[str, Any] = super().clean() or {}
        after = None
        for name in ("starts_at", "ends_at"):
            if cleaned.get(name) is None:
                continue
            try:
                cleaned[name] = after = self._instant(name, cleaned[name], after)
            except Misread as mistake:
                self.add_error(name, str(mistake))
        return cleaned

    def values(self) -> SessionValues:
        """Return what the form says; only for a valid one."""
        cleaned = {name: self.cleaned_data[name] for name in SessionForm.base_fields}
        return SessionValues(**cleaned | {"levels": tuple(map(int, cleaned["levels"]))})

    def has_window(self) -> bool:
        """Tell whether a time of the scan window is the session's own, or was mistaken."""
        fields = [self[name] for name in WINDOW]
        return any(field.errors or field.value() not in (None, "") for field in fields)

    def _instant(self, name: str, clock: datetime, after: datetime | None) -> datetime:
        kept: datetime | None = getattr(self.session, name, None)
        local = kept.astimezone(self.event.zone) if kept else None
        if kept and local and local.replace(tzinfo=None, second=0, microsecond=0) == clock:
            return kept
        return instant(clock, self.event.zone, after=after)


class NewSessionForm(SessionForm):
    """A session that is not there yet; the code given to it tells a form that is sent twice.

    `times` are the start and the end that stand in it at first.
    """

    code_given = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, event: Event, times: tuple[datetime, datetime]) -> None:
        super().__init__(data, event=event)
        self.fields["code_given"].initial = free_code(event)
        for name, moment in zip(("starts_at", "ends_at"), times, strict=True):
            self.fields[name].initial = _clock(moment, event)


def _initial(session: Session, event: Event) -> dict[str, Any]:
    return {
        name: getattr(session, name)
        for name in (
            "title",
            "room",
            "track",
            "code",
            "capacity_max",
            "validate_registrants",
            *WINDOW,
        )
    } | {
        "starts_at": _clock(session.starts_at, event),
        "ends_at": _clock(session.ends_at, event),
        "tracks_out": "yes" if session.tracks_out else "no",
        "levels": [str(level.pk) for level in session.levels.all()],
    }


def _clock(moment: datetime, event: Event) -> datetime:
    """Return the moment as the event's clock on the wall shows it."""
    return moment.astimezone(event.zone).replace(tzinfo=None)


def _default_of(minutes: int | None) -> str:
    if minutes is None:
        return _("Left empty, it is the event's: always open.")
    return _("Left empty, it is the event's: {minutes}.").format(minutes=minutes)
