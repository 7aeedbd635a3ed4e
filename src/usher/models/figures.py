"""What reports count, folded from the ledger: kept, because a report must not count it anew."""

from django.conf import settings
from django.db import models

from usher.models.event import Event
from usher.models.session import Session


class Flow(models.Model):
    """How many stays in a session began and ended within one minute.

    `minute` counts from the epoch. came: stays that began. went: those that a scan or a
    correction ended. moved: those that an entry into another session ended. open: those that
    began in this minute and have not ended. None is ever negative; nothing says so to the
    database, because what is written is the difference.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", db_index=False)
    minute = models.BigIntegerField()
    came = models.IntegerField(default=0)
    went = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    open = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "session", "minute"], name="flow_is_one_of_session_and_minute"
            )
        ]
        indexes = [models.Index(fields=["session"], name="flow_by_session")]

    def __str__(self) -> str:
        return f"{self.came} came"


class Scanned(models.Model):
    """How many scans one account made at one session, by what came of them; undone ones not.

    overridden: those of the admitted that an override let in.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    admitted = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    overridden = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "session", "account"],
                name="scanned_is_one_of_session_and_account",
            )
        ]
        indexes = [models.Index(fields=["session"], name="scanned_by_session")]

    def __str__(self) -> str:
        return f"{self.admitted} admitted"
