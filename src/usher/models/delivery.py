"""E-mails on their way to attendees."""

from django.db import models
from django.db.models import Q

from usher.models.attendee import Attendee
from usher.models.certificate import Certificate
from usher.models.event import Event


class Delivery(models.Model):
    """One e-mail that goes to an attendee, once: with a certificate, or with their link.

    `sending` stands only while it is being sent: found so after a restart, nobody knows whether
    it went out, so it is not sent again unasked.
    """

    class What(models.TextChoices):
        """What it brings."""

        CERTIFICATE = "certificate"
        LINK = "link"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries", db_index=False)
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="deliveries")
    what = models.CharField(max_length=11, choices=What)
    certificate = models.OneToOneField(
        Certificate, models.CASCADE, null=True, related_name="delivery"
    )
    # Empty once people are erased.
    email = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="delivery_brings_a_certificate_or_a_link",
                condition=Q(what="certificate", certificate__isnull=False)
                | Q(what="link", certificate__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(what="link"), name="link_is_sent_once"
            ),
        ]
        indexes = [models.Index(fields=["event", "what", "state"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.what} for {self.attendee_id}"
