"""What a column of a table may be mapped to, and the headings by which it is known."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(StrEnum):
    """What the rows of a file are."""

    SESSIONS = "sessions"
    ATTENDEES = "attendees"
    REGISTRANTS = "registrants"
    ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a row may hold; of the headings that would do, the first ones win."""

    key: str
    label: Promise
    required: bool = False
    help: Promise | str = ""
    headings: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.headings[0]


# Beside the fields: a column to be kept under its own heading, and one to be passed over.
KEPT = "kept"
LEFT_OUT = "left_out"
_LEAVE_OUT = Field(LEFT_OUT, _("Leave out"))
_KEEP = Field(
    KEPT, _("Keep as it is"), help=_("Shown on the attendee's profile under its own heading.")
)

# Among them what other systems print on their badges: pretix' secret, Hi.Events' public id.
_BADGE_HEADINGS: tuple[str, ...] = (
    *("badge code", "badge", "badge id", "badge number", "badge no", "qr code", "qr", "scan code"),
    *("secret", "barcode", "barcode #", "public id"),
)
_EMAIL_HEADINGS: tuple[str, ...] = (
    *("email", "email address", "attendee email", "attendee email address", "mail"),
    *("mail address", "contact email"),
)
_CANCELLED_HEADINGS = ("cancelled", "canceled", "is cancelled", "is canceled")
_YES_OR_NO = _("Yes or no.")

_SESSION_FIELDS = (
    Field(
        "code",
        _("Code"),
        help=_("Tells the session from others when the file is imported again."),
        headings=("code", "session code", "session id", "session number", "event id", "id"),
    ),
    Field(
        "title",
        _("Title"),
        required=True,
        headings=("title", "session title", "session name", "event title", "talk title", "name")
        + ("summary", "subject", "topic", "session", "talk"),
    ),
    Field(
        "room",
        _("Room"),
        headings=("room", "room name", "location", "location room", "session location", "venue")
        + ("hall", "place", "stage"),
    ),
    Field(
        "track",
        _("Track"),
        headings=("track", "track name", "type", "session type", "session track", "category")
        + ("kind",),
    ),
    Field(
        "starts_at",
        _("Start"),
        required=True,
        help=_("Date and time; or the time, with the date in a column of its own."),
        headings=("start", "starts at", "start time", "starts", "start date time")
        + ("start datetime", "session start", "session start time", "begin", "begins")
        + ("begins at", "from", "time"),
    ),
    Field(
        "ends_at",
        _("End"),
        help=_("Where it is missing, the next session in the room tells."),
        headings=("end", "ends at", "end time", "ends", "end date time", "end datetime")
        + ("session end", "session end time", "finish", "finishes", "until", "to"),
    ),
    Field(
        "date",
        _("Date"),
        help=_("Of the start, where that is only a time."),
        headings=("date", "day", "start date", "start day", "session date", "start date clean"),
    ),
    Field("end_date", _("End date"), headings=("end date", "end day")),
    Field(
        "duration",
        _("Duration"),
        help=_("Minutes, or hours like 1:30."),
        headings=("duration", "length", "duration minutes", "duration min")
        + ("duration in minutes", "minutes", "length minutes", "length in minutes"),
    ),
    Field(
        "capacity",
        _("Maximum capacity"),
        headings=("capacity", "max capacity", "maximum capacity", "capacity max")
        + ("room capacity", "seats", "max attendees", "maximum attendees", "session capacity"),
    ),
    Field(
        "validate_registrants",
        _("Validate registrants"),
        help=_YES_OR_NO,
        headings=("validate registrants", "registrants only", "pre-registration")
        + ("pre-registered", "pre reg flag", "pre reg", "pre-registration required")
        + ("registration required",),
    ),
    Field(
        "levels",
        _("Registration levels"),
        help=_("With ; or | between them."),
        headings=("levels", "registration levels", "included levels")
        + ("included registration levels", "level", "registration level", "registration types"),
    ),
    Field(
        "cancelled",
        pgettext_lazy("session", "Cancelled"),
        help=_YES_OR_NO,
        headings=_CANCELLED_HEADINGS,
    ),
    Field("status", _("Status"), headings=("status", "session status", "state")),
    _LEAVE_OUT,
)

# Those that may hold a date.
DAY_KEYS = ("starts_at", "date", "ends_at", "end_date")

_ATTENDEE_FIELDS = (
    Field(
        "badge",
        _("Badge code"),
        help=_("What the QR code on the badge holds. Who has none gets a new one."),
        headings=_BADGE_HEADINGS,
    ),
    Field(
        "external_id",
        _("External id"),
        help=_("The registration system's own number of the attendee."),
        headings=("external id", "attendee #", "attendee id", "attendee no", "registrant id")
        + ("registration id", "registration number", "registration code", "id"),
    ),
    Field(
        "name",
        _("Name"),
        required=True,
        help=_("The whole name; or first and last name in columns of their own."),
        headings=("name", "full name", "attendee name", "attendee", "display name"),
    ),
    Field(
        "first_name",
        _("First name"),
        headings=("first name", "given name", "given names", "given", "forename")
        + ("attendee first name", "attendee name: first name", "attendee name: given name"),
    ),
    Field(
        "last_name",
        _("Last name"),
        headings=("last name", "family name", "family", "surname", "attendee last name")
        + ("attendee name: family name", "attendee name: last name"),
    ),
    Field("email", _("E-mail"), headings=_EMAIL_HEADINGS),
    Field(
        "company",
        _("Company"),
        headings=("company", "company name", "affiliation", "organization", "organisation")
        + ("employer", "institution"),
    ),
    Field(
        "level",
        _("Registration level"),
        headings=("level", "registration level", "registration type", "attendee type")
        + ("admission level", "ticket type", "ticket", "ticket name", "ticket class", "product")
        + ("product name", "admission item", "item", "pass", "pass type"),
    ),
    Field(
        "status",
        _("Status"),
        help=_("Cancelled, refunded, transferred, waitlisted and the like cancel the attendee."),
        headings=("attendee status", "registration status", "registration state", "status")
        + ("state",),
    ),
    Field(
        "cancelled",
        pgettext_lazy("attendee", "Cancelled"),
        help=_YES_OR_NO,
        headings=_CANCELLED_HEADINGS,
    ),
    _KEEP,
    _LEAVE_OUT,
)

_REGISTRANT_FIELDS = (
    Field(
        "attendee",
        _("Attendee"),
        help=_("Badge code or external id. Without it, the e-mail address tells."),
        headings=(*_BADGE_HEADINGS, "registration code", "registrant code", "attendee code")
        + ("external id", "attendee #", "attendee id", "registrant id", "registration id"),
    ),
    Field("email", _("E-mail"), headings=(*_EMAIL_HEADINGS, "registrant email")),
    Field(
        "session",
        _("Session code"),
        required=True,
        headings=("session code", "session id", "session number", "session", "code"),
    ),
    Field(
        "status",
        _("Status"),
        help=_("Cancelled and waitlisted take the attendee off the list."),
        headings=("registration session status", "session status", "registration status")
        + ("status", "registration state", "state"),
    ),
    Field(
        "cancelled",
        pgettext_lazy("attendee of a session", "Cancelled"),
        help=_YES_OR_NO,
        headings=_CANCELLED_HEADINGS,
    ),
    _LEAVE_OUT,
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.SESSIONS: _SESSION_FIELDS,
    Kind.ATTENDEES: _ATTENDEE_FIELDS,
    Kind.REGISTRANTS: _REGISTRANT_FIELDS,
    # An attendance report is known by its form: nobody maps its columns.
    Kind.ATTENDANCE: (),
}
