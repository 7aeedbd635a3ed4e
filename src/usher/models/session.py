"""A session of an event, with its restrictions and its tally."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from usher.models.event import Event
from usher.models.level import Level


class Session(models.Model):
    """A talk, workshop or other part of the programme that people are scanned into."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    code = models.CharField(_("code"), max_length=200)
    title = models.CharField(_("title"), max_length=500)
    room = models.CharField(_("room"), max_length=200, blank=True)
    track = models.CharField(_("track"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    # Restrictions that are on or off; who changed them when is the event log's to say.
    validate_registrants = models.BooleanField(_("validate registrants"), default=False)
    tracks_out = models.BooleanField(_("scan out too"), default=True)
    capacity_max = models.PositiveIntegerField(_("maximum capacity"), null=True, blank=True)
    levels = models.ManyToManyField(Level, related_name="sessions", blank=True)
    opens_before_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_in_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_out_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at", "room", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "code"], name="session_code_is_one_of_its_event"
            ),
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["event", "starts_at"], name="session_by_start")]

    def __str__(self) -> str:
        return self.title

    @property
    def opens_at(self) -> datetime | None:
        """When scanning opens; None where it is always open."""
        return self._edge(self.starts_at, "opens_before_minutes", sign=-1)

    @property
    def closes_in_at(self) -> datetime | None:
        """When scanning in closes; None where it never does."""
        return self._edge(self.ends_at, "closes_in_after_minutes")

    @property
    def closes_out_at(self) -> datetime | None:
        """When scanning out closes; None where it never does."""
        return self._edge(self.ends_at, "closes_out_after_minutes")

    def _edge(self, edge: datetime, setting: str, *, sign: int = 1) -> datetime | None:
        own: int | None = getattr(self, setting)
        minutes = getattr(self.event, setting) if own is None else own
        return None if minutes is None else edge + sign * timedelta(minutes=minutes)


class Tally(models.Model):
    """A session's four counts and its refusals, folded from the ledger.

    registered: attendees who have it on their schedule. attended: different people ever let in.
    inside: people in there now. overridden: scans let in by override. refused: scans refused.
    """

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="tally")
    event = models.ForeignKey(Event, models.CASCADE, related_name="tallies")
    registered = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    inside = models.PositiveIntegerField(default=0)
    overridden = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.inside} inside, {self.attended} attended"
