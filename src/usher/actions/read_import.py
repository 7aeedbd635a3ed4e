"""Reads the file of an import as was chosen for it, and tries what its rows would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from usher.actions.import_attendance import Online, import_attendance
from usher.actions.import_attendees import import_attendees
from usher.actions.import_registrants import import_registrants
from usher.actions.import_sessions import import_sessions
from usher.actions.imported import How, Imported
from usher.models import Import
from usher.readers import (
    AttendanceRow,
    AttendeeRow,
    Choices,
    Kind,
    Order,
    Problem,
    RegistrantRow,
    SessionRow,
    Sifted,
    look_into,
    sift_attendance,
    sift_attendees,
    sift_registrants,
    sift_sessions,
)
from usher.readers.attendance_report import find_report
from usher.readers.guess import open_table

# A file may hold another level in each row, where the wrong column was chosen.
_LEVELS_NAMED_MAX = 30

Found = Sifted[SessionRow] | Sifted[AttendeeRow] | Sifted[RegistrantRow] | Sifted[AttendanceRow]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for reading a file.

    `columns`: which column, by index, holds which field; None leaves it to the headings. `zone`:
    of times without one, "" for the event's. `session`: the code of the one that all rows are
    about, "" where a column says which. `by_name`: whether names may tell people who have no
    address in the file.
    """

    columns: dict[int, str] | None = None
    zone: str = ""
    order: Order = Order.UNKNOWN
    session: str = ""
    by_name: bool = False

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept in `Import.mapping`."""
        columns = self.columns
        return {
            "columns": columns and {str(index): columns[index] for index in sorted(columns)},
            "zone": self.zone,
            "order": self.order.value,
            "session": self.session,
            "by_name": self.by_name,
        }


def chosen_from(kept: Mapping[str, Any]) -> Chosen:
    """Return what `Chosen.kept` kept."""
    columns = kept.get("columns")
    return Chosen(
        columns=columns and {int(index): key for index, key in columns.items()},
        zone=kept.get("zone", ""),
        order=Order(kept.get("order", Order.UNKNOWN.value)),
        session=kept.get("session", ""),
        by_name=kept.get("by_name", False),
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a file's rows would do. `bad` rows can't be taken; `doubts` are about rows that can."""

    found: Found
    imported: Imported

    @property
    def bad(self) -> list[Problem]:
        """Return all that is wrong with rows, of the file itself first."""
        return [*self.found.problems, *self.imported.bad]

    @property
    def bad_count(self) -> int:
        """Count the rows that can't be taken."""
        return len({problem.where for problem in self.bad})

    @property
    def report(self) -> dict[str, Any]:
        """Return in numbers what is kept of it; of the levels that it makes, the first names."""
        return {
            "added": len(self.imported.added),
            "changed": len(self.imported.changed),
            "left": self.imported.unchanged,
            "skipped": self.bad_count,
            "doubtful": len(self.imported.doubtful) + len(self.found.doubts),
            "cancelled": self.imported.cancelled,
            "levels": self.imported.levels[:_LEVELS_NAMED_MAX],
            "levels_more": len(self.imported.levels[_LEVELS_NAMED_MAX:]),
        }

    @property
    def digest(self) -> str:
        """Tell this outcome from any other."""
        said = [self.imported.digest, *map(str, self.found.problems)]
        return sha256("\n".join(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Original:
    """What stands in a table: its headings, and each row's cells by where it is."""

    headings: tuple[str, ...] = ()
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def original(one: Import) -> Original:
    """Return the cells of the file as they are; none where it is no table."""
    content = bytes(one.content)
    look = look_into(content, one.file_name)
    report = find_report(content) if look.kind is Kind.ATTENDANCE else None
    if report is not None:
        people = report.people
        return Original(people.headings, {row.where: row.cells for row in people.rows})
    if not look.is_table:
        return Original()
    rows = open_table(content, one.file_name, kind=Kind(one.kind), mapping={})
    return Original(look.headings, {row.where: row.cells for row in rows})


def sift(one: Import) -> Found:
    """Read the file. Raises Unreadable where nothing of it can be read."""
    chosen, content = chosen_from(one.mapping), bytes(one.content)
    if one.kind == Import.Kind.ATTENDEES:
        return sift_attendees(content, one.file_name, mapping=chosen.columns)
    if one.kind == Import.Kind.REGISTRANTS:
        return sift_registrants(
            content, one.file_name, mapping=chosen.columns, session=chosen.session
        )
    event = one.event
    choices = Choices(
        zone=ZoneInfo(chosen.zone) if chosen.zone else event.zone,
        first_day=event.starts_on,
        last_day=event.ends_on,
        order=chosen.order,
        mapping=chosen.columns,
    )
    if one.kind == Import.Kind.ATTENDANCE:
        return sift_attendance(content, choices=choices)
    return sift_sessions(content, one.file_name, choices=choices)


def take(
    one: Import,
    found: Found,
    *,
    at: datetime,
    random_bits: Callable[[int], int],
    how: How,
) -> Imported:
    """Import the rows, whatever they are of. Raises Unreadable as the imports do."""
    event = one.event
    rows: list[Any] = found.rows if how.skip_bad else found.whole()
    match rows[:1]:
        case [AttendeeRow()]:
            return import_attendees(event, rows, at=at, random_bits=random_bits, how=how)
        case [RegistrantRow()]:
            return import_registrants(event, rows, how=how)
        case [SessionRow()]:
            return import_sessions(event, rows, at=at, how=how)
        case [AttendanceRow()]:
            return import_attendance(event, rows, _online(one), at=at, how=how)
    return Imported()


def _online(one: Import) -> Online:
    chosen = chosen_from(one.mapping)
    # Who gave the file answers for what it says; the owner does for whom nobody knows any more.
    account = one.created_by_id or one.event.owner_id
    return Online(chosen.session, account, by_name=chosen.by_name)


def try_import(one: Import, *, at: datetime) -> Tried:
    """Return what the import would do, bad rows left out. Raises Unreadable for no such list."""
    found = sift(one)
    how = How(dry_run=True, skip_bad=True)
    return Tried(found, take(one, found, at=at, random_bits=_none, how=how))


def _none(bits: int) -> int:
    raise AssertionError("a dry run draws no codes")
