"""What changed in an event that phones keep a copy of."""

from django.db import models

from usher.models.event import Event


class Change(models.Model):
    """One thing of an event, and when it last changed, in the order of `seq`.

    Written by the database itself (see `usher.models.watch`), so that nobody who writes can
    forget it. One row a thing: a later change takes the place of the earlier one. A thing that
    was deleted keeps its row. `transaction` orders commits on PostgreSQL; SQLite has one writer,
    and leaves it 0.
    """

    class Kind(models.TextChoices):
        """What changed: an attendee with badge and schedule, or the programme as a whole."""

        ATTENDEE = "attendee"
        PROGRAMME = "programme"

    seq = models.BigAutoField(primary_key=True)
    # No constraint: the row outlives what it speaks of, in the same transaction.
    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=9, choices=Kind)
    thing = models.BigIntegerField()
    transaction = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "thing"], name="change_is_one_of_its_thing"
            )
        ]
        indexes = [models.Index(fields=["event", "seq"], name="change_by_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} at {self.seq}"
