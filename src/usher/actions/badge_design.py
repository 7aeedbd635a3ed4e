"""Changes how an event's badges look, and keeps when they were printed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Denied
from usher.badges.design import FIELDS_MAX, SHOWABLE
from usher.badges.templates import TEMPLATES
from usher.models import Event
from usher.queries.access import Access
from usher.queries.badges_to_print import field_names
from usher.rules.permissions import Permission


@transaction.atomic
def change_badge_design(
    access: Access, *, template: str, shows: Iterable[str], fields: Iterable[str]
) -> Event:
    """Keep the template, what stands on it, and which columns of the import, in their order.

    Raises BadRequest or Denied with the words that say why not.
    """
    if not access.may(Permission.MANAGE_ATTENDEES):
        raise Denied(access.denial(Permission.MANAGE_ATTENDEES))
    chosen = {
        "template": _known_template(template),
        "shows": _known_shows(shows),
        "fields": _known_fields(access.event, fields),
    }
    return _keep(access.event, chosen)


@transaction.atomic
def note_printing(event: Event, *, at: datetime) -> Event:
    """Keep that all badges were printed at this moment; badges made later are new."""
    return _keep(event, {"printed_at": at.isoformat()})


def _keep(event: Event, chosen: Mapping[str, object]) -> Event:
    # Held, so that a design that is saved while badges are printed loses neither.
    held = Event.objects.select_for_update().get(pk=event.pk)
    event.badge_design = {**held.badge_design, **chosen}
    event.save(update_fields=["badge_design"])
    return event


def _known_template(template: str) -> str:
    if template not in TEMPLATES:
        raise BadRequest(_("Choose one of the templates."), field="template")
    return template


def _known_shows(shows: Iterable[str]) -> list[str]:
    chosen = set(shows)
    if not chosen <= SHOWABLE.keys():
        raise BadRequest(_("Choose from what stands in the list."), field="shows")
    return sorted(chosen)


def _known_fields(event: Event, fields: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(fields))
    if len(chosen) > FIELDS_MAX:
        words = _("A badge has room for {most} columns of the import; you chose {count}.")
        raise BadRequest(words.format(most=FIELDS_MAX, count=len(chosen)), field="fields")
    known = set(field_names(event))
    unknown = [name for name in chosen if name not in known]
    if unknown:
        words = _("No attendee has a column “{name}”. Choose from the list.")
        raise BadRequest(words.format(name=unknown[0]), field="fields")
    return chosen
