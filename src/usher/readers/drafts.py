"""What every reader of schedules does at the end: a draft of a session -> a row, or a problem."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, Place, Problems, excerpt, refuse
from usher.readers.rows import SessionRow, Sifted
from usher.readers.text import bounded

_CODE_MAX = 200
_TITLE_MAX = 500
_LABEL_MAX = 200
_SESSIONS_MAX = 200_000
CAPACITY_MAX = 2_147_483_647


@dataclass(slots=True)
class Draft:
    """A session as far as it has been read."""

    code: str = ""
    title: str = ""
    room: str = ""
    track: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    capacity_max: int | None = None
    validate_registrants: bool | None = None
    levels: tuple[str, ...] | None = None
    cancelled: bool | None = None


def finished(draft: Draft, place: Place) -> SessionRow | None:
    """The row; None if anything was or is wrong with it, which is then noted at the place."""
    _check(draft, place)
    if not place.sound or draft.starts_at is None or draft.ends_at is None:
        return None
    return SessionRow(
        where=place.where,
        code=draft.code or derived_code(draft.title, draft.starts_at),
        title=draft.title,
        room=draft.room,
        track=draft.track,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        capacity_max=draft.capacity_max,
        validate_registrants=draft.validate_registrants,
        levels=draft.levels,
        cancelled=draft.cancelled,
    )


def _check(draft: Draft, place: Place) -> None:
    if not draft.title:
        place.wrong("title", _("there is no title"))
    place.read("code", bounded, draft.code, characters_max=_CODE_MAX)
    place.read("title", bounded, draft.title, characters_max=_TITLE_MAX)
    place.read("room", bounded, draft.room, characters_max=_LABEL_MAX)
    place.read("track", bounded, draft.track, characters_max=_LABEL_MAX)
    for level in draft.levels or ():
        place.read("levels", bounded, level, characters_max=_LABEL_MAX)
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        place.wrong("end", _("the session doesn't end after it starts"))


def derived_code(title: str, starts_at: datetime) -> str:
    """A code for a session whose file gives none: the same for the same title and start.

    So importing the file again finds the session again; one that got another title or start
    meanwhile is a new one.
    """
    digest = hashlib.sha256(f"{starts_at.isoformat()} {title}".encode()).digest()
    return "S-" + base64.b32encode(digest)[:12].decode()


def sifted(
    placed: Iterable[tuple[Place, SessionRow | None]], problems: Problems
) -> Sifted[SessionRow]:
    """The sound rows of a whole file, and all its problems; a code that comes twice is one."""
    first: dict[str, SessionRow] = {}
    for count, (place, row) in enumerate(placed, start=1):
        if count > _SESSIONS_MAX:
            raise refuse(
                _("The file has more than {count} sessions.").format(count=f"{_SESSIONS_MAX:,}")
            )
        if row is not None and (same := first.setdefault(row.code, row)) is not row:
            words = _("{text} is the code of {where} already")
            place.wrong("code", words.format(text=excerpt(row.code), where=same.where))
    return problems.sifted(list(first.values()))


def capacity(text: str) -> int:
    """A number of people."""
    digits = text.replace(" ", "").replace("\u00a0", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
        raise Misread(_("{text} is not a whole number").format(text=excerpt(text)))
    if int(digits) > CAPACITY_MAX:
        raise Misread(_("{text} is more people than there can be").format(text=excerpt(text)))
    return int(digits)
