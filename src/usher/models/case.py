"""Contradictions in the ledger that want a person."""

from django.db import models

from usher.models.attendee import Attendee
from usher.models.event import Event
from usher.models.session import Session


class Case(models.Model):
    """A contradiction about the entry at `seq`, until a further entry settles it.

    Folded from the ledger like presence: it can be made anew from the entries. The heavier, the
    sooner somebody should look at it.
    """

    class Kind(models.TextChoices):
        """What doesn't fit together."""

        NOT_INSIDE = "not_inside"
        TWO_DOORS = "two_doors"
        CLOCK = "clock"
        CONFLICT = "conflict"
        HEAD_COUNT = "head_count"

    event = models.ForeignKey(Event, models.CASCADE, related_name="cases", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    seq = models.PositiveBigIntegerField()
    attendee = models.ForeignKey(
        Attendee, models.CASCADE, null=True, related_name="cases", db_index=False
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="cases", db_index=False)
    weight = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    settled_seq = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-weight", "-seq")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "seq", "kind"], name="case_is_one_of_its_entry_and_kind"
            )
        ]
        indexes = [
            models.Index(fields=["event", "settled_seq", "-weight"], name="case_open_and_heavy"),
            # The database asks for it, of every attendee that is deleted.
            models.Index(fields=["attendee"], name="case_by_attendee"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.seq}"
