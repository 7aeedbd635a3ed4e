"""What the API takes and answers. The raw scan route and the OpenAPI document share these."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from usher.rules.judge import Direction, Kind, Outcome, Reason

BODY_BYTES_MAX = 4 * 1024 * 1024
SCANS_MAX = 5000
OVERRIDE_MAX = 5
REASONS_MAX = len(Reason)
DOOR_LENGTH_MAX = 64
NOTE_LENGTH_MAX = 1000
BADGE_LENGTH_MAX = 500
SESSION_LENGTH_MAX = 200
SEARCH_LENGTH_MAX = 200

# PostgreSQL keeps no NUL in text.
KEPT = r"^[^\x00]*$"

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)

# A list would be copied for each scan. Told in the API's description as the empty list that it is.
_NONE: Any = ()

Restriction = Literal[
    "level_not_included",
    "not_on_schedule",
    "capacity_reached",
    "outside_scan_window",
    "inside_elsewhere",
]


def _written_out(value: Any) -> Any:
    # Pydantic would take a number, also one in quotes, for seconds since the epoch.
    if isinstance(value, str) and "T" in value.upper():
        return value
    raise PydanticCustomError("datetime_parsing", "must be a date and time with an offset")


def _readable(badge: str) -> str:
    # Anybody can hold up a code with a NUL in it. It must be an unknown badge, not a failure.
    return badge.replace("\x00", "\ufffd")


def _keepable(moment: datetime) -> datetime:
    # A clock may be wrong by years and the scan counts all the same; PostgreSQL and the fold
    # take no moment outside of these.
    if not _EARLIEST <= moment < _LATEST:
        raise PydanticCustomError("moment_out_of_range", "must be in one of the years 1970 to 9998")
    return moment


# Not strict, since what comes out of a validator in Python is no JSON any more.
Moment = Annotated[
    AwareDatetime, Field(strict=False), BeforeValidator(_written_out), AfterValidator(_keepable)
]
Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH_MAX, pattern=KEPT)]


class Sent(BaseModel):
    """Something that is taken exactly as described: a field that isn't known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ToldIn(Sent):
    """The verdict that a phone without contact gave the person by itself."""

    outcome: Outcome = Field(strict=False)
    reasons: list[Annotated[Reason, Field(strict=False)]] = Field(
        default=_NONE, max_length=REASONS_MAX
    )
    overrode: list[Restriction] = Field(default=_NONE, max_length=OVERRIDE_MAX)


class ClockIn(Sent):
    """How a phone's clock stood when `scanned_at` was made of it."""

    phone_at: Moment = Field(description="What the phone's clock showed.")
    doubtful: bool = Field(
        default=False,
        description="The clock was set anew meanwhile, and nothing says by how much.",
    )


class UndoneIn(Sent):
    """The undo of what the sender took back before it was sent, or heard of."""

    void: UUID = Field(strict=False, description="The undo's own id, made by the sender.")
    at: Moment = Field(
        description="When, made as the time of what it undoes is. By this the two minutes are"
        " reckoned in which one's own last may be undone, and not by when it arrives."
    )


class ScanIn(Sent):
    """One reading of a badge at a session's door."""

    id: UUID = Field(
        description="Made by the sender before it first sends the scan, best a UUIDv7. The same"
        " scan sent again with its id is answered the same and written once."
    )
    session: Annotated[str, StringConstraints(min_length=1, pattern=KEPT)] = Field(
        max_length=SESSION_LENGTH_MAX, description="The session's code."
    )
    badge: Annotated[str, AfterValidator(_readable)] = Field(
        min_length=1, max_length=BADGE_LENGTH_MAX, description="What the badge's QR code holds."
    )
    direction: Direction
    scanned_at: Moment = Field(
        description="When the badge was read, by the sender's clock, with an offset from UTC."
    )
    override: list[Restriction] = Field(
        default=_NONE,
        max_length=OVERRIDE_MAX,
        description="The reasons that were shown and are overruled. Needs the permission"
        " override_session_scans; it counts only when it names every restriction that applies.",
    )
    note: Note = Field(default="", description="Why it was overruled, in the sender's words.")
    told: ToldIn | None = Field(
        default=None,
        description="What the person was told already, where the sender decided by itself. It"
        " stands: whoever was let in is in, and where the server would have said otherwise a case"
        " is opened.",
    )
    instead_of: UUID | None = Field(
        default=None,
        description="The id under which the same scan was sent before, where no answer came and"
        " the person was told something meanwhile.",
    )
    clock: ClockIn | None = Field(
        default=None, description="For senders that put their clock right before they send."
    )
    undone: UndoneIn | None = Field(
        default=None,
        description="Undoes the scan by a further entry, once, also where the scan itself was"
        " taken before. The result says whether it is undone.",
    )


class ScansIn(Sent):
    """Scans to write and answer, in order. One that is refused in form refuses them all."""

    door: Annotated[str, StringConstraints(max_length=DOOR_LENGTH_MAX, pattern=KEPT)] = Field(
        default="", description="The sender's own id for this door: a phone at a session."
    )
    scans: list[ScanIn] = Field(min_length=1, max_length=SCANS_MAX)


class ReasonOut(BaseModel):
    """Why, in the order in which it is read out: what nobody at the door can mend comes first."""

    code: Reason
    kind: Kind = Field(
        description="A stop is never overruled, a restriction may be, a notice changes nothing."
    )
    message: str = Field(description="In words, with times in the event's time zone.")
    params: dict[str, Any] = Field(
        description="What the words are made of, for programs that make their own."
    )


class AttendeeBrief(BaseModel):
    """Whose badge it was."""

    id: int
    name: str
    level: str | None = Field(description="The name of the registration level.")
    company: str


class TallyOut(BaseModel):
    """A session's counts."""

    registered: int = Field(description="Attendees who have the session on their schedule.")
    attended: int = Field(description="Different attendees who were ever let in.")
    inside: int = Field(description="Attendees who are in there now.")
    overridden: int = Field(description="Scans that were let in against a restriction.")
    refused: int = Field(description="Scans that were refused.")
    capacity: int | None = Field(description="The maximum capacity; null where there is none.")


class ResultOut(BaseModel):
    """What was decided of a scan."""

    id: UUID
    seq: int = Field(description="The scan's place in the event's ledger.")
    outcome: Outcome
    reasons: list[ReasonOut]
    overrode: list[Reason] = Field(description="The restrictions that were overruled.")
    attendee: AttendeeBrief | None = Field(description="Null where the badge is nobody's.")
    tally: TallyOut
    may_override: bool = Field(
        description="Whether this account may send it again with `override` and have it admitted."
    )
    note_required: bool = Field(description="Whether such an override needs a note.")
    conflict: bool = Field(
        description="Whether `told` let through whom the record would have refused, for these"
        " reasons, or the reverse. What was told stands, and a case is open."
    )
    undone: bool = Field(description="Whether the undo that came with the scan was taken.")


class ResultsOut(BaseModel):
    """An answer to each scan, in the order in which they were sent."""

    results: list[ResultOut]


class SessionTallyOut(BaseModel):
    """A session's counts as they are now."""

    code: str
    tally: TallyOut


class LiveOut(BaseModel):
    """The data of an event `tallies` of the live feed: the sessions whose counts changed."""

    seq: int = Field(description="The place in the ledger up to which these counts hold.")
    roster: int = Field(description="Another number than before: the roster has changed.")
    sessions: list[SessionTallyOut]


class MistakeOut(BaseModel):
    """One thing that is wrong with a request."""

    index: int | None = Field(description="Which element of the list that was sent, from 0.")
    field: str
    message: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str = Field(description="What happened and what to do, to be shown to a person.")
    errors: list[MistakeOut] = Field(
        default=[], description="What is wrong where; the first 100 of them."
    )
