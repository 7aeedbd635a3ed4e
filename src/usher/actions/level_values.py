"""What a registration level may be called, and its colour."""

import re

from django.utils.translation import gettext as _

from usher.actions.levels import level_key
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.one_line import one_line
from usher.models import Event, Level

NAME_LENGTH_MAX = 200
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def name_from(event: Event, name: str, *, of: Level | None) -> str:
    """Return the name to store; no two levels of an event differ by case or spaces alone."""
    line = one_line(name, field="name", length_max=NAME_LENGTH_MAX)
    if not line:
        raise BadRequest(_("A level needs a name."), field="name")
    for other in Level.objects.filter(event=event).exclude(pk=of.pk if of else 0):
        if level_key(other.name) == level_key(line):
            words = _("There is a level {name} already. Merge the two, or choose another name.")
            raise Conflict(words.format(name=other.name), field="name")
    return line


def colour_from(colour: str) -> str:
    """Return the colour as it is stored; empty for none."""
    written = colour.strip().lower()
    if written and not _COLOUR.fullmatch(written):
        raise BadRequest(_("Write a colour like #2563eb."), field="colour")
    return written
