"""Makes an event, and the account of an owner who has none."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Account, Event, EventHead
from usher.phrases import series
from usher.rules.addresses import same_form

NAME_LENGTH_MAX = 200
SLUG_LENGTH_MAX = 80


@dataclass(frozen=True)
class Frame:
    """When an event is, where that is known, and the language of what is sent in its name."""

    starts_on: date | None = None
    ends_on: date | None = None
    language: str = "en"


@transaction.atomic
def create_event(
    owner: Account, slug: str, *, name: str, timezone: str, frame: Frame | None = None
) -> Event:
    """Create an event of this owner, with the beginning of its ledger.

    Raises BadRequest or Conflict, naming the field, where a value can't be taken.
    """
    frame = frame or Frame()
    check_language(frame.language)
    check_days(frame.starts_on, frame.ends_on)
    event = Event(
        slug=_slug_from(slug),
        name=name_from(name),
        timezone=zone_from(timezone),
        owner=owner,
        starts_on=frame.starts_on,
        ends_on=frame.ends_on,
        language=frame.language,
    )
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        raise _taken(slug) from None
    EventHead.objects.create(event=event)
    return event


def owner_by(email: str) -> tuple[Account, bool]:
    """Return the account of this address, and whether it was made just now.

    A new account has no password: its person sets one by the page for a forgotten password, and
    proves the address with it. Raises BadRequest where the address is none.
    """
    form = same_form(email)
    try:
        validate_email(form)
    except ValidationError:
        raise BadRequest(
            _("“{email}” is not an e-mail address.").format(email=email), field="owner"
        ) from None
    with transaction.atomic():
        found = Account.objects.filter(email__iexact=form).first()
        if found:
            return found, False
        account = Account.objects.create_user(form)
        EmailAddress.objects.create(user=account, email=form, primary=True, verified=False)
        return account, True


def _slug_from(text: str) -> str:
    slug = text.strip()
    try:
        validate_slug(slug)
    except ValidationError:
        slug = ""
    if not slug or len(slug) > SLUG_LENGTH_MAX:
        raise BadRequest(
            _(
                "“{slug}” can't be a short name: use 1 to {most} letters without accents, digits,"
                " hyphens and underscores, like garden-days-2026."
            ).format(slug=text, most=SLUG_LENGTH_MAX),
            field="slug",
        )
    if Event.objects.filter(slug__iexact=slug).exists():
        raise _taken(slug)
    return slug


def _taken(slug: str) -> Conflict:
    return Conflict(
        _("There is an event with the short name {slug} already. Choose another.").format(
            slug=slug.strip()
        ),
        field="slug",
    )


def name_from(text: str) -> str:
    """Return an event's name as it is kept. Raises BadRequest where it can't be one."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH_MAX:
        raise BadRequest(
            _("The name must have 1 to {most} characters.").format(most=NAME_LENGTH_MAX),
            field="name",
        )
    return name


def zone_from(text: str) -> str:
    """Return the time zone of this name, or of this city. Raises BadRequest, with those like it."""
    zone, known = text.strip(), available_timezones()
    if zone in known:
        return zone
    asked = zone.casefold().replace(" ", "_")
    named = [one for one in known if asked in (one.casefold(), one.casefold().rpartition("/")[2])]
    if len(named) == 1:
        return named[0]
    near = sorted(named) or get_close_matches(zone, known, n=3)
    words = _("“{zone}” is not a time zone. Write it like Europe/Brussels.").format(zone=zone)
    if near:
        words += " " + _("Close to it: {zones}.").format(zones=series(near))
    raise BadRequest(words, field="timezone")


def check_days(starts_on: date | None, ends_on: date | None) -> None:
    """Raise BadRequest where the last day is before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        raise BadRequest(_("The last day is before the first."), field="ends_on")


def check_language(language: str) -> None:
    """Raise BadRequest where Usher doesn't speak the language."""
    if language not in dict(settings.LANGUAGES):
        raise BadRequest(_("Choose one of the languages."), field="language")
