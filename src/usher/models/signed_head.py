"""The signed end of an event's ledger, day by day."""

from django.db import models

from usher.models.event import Event
from usher.models.signing_key import SigningKey


class SignedHead(models.Model):
    """Where an event's ledger ended on a day, signed: see queries.heads.statement.

    Never updated, never deleted. A chain that is written anew as a whole is whole again; copies
    of these that are kept elsewhere tell it from the one that was.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="signed_heads", db_index=False)
    # The day by the event's calendar, on which the entry at `seq` was the last to arrive.
    day = models.DateField()
    seq = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ("event", "day")
        constraints = [
            models.UniqueConstraint(fields=["event", "day"], name="signed_head_is_one_of_its_day"),
            models.UniqueConstraint(fields=["event", "seq"], name="signed_head_has_a_new_end"),
        ]

    def __str__(self) -> str:
        return f"{self.day} @{self.seq}"
