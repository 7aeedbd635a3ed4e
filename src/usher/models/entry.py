"""The ledger, and what is folded from it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from usher.models.attendee import Attendee, Badge
from usher.models.event import Event
from usher.models.session import Session


class Entry(models.Model):
    """One line of the ledger: a badge was scanned at a door, and this is what we said.

    Never updated, never deleted. A mistake is put right by a later entry. `key` is the id that
    the phone made before sending. `moves` records that the event ended stays elsewhere when
    somebody entered. `subject` is the entry that a `void` speaks of.
    """

    class Kind(models.TextChoices):
        """What the entry says."""

        SCAN = "scan"
        VOID = "void"
        CORRECTION = "correction"
        ATTESTATION = "attestation"
        MERGE = "merge"

    event = models.ForeignKey(Event, models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=36)
    session = models.ForeignKey(Session, models.PROTECT, related_name="entries", db_index=False)
    attendee = models.ForeignKey(
        Attendee, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    badge = models.ForeignKey(Badge, models.PROTECT, null=True, related_name="+", db_index=False)
    # An unknown code is kept hashed and cut short: enough to see a pattern, not to copy a badge.
    unknown_code = models.CharField(max_length=16, blank=True)
    direction = models.CharField(max_length=3, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    overrode = models.JSONField(default=list)
    moves = models.BooleanField(default=False)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    scanned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    door = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    subject = models.PositiveBigIntegerField(null=True)
    body_digest = models.CharField(max_length=64)
    # What the phone told by itself, and what the server would have said: see queries.chain.Line.
    told = models.JSONField(null=True, blank=True)
    clock = models.JSONField(null=True, blank=True)
    # The attendee's registration level at that time, by its name: it may be another one since.
    level = models.CharField(  # noqa: DJ001 - digests leave out what is None, and not what is empty
        max_length=200, null=True, blank=True
    )
    # What an attestation says of its session: see actions.attest.
    said = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("event", "seq")
        constraints = [
            models.UniqueConstraint(fields=["event", "seq"], name="entry_has_its_own_place"),
            models.UniqueConstraint(fields=["event", "key"], name="entry_is_written_once"),
            models.CheckConstraint(
                name="entry_admits_only_a_known_attendee",
                condition=~Q(kind="scan") | Q(outcome="refused") | Q(attendee__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_voids_something", condition=~Q(kind="void") | Q(subject__isnull=False)
            ),
            models.CheckConstraint(
                name="entry_attests_something",
                condition=~Q(kind="attestation") | Q(said__isnull=False),
            ),
        ]
        # Each is written with every scan, so each has somebody who can't do without: the place is
        # asked for by the chain, the feed and pages of the ledger, the key by scans sent again.
        indexes = [
            # The door asks for everything about the people of a batch; so do their pages.
            models.Index(fields=["attendee", "scanned_at"], name="entry_by_attendee"),
            # A session's pages and reports, and its ledger from any place on.
            models.Index(fields=["session", "seq"], name="entry_by_session"),
            # A million scans hide a few hundred undos and corrections.
            models.Index(fields=["event", "seq"], condition=~Q(kind="scan"), name="entry_no_scan"),
            # No page asks for it: the database does, of every badge that is deleted.
            models.Index(fields=["badge"], condition=Q(badge__isnull=False), name="entry_by_badge"),
        ]

    def __str__(self) -> str:
        return f"entry {self.seq}"

    @property
    def attested(self) -> dict[str, Any]:
        """What an attestation says; empty for other entries."""
        return self.said or {}


class Repetition(models.Model):
    """The id of a scan that only repeated the entry just before it, and was answered by it.

    It is no entry, because nothing happened; kept so that, sent again, it is answered the same
    whatever happened since.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=36)
    seq = models.PositiveBigIntegerField()
    body_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="repetition_is_written_once")
        ]

    def __str__(self) -> str:
        return f"repetition of entry {self.seq}"


class Presence(models.Model):
    """One attendee's stays in one session, folded from the ledger.

    `stays` holds `[entered, left or null, how it closed or null]` in microseconds since the
    epoch. Whoever was never let in has no row.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="presences", db_index=False)
    # By its own index a session's reports and who is inside are read; an attendee's by the other.
    session = models.ForeignKey(Session, models.CASCADE, related_name="presences")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="presences", db_index=False)
    inside = models.BooleanField()
    stays = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "session"], name="presence_is_one_of_attendee_and_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id} in {self.session_id}"
