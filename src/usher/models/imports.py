"""Files that were given to an event to be imported."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usher.models.event import Event


class Import(models.Model):
    """One file given to an event, what was chosen for its columns, and what became of it.

    `headings` is a digest of the table's headings, by which the choice for such a file is
    remembered; `mapping` says which column is which. `made` holds what applying it added and
    changed, so that the last import can be taken back.
    """

    class Kind(models.TextChoices):
        """What the file holds."""

        SESSIONS = "sessions", _("sessions")
        ATTENDEES = "attendees", _("attendees")
        REGISTRANTS = "registrants", _("registrants")
        ATTENDANCE = "attendance", _("attendance of an online session")

    class State(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded", _("not applied yet")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("taken back")
        FAILED = "failed", _("failed")

    event = models.ForeignKey(Event, models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    headings = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    made = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="import_was_applied_at_some_time",
                condition=~Q(state="applied") | Q(applied_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportPart(models.Model):
    """A part of an import that is being applied: it is written, and what it made.

    Written in the same transaction, so that an import whose process ended goes on behind the last
    of them. They are gone when it is applied.
    """

    whole = models.ForeignKey(Import, models.CASCADE, related_name="parts", db_index=False)
    # So many rows of the file are taken with it and those before.
    until = models.PositiveIntegerField()
    made = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Of two processes that apply one import, one stops here.
            models.UniqueConstraint(fields=["whole", "until"], name="import_part_is_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.until} rows"
