"""The people of an event: addresses, attendees, badges, registrants."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usher.models.event import Event
from usher.models.level import Level
from usher.models.session import Session


class Address(models.Model):
    """An e-mail address within an event, and the one role that it has there.

    One row an address and event: that nobody is event user and attendee of one event by the same
    address is therefore kept by the database, whoever comes first (decision 32).
    """

    class Role(models.TextChoices):
        """Whose address it is."""

        ATTENDEE = "attendee", _("attendee")
        EVENT_USER = "event_user", _("event user")

    event = models.ForeignKey(Event, models.CASCADE, related_name="addresses")
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"], name="address_has_one_role_in_its_event"
            )
        ]

    def __str__(self) -> str:
        return self.email


class Attendee(models.Model):
    """A registered person. `search_text` is the searchable form of name, company and address."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendees")
    name = models.CharField(_("name"), max_length=300)
    address = models.ForeignKey(
        Address, models.PROTECT, null=True, blank=True, related_name="attendees"
    )
    company = models.CharField(_("company"), max_length=300, blank=True)
    level = models.ForeignKey(
        Level, models.PROTECT, null=True, blank=True, related_name="attendees"
    )
    external_id = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    search_text = models.CharField(max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "external_id"],
                condition=~Q(external_id=""),
                name="attendee_external_id_is_one_of_its_event",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Badge(models.Model):
    """One code that was handed out. Reissuing revokes the old one; both stay on record."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="badges")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="badges")
    code = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "code"], name="badge_code_is_one_of_its_event"
            ),
            models.UniqueConstraint(
                fields=["attendee"],
                condition=Q(revoked_at__isnull=True),
                name="badge_in_use_is_one_of_its_attendee",
            ),
        ]

    def __str__(self) -> str:
        return f"badge {self.pk}"


class Photo(models.Model):
    """A picture of an attendee, small, by which a door knows that the badge is theirs."""

    attendee = models.OneToOneField(
        Attendee, models.CASCADE, primary_key=True, related_name="photo"
    )
    image = models.BinaryField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo of {self.attendee_id}"


class Registrant(models.Model):
    """An attendee who has the session on their schedule."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrants")
    session = models.ForeignKey(Session, models.CASCADE, related_name="registrants")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="registrations")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "attendee"], name="registrant_is_once_on_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id} on {self.session_id}"
