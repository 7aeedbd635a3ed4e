"""Changes how an event's badges look, and keeps when they were printed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Denied
from usher.badges.design import FIELDS_MAX, SHOWABLE, design_from
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
    """Keep that all badges made till this moment are printed; badges made later are new.

    A printing that began earlier and is done later changes nothing.
    """
    kept = design_from(_held(event)).printed_at
    return _keep(event, {"printed_at": max(at, kept or at).isoformat()})


def _keep(event: Event, chosen: Mapping[str, object]) -> Event:
    event.badge_design = {**_held(event), **chosen}
    event.save(update_fields=["badge_design"])
    return event


def _held(event: Event) -> dict[str, Any]:
    # Held, so that a design that is saved while badges are printed loses neither.
    design: dict[str, Any] = Event.objects.select_for_update().get(pk=event.pk).badge_design
    return design


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
