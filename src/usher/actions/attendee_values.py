"""What an organizer may say of an attendee, and what of it can't be taken."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from usher.actions.addresses import claim
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.one_line import one_line
from usher.models import Address, Attendee, Event, Level
from usher.queries.access import Access
from usher.queries.event_users import verified_addresses
from usher.rules.addresses import same_form
from usher.rules.names import searchable
from usher.rules.permissions import Permission

LENGTH_MAX = 300
EMAIL_LENGTH_MAX = 254
_SEARCH_TEXT_LENGTH_MAX = 1000


@dataclass(frozen=True, slots=True)
class AttendeeValues:
    """A whole attendee as they are to be; `level` is a level's id. No e-mail, no rule about it."""

    name: str
    company: str = ""
    email: str = ""
    level: int | None = None


def check_may_manage_attendees(access: Access) -> None:
    """Raise Denied where the account may not change the event's attendees."""
    if not access.may(Permission.MANAGE_ATTENDEES):
        raise Denied(access.denial(Permission.MANAGE_ATTENDEES))


def check_is_not_erased(attendee: Attendee) -> None:
    """Raise Conflict where nothing personal may be written about them any more."""
    if attendee.erased_at is not None:
        raise Conflict(_("The personal data of this attendee were erased. They stay erased."))


def columns_from(event: Event, values: AttendeeValues) -> dict[str, Any]:
    """Return the columns to store, checked; the address is claimed for an attendee."""
    name = one_line(values.name, field="name", length_max=LENGTH_MAX)
    if not name:
        raise BadRequest(_("An attendee needs a name."), field="name")
    return {
        "name": name,
        "company": one_line(values.company, field="company", length_max=LENGTH_MAX),
        "address": _address_from(event, values.email),
        "level": _level_from(event, values.level),
    }


def search_text(attendee: Attendee) -> str:
    """Return what an attendee is found by: name, company and address, without accents and case."""
    email = attendee.address.email if attendee.address else ""
    found_by = searchable(f"{attendee.name} {attendee.company} {email}")
    return found_by[:_SEARCH_TEXT_LENGTH_MAX]


def _address_from(event: Event, email: str) -> Address | None:
    form = same_form(email)
    if not form:
        return None
    try:
        validate_email(form)
    except ValidationError:
        words = _("“{email}” is not an e-mail address. Write one like ada@example.org.")
        raise BadRequest(words.format(email=email.strip()), field="email") from None
    if len(form) > EMAIL_LENGTH_MAX:
        words = _("Use at most {most} characters.").format(most=EMAIL_LENGTH_MAX)
        raise BadRequest(words, field="email")
    if form == same_form(event.owner.email) or form in verified_addresses(event.owner):
        words = _("{email} is the event owner's address. Give the attendee a second address.")
        raise Conflict(words.format(email=form), field="email")
    return claim(event, form, Address.Role.ATTENDEE)


def _level_from(event: Event, level: int | None) -> Level | None:
    if level is None:
        return None
    found = Level.objects.filter(event=event, pk=level).first()
    if found is None:
        raise BadRequest(_("This event has no such registration level."), field="level")
    return found
