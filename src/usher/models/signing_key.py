"""The keys by which an event signs: its badges, the heads of its ledger."""

from django.db import models

from usher.models.event import Event


class SigningKey(models.Model):
    """An Ed25519 key pair of an event; `number` stands in the badges that it signed.

    The newest that is not revoked signs. One that was only followed by another still proves
    what it signed; a badge that a revoked one signed proves nothing any more.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="signing_keys")
    number = models.PositiveSmallIntegerField()
    public = models.BinaryField(max_length=32)
    private = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("event", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="signing_key_number_is_one_of_its_event"
            )
        ]

    def __str__(self) -> str:
        return f"signing key {self.number}"
