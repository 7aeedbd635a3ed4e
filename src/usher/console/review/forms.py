"""The form by which an attendee says what isn't right."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usher.actions.dispute import Claim
from usher.models import Session
from usher.reports.said import SAID
from usher.rules.disputes import NOTE_LENGTH_MAX, Said


class DisputeForm(forms.Form):
    """What isn't right; what can't be is the action's to say."""

    said = forms.ChoiceField(label=_("What isn't right?"), widget=forms.RadioSelect)
    came_at = forms.TimeField(
        label=_("I came at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    left_at = forms.TimeField(
        label=_("I left at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    note = forms.CharField(
        label=_("What should we know?"),
        help_text=_("May be left empty. Such as: I came in by the side door, with my colleague."),
        max_length=NOTE_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, data: Any, *, session: Session, sayable: Sequence[Said]) -> None:
        # A page has many of these.
        super().__init__(data, auto_id=f"session-{session.pk}-%s")
        self.session = session
        choices = [(str(one), SAID[one]) for one in sayable]
        self.fields["said"].choices = choices  # type: ignore[attr-defined]  # - a choice field
        if len(sayable) == 1:
            self.fields["said"].initial = str(sayable[0])
        if Said.TIMES not in sayable:
            del self.fields["came_at"], self.fields["left_at"]

    def claim(self) -> Claim:
        """Return what the form says; only for a valid one."""
        typed, said = self.cleaned_data, Said(self.cleaned_data["said"])
        if said is not Said.TIMES:
            # The fields of the times are hidden then.
            return Claim(said, note=typed["note"])
        came_at, left_at = (_moment(self.session, typed[name]) for name in ("came_at", "left_at"))
        return Claim(said, came_at, left_at, typed["note"])


def _moment(session: Session, typed: time | None) -> datetime | None:
    """Return when the clock in the event showed this, nearest to the session."""
    if typed is None:
        return None
    zone = session.event.zone
    day = session.starts_at.astimezone(zone).date()
    days = (day + timedelta(days=step) for step in (-1, 0, 1))
    moments = (timezone.make_aware(datetime.combine(one, typed), zone) for one in days)
    return min(moments, key=lambda moment: _away(session, moment))


def _away(session: Session, moment: datetime) -> timedelta:
    return max(session.starts_at - moment, moment - session.ends_at, timedelta())
