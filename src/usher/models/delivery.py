"""Certificates on their way by e-mail."""

from django.db import models
from django.db.models import Q

from usher.models.certificate import Certificate


class Delivery(models.Model):
    """One certificate that goes to its attendee by e-mail, once.

    `sending` stands only while it is being sent: found so after a restart, nobody knows whether
    it went out, so it is not sent again unasked.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    certificate = models.OneToOneField(
        Certificate, models.CASCADE, primary_key=True, related_name="delivery"
    )
    # Empty once people are erased.
    email = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("certificate",)
        indexes = [
            models.Index(
                fields=["certificate"], name="delivery_waiting", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"delivery of {self.certificate_id}"
