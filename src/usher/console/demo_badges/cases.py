"""What the demo's badges show: whose each is, at which session, and what is to be expected."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.badges.qr import qr_svg
from usher.console.badges.signing import qr_texts
from usher.models import Attendee, Badge, Event, Session
from usher.queries.demo import UNKNOWN_CODE, Cast, Room, cast_shown, sessions_shown

Choice = Callable[[list[Badge]], Badge]


def _oldest(badges: list[Badge]) -> Badge:
    return badges[0]


def _newest(badges: list[Badge]) -> Badge:
    return badges[-1]


@dataclass(frozen=True, slots=True)
class Case:
    """One badge to try; `tone` is good, warn or bad, as the verdict will be."""

    label: Promise
    cast: Cast | None
    room: Room
    tone: str
    expect: Promise
    badge: Choice = _newest


CASES = (
    Case(
        _("Anybody"),
        Cast.ANYONE,
        Room.OPEN,
        "good",
        _("Let in: this session takes everybody. Scanned again: already inside."),
    ),
    Case(
        _("On the list"),
        Cast.REGISTRANT,
        Room.REGISTRANTS,
        "good",
        _("Let in: the session takes registrants only, and this is one."),
    ),
    Case(
        _("Not on the list"),
        Cast.UNLISTED,
        Room.REGISTRANTS,
        "bad",
        _("Refused: not on the schedule. Whoever may override can scan anyway."),
    ),
    Case(
        _("Right level"),
        Cast.MEMBER,
        Room.LEVELS,
        "good",
        _("Let in: the session takes members and speakers."),
    ),
    Case(
        _("Wrong level"),
        Cast.EXPO_ONLY,
        Room.LEVELS,
        "bad",
        _("Refused: the level is not included. Whoever may override can scan anyway."),
    ),
    Case(
        _("Two reasons"),
        Cast.EXPO_ONLY,
        Room.BOTH,
        "bad",
        _("Refused for level and list, and both are told."),
    ),
    Case(
        _("Last seat"),
        Cast.LAST_SEAT,
        Room.FULL,
        "good",
        _("Let in, if the seat is still free."),
    ),
    Case(
        _("One too many"),
        Cast.TOO_MANY,
        Room.FULL,
        "bad",
        _("Refused after the last seat was taken: the room is full."),
    ),
    Case(
        pgettext_lazy("attendee", "Cancelled"),
        Cast.CANCELLED,
        Room.OPEN,
        "bad",
        _("Refused: the registration was cancelled. Nobody can override it."),
    ),
    Case(
        _("Lost badge"),
        Cast.REPLACED,
        Room.OPEN,
        "bad",
        _("Refused: this badge was replaced by another an hour before the demo was made."),
        _oldest,
    ),
    Case(
        _("Its replacement"),
        Cast.REPLACED,
        Room.OPEN,
        "good",
        _("Let in: the same attendee with the new badge."),
    ),
    Case(
        _("Unknown code"),
        None,
        Room.OPEN,
        "bad",
        _("Refused: no attendee of this event has it. The next badge is read at once."),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A case with its badge as a picture, its attendee (None for nobody's) and its session."""

    case: Case
    code: str
    picture: str
    attendee: Attendee | None
    session: Session


def shown_cases(event: Event) -> list[Shown]:
    """Return what can be shown of the event as it is now; what was deleted is left out."""
    return list(_shown(event))


def _shown(event: Event) -> Iterator[Shown]:
    cast, sessions, qr_text = cast_shown(event), sessions_shown(event), qr_texts(event)
    for case in CASES:
        attendee, badges = cast.get(case.cast or "", (None, []))
        known = bool(attendee and badges)
        if case.room in sessions and (known or case.cast is None):
            code = case.badge(badges).code if known else UNKNOWN_CODE
            yield Shown(case, code, _picture(qr_text(code)), attendee, sessions[case.room])


def _picture(text: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(qr_svg(text)).decode()
