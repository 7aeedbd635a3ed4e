"""The form by which it is put on record how a session went."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from usher.actions.attest import COUNT_MAX
from usher.actions.correct import NOTE_LENGTH_MAX
from usher.console.ledger.forms import MomentField
from usher.rules.session_times import What

# Who was not in the room can't sign for it.
_BY_HAND = (
    (What.STARTED, _("It started")),
    (What.BREAK_BEGAN, _("A break began")),
    (What.BREAK_ENDED, _("A break ended")),
    (What.ENDED, _("It ended")),
    (What.HEAD_COUNT, _("Heads were counted")),
)


class SaidForm(forms.Form):
    """What happened in a session when, and how that is known."""

    what = forms.ChoiceField(label=_("What happened"), choices=_BY_HAND, widget=forms.RadioSelect)
    at = MomentField(label=_("When"))
    count = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=0,
        max_value=COUNT_MAX,
        help_text=_("Of a head count alone."),
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=NOTE_LENGTH_MAX,
        help_text=_("How you know. It stands in the ledger for good, with your name."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
