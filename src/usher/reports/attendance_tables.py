"""The tables that several reports of attendance have: counts, steps of time, intervals."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from usher.models import Event, Session
from usher.queries.interval_rows import IntervalRow
from usher.queries.steps import steps_of
from usher.reports.how import CLOSED
from usher.reports.tables import Cell, Column, Table

# What one file is about, all of its rows have in common: it isn't printed in each.
_OF_SESSION = ("session", "session_title", "room")
_OF_ATTENDEE = ("attendee", "company", "external_id", "level")
_COUNTS: dict[str, Promise] = {
    "registered": pgettext_lazy("number", "Registered"),
    "attended": pgettext_lazy("number", "Attended"),
    "inside_now": pgettext_lazy("number", "Inside now"),
    "no_shows": gettext_lazy("No-shows"),
    "walk_ins": gettext_lazy("Walk-ins"),
    "overridden": pgettext_lazy("number", "Overridden"),
    "refused": pgettext_lazy("scans", "Refused"),
    "visits": pgettext_lazy("to sessions", "Visits"),
    "left_unseen": pgettext_lazy("number", "Not seen leaving"),
    "in_conflict": gettext_lazy("in conflict"),
    "peak": pgettext_lazy("people at once", "Peak"),
    "minutes_median": pgettext_lazy("number", "Minutes, the median"),
    "minutes_seen": pgettext_lazy("number", "Minutes whose end was seen"),
    "minutes_assumed": pgettext_lazy("number", "Minutes assumed"),
}
_OUT_IS = {str(how): said for how, said in CLOSED.items()}


def counts_table(rows: Sequence[Sequence[Cell]]) -> Table:
    """Return numbers by their names."""
    columns = [
        Column("count", _("Count"), words=_COUNTS, share=3),
        Column("number", pgettext("column", "Number")),
    ]
    return Table("counts", _("Attendance"), columns, [rows])


def steps_table(event: Event, sessions: Sequence[Session], at: datetime) -> Table:
    """Return arrivals and people inside over time."""
    columns = [
        Column("from", pgettext("time", "From"), moment=True, share=2),
        Column("arrivals", pgettext("key of a plot", "Arrivals")),
        Column("inside_at_most", _("Inside, at most")),
    ]
    rows: list[list[Cell]] = [
        [step.begins_at, step.arrivals, step.most] for step in steps_of(event, sessions, at=at)
    ]
    return Table("over_time", _("Arrivals and people inside over time"), columns, [rows])


def intervals_table(
    parts: Iterable[Sequence[IntervalRow]],
    *,
    is_one_session: bool = False,
    is_one_attendee: bool = False,
) -> Table:
    """Return times of attendance, a row for each; who or where it is about is printed once."""
    left_out = (*(_OF_SESSION * is_one_session), *(_OF_ATTENDEE * is_one_attendee))
    columns = [
        Column(
            column.name,
            column.label,
            moment=column.moment,
            printed=column.printed and column.name not in left_out,
            share=column.share,
            words=column.words,
        )
        for column in _interval_columns()
    ]
    return Table("attendance", _("Attendance"), columns, _interval_parts(parts))


def _interval_columns() -> list[Column]:
    return [
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=4),
        Column("room", _("Room"), share=2),
        Column("attendee", _("Attendee"), share=3),
        Column("company", _("Company"), printed=False),
        Column("external_id", pgettext("column", "External id"), printed=False),
        Column("level_then", _("Level then"), printed=False),
        Column("level", _("Level"), share=2),
        Column("in", pgettext("time", "In"), moment=True, share=2),
        Column("in_is", pgettext("column", "In by"), printed=False),
        Column("out", pgettext("time", "Out"), moment=True, share=2),
        Column("out_is", pgettext("column", "Out by"), share=2, words=_OUT_IS),
        Column("minutes", _("Minutes")),
        Column("overrode", pgettext("number", "Overridden"), printed=False),
        Column("in_conflict", _("in conflict"), printed=False),
        Column("clock_in_doubt", _("clock in doubt"), printed=False),
        Column("entry_in", pgettext("column", "Entry in"), printed=False),
        Column("entry_out", pgettext("column", "Entry out"), printed=False),
    ]


def _interval_parts(parts: Iterable[Sequence[IntervalRow]]) -> Iterator[list[list[Cell]]]:
    for part in parts:
        yield [_interval_row(row) for row in part]


def _interval_row(row: IntervalRow) -> list[Cell]:
    attendee, session, interval = row.attendee, row.session, row.interval
    return [
        *(session.code, session.title, session.room),
        *(attendee.name, attendee.company, attendee.external_id),
        interval.level,
        attendee.level.name if attendee.level else "",
        *(row.entered_at, str(interval.opened)),
        *(row.left_at, str(interval.closed or "")),
        row.minutes,
        " ".join(interval.overrode),
        "yes" if interval.conflict else "no",
        "yes" if interval.doubtful else "no",
        *(interval.entry_in, interval.entry_out),
    ]
