"""The kinds of registration."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from usher.models.event import Event


class Level(models.Model):
    """A registration level: the kind of registration that an attendee holds ("Member")."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="levels")
    name = models.CharField(_("name"), max_length=200)
    colour = models.CharField(_("colour"), max_length=7, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                "event", Lower("name"), name="level_name_is_one_of_its_event_whatever_its_case"
            )
        ]

    def __str__(self) -> str:
        return self.name
