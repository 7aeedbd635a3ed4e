"""Staff of an event."""

from django.conf import settings
from django.db import models

from usher.models.attendee import Address
from usher.models.event import Event


class EventUser(models.Model):
    """A member of staff, added by e-mail address, with what they may do in this event.

    `account` is None until somebody who has proved the address has joined.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_users")
    address = models.OneToOneField(Address, models.PROTECT, related_name="event_user")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_users",
    )
    permissions = models.JSONField(default=list, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("address__email",)
        constraints = [
            models.UniqueConstraint(
                fields=["event", "account"], name="event_user_is_one_account_of_its_event"
            )
        ]

    def __str__(self) -> str:
        return f"event user {self.pk}"
