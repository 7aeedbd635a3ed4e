"""What attendees are shown of their own attendance, and what they say to it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from usher.models.attendee import Attendee
from usher.models.event import Event
from usher.models.session import Session
from usher.rules.disputes import NOTE_LENGTH_MAX


class Review(models.Model):
    """Until when an event's attendees may say that what is on record of them isn't right.

    `site` is the address under which they reach this server.
    """

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="review")
    closes_at = models.DateTimeField()
    site = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"review of {self.event_id}"

    @property
    def last_day(self) -> date:
        """The last day on which they may, by the event's own clock."""
        last_moment = self.closes_at - timedelta(microseconds=1)
        return last_moment.astimezone(self.event.zone).date()


class AttendanceLink(models.Model):
    """An address that was sent to an attendee, under which they see their own attendance.

    Only the SHA-256 of its code is kept, so that whoever reads the database opens nobody's page.
    """

    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="attendance_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link of {self.attendee_id}"


class Dispute(models.Model):
    """An attendee says that what is on record of them in a session isn't right.

    A claim and no fact: it stands in no ledger and touches no count. What it leads to may be a
    correction, which is an entry. `seq` is the ledger's end when it was made, so that it is known
    what the attendee saw. Erasing people empties `note` and `answer`.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="disputes", db_index=False)
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="disputes")
    session = models.ForeignKey(Session, models.CASCADE, related_name="disputes")
    # Of rules.disputes: what isn't right, and what came of it.
    said = models.CharField(max_length=8)
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    weight = models.PositiveSmallIntegerField()
    seq = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    became = models.CharField(max_length=9, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "session"],
                condition=Q(settled_at__isnull=True),
                name="dispute_that_is_open_is_one_of_attendee_and_session",
            ),
            models.CheckConstraint(
                name="dispute_is_settled_by_somebody_with_an_outcome",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, became="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, became__gt=""),
            ),
        ]
        indexes = [models.Index(fields=["event", "settled_at"], name="dispute_open")]

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class Confirmation(models.Model):
    """An attendee says that what is on record of them is right, up to this entry of the ledger."""

    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="confirmations")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"confirmation of {self.attendee_id}"
