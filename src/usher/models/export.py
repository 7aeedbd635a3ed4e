"""Files that were taken out of an event."""

from enum import StrEnum

from django.conf import settings
from django.db import models

from usher.models.attendee import Attendee
from usher.models.event import Event


class What(StrEnum):
    """What a file holds that was taken out of an event."""

    LEDGER = "ledger"
    BADGES = "badges"
    IMPORTED_ROWS = "imported_rows"
    SIGNED_HEADS = "signed_heads"
    CREDIT = "credit"
    EVIDENCE = "evidence"
    CERTIFICATE = "certificate"
    REPORT = "report"
    THEIR_DATA = "their_data"


class Export(models.Model):
    """One file that was taken out of an event: by whom, what it held, and when.

    `parameters` say what was asked for, and may hold names: they go when people are erased.
    `attendee` is whom alone it was about. `rows` and `digest` (SHA-256) are of the whole file;
    without them, it was not sent to its end. `made_by` is None for the command line.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="exports", db_index=False)
    what = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    parameters = models.JSONField(default=dict, blank=True)
    attendee = models.ForeignKey(Attendee, models.SET_NULL, null=True, related_name="exports")
    rows = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["event", "id"], name="export_by_event")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
