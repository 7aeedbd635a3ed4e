"""An event, and the head of its ledger."""

from secrets import token_hex
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from usher.rules.judge import Elsewhere


class Event(models.Model):
    """A conference with a time zone and an owner. Everything else belongs to one event."""

    class InsideElsewhere(models.TextChoices):
        """What happens when somebody enters a session while inside another."""

        MOVE = Elsewhere.MOVE, _("They move: the other stay ends")
        ASK = Elsewhere.ASK, _("The door asks")
        REFUSE = Elsewhere.REFUSE, _("They are refused")
        ALLOW = Elsewhere.ALLOW, _("They are inside both")

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    timezone = models.CharField(_("time zone"), max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="events", verbose_name=_("owner")
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    inside_elsewhere = models.CharField(
        max_length=10, choices=InsideElsewhere, default=InsideElsewhere.MOVE
    )
    # A setting that is on or off, and has no history worth a row.
    note_required_on_override = models.BooleanField(default=False)
    not_overridable = models.JSONField(default=list, blank=True)
    repeat_seconds = models.PositiveSmallIntegerField(default=5)
    opens_before_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=30)
    closes_in_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=15)
    closes_out_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=60)
    # The language of what is sent and printed in the event's name.
    language = models.CharField(_("language"), max_length=10, default="en")
    # Days after the last day until personal data are erased; None keeps them.
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether new badges are signed: on or off, and the keys' rows say who could sign when.
    signs_badges = models.BooleanField(_("signed badges"), default=False)
    badge_design = models.JSONField(default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "slug")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this event's times are shown."""
        return ZoneInfo(self.timezone)


EPOCH_BYTES = 4


def new_epoch() -> str:
    """Return a text that no database had before, as far as chance goes."""
    return token_hex(EPOCH_BYTES)


class EventHead(models.Model):
    """The end of an event's ledger. Whoever appends holds this row, so verdicts are in order.

    `epoch` is another one after a backup took the ledger's place: what others keep by places in
    it then means something else.
    """

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="head")
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)
    # The day of the last entry by the event's calendar; None where none was written since days
    # are kept.
    day = models.DateField(null=True, blank=True)
    epoch = models.CharField(max_length=2 * EPOCH_BYTES, default=new_epoch)

    def __str__(self) -> str:
        return f"{self.event_id}@{self.seq}"
