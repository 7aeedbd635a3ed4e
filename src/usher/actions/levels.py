"""The registration levels that a file names."""

from collections.abc import Iterable

from usher.models import Event, Level


def level_key(name: str) -> str:
    """Return the form in which levels' names are compared: case and width of spaces are nothing."""
    return " ".join(name.split()).casefold()


def levels_named(event: Event, names: Iterable[str]) -> dict[str, Level]:
    """Return the event's levels by `level_key`, made where there is none of these names yet."""
    levels = {level_key(level.name): level for level in Level.objects.filter(event=event)}
    missing = {
        level_key(name): " ".join(name.split()) for name in names if level_key(name) not in levels
    }
    made = Level.objects.bulk_create(Level(event=event, name=name) for name in missing.values())
    return levels | {level_key(level.name): level for level in made}
