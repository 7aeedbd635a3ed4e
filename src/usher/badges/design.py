"""What an organizer chose for an event's badges, and the text that this puts on one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from usher.badges.templates import TEMPLATES, Template
from usher.badges.typesetting import BadgeText

# What may stand on a badge beside the name, and how it is called.
SHOWABLE = {
    "event": _("Event name"),
    "company": _("Company"),
    "level": _("Registration level, in its colour"),
    "qr": _("QR code"),
}
FIELDS_MAX = 3


@dataclass(frozen=True, slots=True)
class Design:
    """A template, what stands on it, and which columns of the import. The name always does."""

    template: Template
    shows: frozenset[str]
    fields: tuple[str, ...] = ()
    printed_at: datetime | None = None

    def text_of(self, badge: BadgeText, fields: Mapping[str, Any]) -> BadgeText:
        """Return the badge with only what the design shows; `fields` are those of the import."""
        shows = self.shows
        return BadgeText(
            name=badge.name,
            event=badge.event if "event" in shows else "",
            company=badge.company if "company" in shows else "",
            level=badge.level if "level" in shows else "",
            colour=badge.colour,
            fields=tuple(str(fields[name]) for name in self.fields if fields.get(name)),
            code=badge.code if "qr" in shows else "",
        )


def design_from(kept: Mapping[str, Any]) -> Design:
    """Return the design as an event keeps it; what is not known any more is left out."""
    printed_at = kept.get("printed_at")
    return Design(
        template=TEMPLATES.get(kept.get("template", ""), TEMPLATES["a6"]),
        shows=frozenset(kept.get("shows", SHOWABLE)) & SHOWABLE.keys(),
        fields=tuple(kept.get("fields", ()))[:FIELDS_MAX],
        printed_at=datetime.fromisoformat(printed_at) if printed_at else None,
    )
