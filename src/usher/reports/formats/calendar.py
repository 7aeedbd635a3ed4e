"""What one attendee attended, as a calendar: an entry for each time that they were inside."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Appointment

from usher.models import Attendee
from usher.queries.interval_rows import IntervalRow, rows_of

_SPACE = UUID("0f7f0f53-6f1b-4a0d-8b53-9c1f7a1f4c6d")


def attended_calendar(attendee: Attendee, *, at: datetime) -> tuple[bytes, int]:
    """Return the calendar, and how many entries it has: of the times that are over.

    The times are those of the scans, by the event's clocks, and not those of the programme.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Usher//Attended//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{attendee.event.name}: {attendee.name}")
    rows = [row for row in rows_of(attendee, at=at) if row.left_at is not None]
    for row in rows:
        calendar.add_component(_entry(attendee, row, at))
    if rows:
        calendar.add_missing_timezones()
    return calendar.to_ical(), len(rows)


def _entry(attendee: Attendee, row: IntervalRow, at: datetime) -> Appointment:
    zone, session, entry = attendee.event.zone, row.session, Appointment()
    assert row.left_at is not None
    key = f"{attendee.event_id} {attendee.pk} {session.pk} {row.interval.entry_in}"
    entry.add("uid", f"{uuid5(_SPACE, key)}")
    entry.add("dtstamp", at)
    entry.add("summary", session.title)
    entry.add("dtstart", row.entered_at.replace(microsecond=0).astimezone(zone))
    entry.add("dtend", row.left_at.replace(microsecond=0).astimezone(zone))
    if session.room:
        entry.add("location", session.room)
    if row.is_assumed:
        entry.add("description", _("Nobody saw them leave: this is when the session ended."))
    return entry
