"""Files of other systems -> plain rows. Pure: no models, no database, no clock.

`look_into` tells what a file is and guesses its columns; `sift_...` part its rows into those that
can be taken and what is wrong with the others; `read_...` take a file whole or refuse it.
"""

from usher.readers.attendance_report import sift_attendance
from usher.readers.attendee_table import read_attendees, sift_attendees
from usher.readers.choices import Choices
from usher.readers.fields import FIELDS, KEPT, LEFT_OUT, Field, Kind
from usher.readers.guess import Look, look_into
from usher.readers.registrant_table import read_registrants, sift_registrants
from usher.readers.rows import (
    PROBLEMS_MAX,
    AttendanceRow,
    AttendeeRow,
    Problem,
    RegistrantRow,
    SessionRow,
    Sifted,
    Timing,
    Unreadable,
)
from usher.readers.schedule import read_sessions, sift_sessions
from usher.readers.written import Order

__all__ = [
    "FIELDS",
    "KEPT",
    "LEFT_OUT",
    "PROBLEMS_MAX",
    "AttendanceRow",
    "AttendeeRow",
    "Choices",
    "Field",
    "Kind",
    "Look",
    "Order",
    "Problem",
    "RegistrantRow",
    "SessionRow",
    "Sifted",
    "Timing",
    "Unreadable",
    "look_into",
    "read_attendees",
    "read_registrants",
    "read_sessions",
    "sift_attendance",
    "sift_attendees",
    "sift_registrants",
    "sift_sessions",
]
