"""The phones at an event's sessions."""

from django.conf import settings
from django.db import models

from usher.models.event import Event
from usher.models.session import Session


class Door(models.Model):
    """A phone at an event, signed in by one account, and what it last said of itself.

    `phone` is the id that it made for itself; `waiting` are the scans that it holds and that
    were not answered yet. `login` names the sign-in that it used, so that it can be ended.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="doors")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    phone = models.CharField(max_length=64)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="doors"
    )
    direction = models.CharField(max_length=3, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    login = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "account", "phone"], name="door_is_one_phone_of_one_account"
            )
        ]
        indexes = [models.Index(fields=["event", "seen_at"], name="door_by_last_contact")]

    def __str__(self) -> str:
        return f"door {self.pk}"


class Lease(models.Model):
    """Places in a session that one phone may give away by itself, without asking, until a moment.

    To all others these places are taken. They come back when the phone says so; of a phone that
    was signed out or removed (`given_up_at`), when the lease has run out.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="leases", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    phone = models.CharField(max_length=64)
    session = models.ForeignKey(Session, models.CASCADE, related_name="leases")
    seats = models.PositiveIntegerField()
    until = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "account", "phone", "session"],
                name="lease_is_one_of_its_phone_and_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seats} seats of {self.session_id}"
