"""What an attendee may say of what is on record of them. Pure: no clock, no database."""

from enum import StrEnum

NOTE_LENGTH_MAX = 500
# In all, of one attendee about one session: somebody decides in the end.
DISPUTES_MAX = 5


class Said(StrEnum):
    """What is not right, in the attendee's words."""

    LONGER = "longer"
    ABSENT = "absent"
    TIMES = "times"
    PRESENT = "present"


class Became(StrEnum):
    """What came of a dispute: the record is another one since, or it stays as it was."""

    PUT_RIGHT = "put_right"
    KEPT = "kept"


def sayable(*, was_seen: bool) -> tuple[Said, ...]:
    """Return what can be said of a session in which somebody was seen, or was not."""
    return (Said.LONGER, Said.TIMES, Said.ABSENT) if was_seen else (Said.PRESENT,)
