"""The forms of an attendee: who they are, and their photo."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions.attendee_values import EMAIL_LENGTH_MAX, LENGTH_MAX, AttendeeValues
from usher.models import Attendee, Event

Choices = list[tuple[str, str]]


class AttendeeForm(forms.Form):
    """Who an attendee is; what can't be is the action's to say."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LENGTH_MAX)
    company = forms.CharField(label=gettext_lazy("Company"), max_length=LENGTH_MAX, required=False)
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=EMAIL_LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("May be left empty. It can't be an event user's of this event."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Registration level"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, *, event: Event, attendee: Attendee | None = None) -> None:
        super().__init__(data, initial=_initial(attendee) if attendee else None)
        choices = [("", _("No level")), *level_choices(event)]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]  # - a choice field

    def values(self) -> AttendeeValues:
        """Return what the form says; only for a valid one."""
        said = self.cleaned_data
        return AttendeeValues(said["name"], said["company"], said["email"], said["level"])


class NewAttendeeForm(AttendeeForm):
    """Five fields for whoever stands at the desk; `key` tells a form that is sent twice."""

    session = forms.TypedChoiceField(
        label=gettext_lazy("Put on the schedule of"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data, event=event)
        choices = [("", _("No session")), *session_choices(event)]
        self.fields["session"].choices = choices  # type: ignore[attr-defined]  # - a choice field
        self.fields["name"].widget.attrs["autofocus"] = True


class PhotoForm(forms.Form):
    """A picture file; whether it is one is the action's to say."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "JPEG or PNG, 10 MB at most. It is kept small, without the place and time that a "
            "camera writes into it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


def bits_of(event: Event, key: UUID) -> Callable[[int], int]:
    """Return bits that nobody can guess, and that are the same for the same form of the event."""
    digest = salted_hmac("usher.add_attendee", f"{event.pk} {key}", algorithm="sha256").digest()
    return lambda count: int.from_bytes(digest) >> (8 * len(digest) - count)


def level_choices(event: Event) -> Choices:
    """Return the event's levels to choose from."""
    return [(str(level.pk), level.name) for level in event.levels.all()]


def session_choices(event: Event) -> Choices:
    """Return the event's sessions to choose from, in order of time."""
    return [(str(number), words) for number, words in _sessions(event)]


def _sessions(event: Event) -> Iterable[tuple[int, str]]:
    sessions = event.sessions.order_by("starts_at", "room", "code")
    for number, title, starts_at in sessions.values_list("pk", "title", "starts_at"):
        yield number, f"{date_format(starts_at.astimezone(event.zone), 'WEEKDAY_TIME')} · {title}"


def _initial(attendee: Attendee) -> dict[str, Any]:
    return {
        "name": attendee.name,
        "company": attendee.company,
        "email": attendee.address.email if attendee.address else "",
        "level": attendee.level_id,
    }
