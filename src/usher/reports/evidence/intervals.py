"""When each attendee was in each session, by numbers alone, as CSV in parts."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from usher.models import Event
from usher.queries.attendance import attendance_in
from usher.queries.heads import written
from usher.queries.sql import moment
from usher.rules.attendance import Interval

COLUMNS = (
    *("attendee", "session", "entered_utc", "left_utc", "opened", "closed"),
    *("entry_in", "entry_out", "overrode", "conflict", "doubtful"),
)


def interval_rows(event: Event, *, at: datetime) -> Iterator[bytes]:
    """Yield a heading, and a line for each time that somebody was in a session."""
    yield _line(COLUMNS)
    for attendee, attendance in attendance_in(event, at=at):
        intervals = (one for session in sorted(attendance) for one in attendance[session])
        yield b"".join(_line((attendee, *_cells(one))) for one in intervals)


def _cells(one: Interval) -> tuple[str | int, ...]:
    return (
        one.session,
        written(moment(one.entered_at)),
        "" if one.left_at is None else written(moment(one.left_at)),
        one.opened,
        one.closed or "",
        one.entry_in,
        one.entry_out or "",
        " ".join(one.overrode),
        "yes" if one.conflict else "no",
        "yes" if one.doubtful else "no",
    )


def _line(cells: tuple[str | int, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
