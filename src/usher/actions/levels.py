"""The registration levels that a file names."""

from collections.abc import Iterable

from usher.models import Event, Level
from usher.rules.level_colours import colours_in_turn


def level_key(name: str) -> str:
    """Return the form in which levels' names are compared: case and width of spaces are nothing."""
    return " ".join(name.split()).casefold()


def levels_named(event: Event, names: Iterable[str]) -> dict[str, Level]:
    """Return the event's levels by `level_key`; those it hasn't yet are made and not stored.

    Each of these has a colour, because doors and badges show levels by colour.
    """
    levels = {level_key(level.name): level for level in Level.objects.filter(event=event)}
    colours = colours_in_turn([level.colour for level in levels.values()])
    for name in names:
        key = level_key(name)
        if key not in levels:
            levels[key] = Level(event=event, name=" ".join(name.split()), colour=next(colours))
    return levels


def names_of_new(levels: Iterable[Level]) -> list[str]:
    """Return the names of those that aren't stored yet, each once, in their order."""
    return list(dict.fromkeys(level.name for level in levels if level._state.adding))


def store_levels(levels: Iterable[Level]) -> list[int]:
    """Store those of the levels that aren't yet, and return their ids."""
    made = Level.objects.bulk_create(level for level in levels if level._state.adding)
    return [level.pk for level in made]
