"""Files of other systems -> plain rows. Pure: no Django, no database, no clock."""

from usher.readers.attendee_table import read_attendees
from usher.readers.registrant_table import read_registrants
from usher.readers.rows import AttendeeRow, Problem, RegistrantRow, SessionRow, Unreadable
from usher.readers.schedule import read_sessions

__all__ = [
    "AttendeeRow",
    "Problem",
    "RegistrantRow",
    "SessionRow",
    "Unreadable",
    "read_attendees",
    "read_registrants",
    "read_sessions",
]
