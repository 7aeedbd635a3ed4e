"""Change what an event says of itself, and what holds at all its doors."""

from dataclasses import dataclass, fields
from datetime import date

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.create_event import check_days, check_language, name_from, zone_from
from usher.actions.mistakes import BadRequest, Denied
from usher.actions.session_values import WINDOW_MINUTES_MAX
from usher.models import Event
from usher.queries.access import Access
from usher.rules.judge import Elsewhere, Reason
from usher.rules.permissions import Permission

REPEAT_SECONDS_MAX = 600
RETENTION_DAYS_MAX = 3650
# What somebody who may override can let people in against, unless the event rules it out.
RESTRICTIONS = (
    Reason.LEVEL_NOT_INCLUDED,
    Reason.NOT_ON_SCHEDULE,
    Reason.CAPACITY_REACHED,
    Reason.OUTSIDE_SCAN_WINDOW,
    Reason.INSIDE_ELSEWHERE,
)


@dataclass(frozen=True, slots=True)
class EventValues:
    """All settings of an event; minutes and days that are None stand for no limit."""

    name: str
    timezone: str
    language: str
    starts_on: date | None
    ends_on: date | None
    inside_elsewhere: str
    note_required_on_override: bool
    not_overridable: list[str]
    repeat_seconds: int
    opens_before_minutes: int | None
    closes_in_after_minutes: int | None
    closes_out_after_minutes: int | None
    retention_days: int | None


def change_event(access: Access, values: EventValues) -> Event:
    """Give the event these settings; they hold for every scan that is decided from now on.

    What was decided stays. Raises BadRequest, naming the field, where a value can't be taken, or
    Denied.
    """
    if not access.may(Permission.MANAGE_EVENT):
        raise Denied(access.denial(Permission.MANAGE_EVENT))
    _check(values)
    taken = {one.name: getattr(values, one.name) for one in fields(values)}
    taken |= {"name": name_from(values.name), "timezone": zone_from(values.timezone)}
    with ledger.hold(access.event):
        event = Event.objects.get(pk=access.event.pk)
        for name, value in taken.items():
            setattr(event, name, value)
        event.save(update_fields=list(taken))
    return event


def _check(values: EventValues) -> None:
    check_language(values.language)
    check_days(values.starts_on, values.ends_on)
    if values.inside_elsewhere not in set(Elsewhere):
        raise BadRequest(_("Choose one of these."), field="inside_elsewhere")
    if not set(values.not_overridable) <= set(RESTRICTIONS):
        raise BadRequest(_("Choose from these restrictions."), field="not_overridable")
    if values.retention_days is not None and values.ends_on is None:
        raise BadRequest(
            _("Say which day is the event's last one: the days are counted from it."),
            field="ends_on",
        )
    _check_numbers(values)


def _check_numbers(values: EventValues) -> None:
    bounds = {
        "repeat_seconds": (0, REPEAT_SECONDS_MAX),
        "opens_before_minutes": (0, WINDOW_MINUTES_MAX),
        "closes_in_after_minutes": (0, WINDOW_MINUTES_MAX),
        "closes_out_after_minutes": (0, WINDOW_MINUTES_MAX),
        # On the last day itself the doors still read names.
        "retention_days": (1, RETENTION_DAYS_MAX),
    }
    for name, (least, most) in bounds.items():
        value = getattr(values, name)
        if value is not None and not least <= value <= most:
            words = _("Write a whole number from {least} to {most}.")
            raise BadRequest(words.format(least=least, most=most), field=name)
