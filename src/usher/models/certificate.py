"""Certificates: what was certified to whom, signed, and what became of it."""

from django.conf import settings
from django.db import models

from usher.models.attendee import Attendee
from usher.models.event import Event
from usher.models.signing_key import SigningKey


class Certificate(models.Model):
    """What an attendee's published credit was certified to be. Never updated.

    `code` is its unguessable address, `facts` is what the signature covers: see
    actions.certificate_file. What is put right is a further certificate that supersedes this
    one. Erasing people empties `facts`: their names go, and the signature then proves nothing.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="certificates", db_index=False)
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="certificates")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=32, unique=True)
    facts = models.JSONField()
    signature = models.BinaryField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("event", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="certificate_number_is_one_of_its_event"
            )
        ]

    def __str__(self) -> str:
        return f"certificate {self.number}"


class Withdrawal(models.Model):
    """A certificate holds no more: who took it back, when and why."""

    certificate = models.OneToOneField(
        Certificate, models.CASCADE, primary_key=True, related_name="withdrawal"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    why = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"withdrawal of {self.certificate_id}"


class CertificateDesign(models.Model):
    """The texts, the colour and the logo that an organizer gave the event's certificates."""

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="certificate_design"
    )
    title = models.CharField(max_length=120)
    organizer = models.CharField(max_length=200)
    statement = models.CharField(max_length=600, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=7)
    # A PNG, drawn anew; empty for none.
    logo = models.BinaryField(blank=True, default=b"")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"design of {self.event_id}"
