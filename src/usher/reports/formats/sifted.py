"""Records for another system, and who can't be in its file because something is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from usher.models import Attendee

# What a credit body takes, by the name of the field; everything is written as text.
Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Lack:
    """Somebody is left out of a file: what isn't known of them, or can't be as it is."""

    attendee: Attendee
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """The records that are whole, and who is left out."""

    records: list[Record]
    lacks: list[Lack]


def sifted(found: Iterable[tuple[Attendee, Record, tuple[str, ...]]]) -> Sifted:
    """Part what lacks nothing from the rest; each person is named once."""
    records, lacks = [], dict[int, Lack]()
    for attendee, record, lacking in found:
        if not lacking:
            records.append(record)
        elif attendee.pk not in lacks:
            lacks[attendee.pk] = Lack(attendee, lacking)
    by_name = sorted(lacks.values(), key=lambda one: (one.attendee.search_text, one.attendee.pk))
    return Sifted(records, by_name)


def cell_of(attendee: Attendee, column: str) -> str:
    """Return what the column holds that attendees came with; never more than one line."""
    return one_line(str(attendee.fields.get(column, "")))


def one_line(text: str) -> str:
    """Return the text without tabs and ends of lines, which would end a field."""
    return " ".join(text.split())


def absent(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of what is empty."""
    return tuple(name for name, value in values.items() if not value)
