"""The reports of attendance as documents: which tables stand in each, and in which columns."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.models import Attendee, Event, Session
from usher.queries.event_report import event_counts, people_by_level
from usher.queries.interval_rows import rows_at, rows_in, rows_of
from usher.queries.room_report import room_hours
from usher.queries.session_report import session_report
from usher.queries.sessions_report import sessions_counted
from usher.queries.staff_report import staff_counted
from usher.reports.attendance_tables import counts_table, intervals_table, steps_table
from usher.reports.tables import Cell, Column, Document, Table


def event_document(event: Event, sessions: Sequence[Session], *, at: datetime) -> Document:
    """Return the event's four counts, and arrivals and people inside at these sessions."""
    people = people_by_level(event)
    counts = event_counts(event, people, at=at)
    rows: list[list[Cell]] = [
        ["registered", counts.registered],
        ["attended", counts.attended],
        ["inside_now", counts.inside],
        ["overridden", counts.overridden],
        ["refused", counts.refused],
        ["visits", counts.visits],
        ["left_unseen", counts.left_unseen],
    ]
    tables = [steps_table(event, sessions, at), counts_table(rows)]
    return _document(event, "event", _("Attendance"), at, tables)


def sessions_document(event: Event, *, at: datetime) -> Document:
    """Return all sessions side by side."""
    sessions = Session.objects.filter(event=event).select_related("tally", "event")
    ordered = list(sessions.order_by("starts_at", "room", "code"))
    columns = [
        Column("session", pgettext("column", "Code"), printed=False),
        Column("starts", pgettext("column", "Start"), moment=True, share=2),
        Column("session_title", _("Session"), share=4),
        Column("room", _("Room"), share=2),
        Column("ends", pgettext("column", "End"), moment=True, printed=False),
        Column("capacity", _("Capacity"), printed=False),
        Column("registered", pgettext("number", "Registered")),
        Column("attended", pgettext("number", "Attended")),
        Column("no_shows", _("No-shows")),
        Column("walk_ins", _("Walk-ins")),
        Column("overridden", pgettext("number", "Overridden")),
        Column("refused", pgettext("scans", "Refused"), printed=False),
        Column("peak", pgettext("people at once", "Peak")),
        Column("peak_at", pgettext("column", "Peak at"), moment=True, printed=False),
    ]
    rows: list[list[Cell]] = [
        [
            *(one.session.code, one.session.starts_at, one.session.title, one.session.room),
            *(one.session.ends_at, one.session.capacity_max, one.registered, one.attended),
            *(one.no_shows, one.walk_ins, one.overridden, one.refused, one.peak, one.peak_at),
        ]
        for one in sessions_counted(event, ordered, at=at)
    ]
    title = _("Attendance by session")
    table = Table("sessions", title, columns, [rows])
    return _document(event, "sessions", title, at, [table])


def session_document(session: Session, *, at: datetime) -> Document:
    """Return one session: everybody's intervals in it, and who came when."""
    event = session.event
    report = session_report(session, at=at)
    (counts,) = sessions_counted(event, [session], at=at)
    numbers: list[list[Cell]] = [
        ["registered", counts.registered],
        ["attended", counts.attended],
        ["no_shows", counts.no_shows],
        ["walk_ins", counts.walk_ins],
        ["overridden", counts.overridden],
        ["refused", counts.refused],
        ["in_conflict", report.conflicts],
        ["peak", counts.peak],
        ["minutes_median", report.time.median],
        ["minutes_seen", report.time.seen],
        ["minutes_assumed", report.time.assumed],
    ]
    people = intervals_table(rows_at(session, at=at), is_one_session=True)
    tables = [people, counts_table(numbers), steps_table(event, [session], at)]
    return _document(event, f"session-{session.pk}", session.title, at, tables)


def attendee_document(attendee: Attendee, *, at: datetime) -> Document:
    """Return one attendee's transcript."""
    table = intervals_table([rows_of(attendee, at=at)], is_one_attendee=True)
    name = f"attendee-{attendee.pk}"
    return _document(attendee.event, name, attendee.name, at, [table])


def levels_document(event: Event, *, at: datetime) -> Document:
    """Return who came, by the level that they hold now."""
    columns = [
        Column("level", _("Level"), share=3),
        Column("registered", pgettext("number", "Registered")),
        Column("attended", pgettext("number", "Attended")),
        Column("visits", pgettext("to sessions", "Visits")),
    ]
    rows: list[list[Cell]] = [
        [one.level.name if one.level else "", one.registered, one.attended, one.visits]
        for one in people_by_level(event)
    ]
    title = _("Attendance by level")
    return _document(event, "levels", title, at, [Table("levels", title, columns, [rows])])


def rooms_document(event: Event, sessions: Sequence[Session], *, at: datetime) -> Document:
    """Return the most who were in each room at once, by the hour."""
    grid = room_hours(event, sessions, at=at)
    columns = [
        Column("room", _("Room"), share=3),
        Column("hour", pgettext("column", "Hour"), moment=True, share=2),
        Column("peak", pgettext("people at once", "Peak")),
        Column("capacity", _("Capacity")),
    ]
    rows: list[list[Cell]] = [
        [room.name, hour, cell.most, cell.capacity]
        for room in grid.rooms
        for hour, cell in zip(grid.hours, room.cells, strict=True)
        if cell.step is not None
    ]
    title = _("Rooms by the hour")
    return _document(event, "rooms", title, at, [Table("rooms", title, columns, [rows])])


def staff_document(event: Event, *, at: datetime) -> Document:
    """Return who scanned how much, and what came of it."""
    columns = [
        Column("by", _("Scanned by"), share=3),
        Column("scans", _("Scans")),
        Column("admitted", pgettext("scans", "Let in")),
        Column("left", pgettext("scans", "Out")),
        Column("repeated", pgettext("scans", "Repeated")),
        Column("refused", pgettext("scans", "Refused")),
        Column("overridden", pgettext("number", "Overridden")),
        Column("undone", pgettext("scans", "Undone")),
        Column("corrected", pgettext("corrections", "By hand")),
        Column("sessions", _("Sessions")),
    ]
    rows: list[list[Cell]] = [
        [
            *(one.account.shown_name, one.scans, one.admitted, one.left, one.repeated),
            *(one.refused, one.overridden, one.undone, one.corrected, one.sessions),
        ]
        for one in staff_counted(event)
    ]
    title = _("Scans by staff")
    return _document(event, "staff", title, at, [Table("staff", title, columns, [rows])])


def intervals_document(event: Event, *, at: datetime) -> Document:
    """Return everybody's intervals in every session: as many rows as there are visits."""
    title = _("All times of attendance")
    table = intervals_table(rows_in(event, at=at))
    return _document(event, "attendance", title, at, [table])


def _document(
    event: Event, name: str, title: str, at: datetime, tables: Sequence[Table]
) -> Document:
    return Document(name, title, event.name, event.zone, at, tables)
