"""The registration levels that a file names."""

from collections.abc import Iterable

from usher.models import Event, Level


def level_key(name: str) -> str:
    """Return the form in which levels' names are compared: case and width of spaces are nothing."""
    return " ".join(name.split()).casefold()


def levels_named(event: Event, names: Iterable[str]) -> dict[str, Level]:
    """Return the event's levels by `level_key`; those it hasn't yet are made and not stored."""
    levels = {level_key(level.name): level for level in Level.objects.filter(event=event)}
    for name in names:
        levels.setdefault(level_key(name), Level(event=event, name=" ".join(name.split())))
    return levels


def store_levels(levels: Iterable[Level]) -> list[int]:
    """Store those of the levels that aren't yet, and return their ids."""
    made = Level.objects.bulk_create(level for level in levels if level._state.adding)
    return [level.pk for level in made]
