"""Rules for credit, which sessions they are for, and what was published by them."""

from django.conf import settings
from django.db import models

from usher.models.attendee import Attendee
from usher.models.event import Event
from usher.models.session import Session


class NamedRule(models.Model):
    """A credit rule under its name; what it asks for stands in its versions.

    Its type of credit and unit never change: whoever wants others writes another rule.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="credit_rules", db_index=False)
    name = models.CharField(max_length=80)
    credit_type = models.CharField(max_length=80)
    unit = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("event", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], name="credit_rule_name_is_one_of_its_event"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """One version of a credit rule, as `rules.credit_rule` reads it. Never updated."""

    rule = models.ForeignKey(NamedRule, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("rule", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "number"], name="rule_version_number_is_one_of_its_rule"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class RuleOfSession(models.Model):
    """A session gives credit by a rule: by one of each type of credit, in its newest version."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="credit_rules", db_index=False
    )
    rule = models.ForeignKey(NamedRule, models.CASCADE, related_name="sessions")
    credit_type = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "credit_type"],
                name="session_has_one_rule_of_each_type_of_credit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} of {self.session_id}"


class Publication(models.Model):
    """What credit was published at once, by the ledger as it stood then.

    `terms` are the sessions' times and rule versions as they were, so that each credit can be
    reckoned again from the ledger up to `head_seq`. Never updated.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="publications", db_index=False)
    number = models.PositiveIntegerField()
    head_seq = models.PositiveBigIntegerField()
    head_digest = models.CharField(max_length=64, blank=True)
    terms = models.JSONField()
    note = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("event", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="publication_number_is_one_of_its_event"
            )
        ]

    def __str__(self) -> str:
        return f"publication {self.number}"


class PublishedCredit(models.Model):
    """What one session was published to be worth to one attendee. Never updated.

    What is put right is a further row that supersedes this one; what nothing supersedes stands.
    `amount` is in hundredths of the unit.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="credits")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="credits")
    session = models.ForeignKey(Session, models.PROTECT, related_name="credits")
    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="credits")
    amount = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "attendee", "session", "version"],
                name="credit_is_published_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.attendee_id} in {self.session_id}"
