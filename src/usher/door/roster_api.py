"""The roster: what a phone needs to decide without a network."""

import base64
import gzip
import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from usher.door.authentication import standing
from usher.door.kept_rosters import whole_roster, written
from usher.door.schemas import KEPT, TallyOut
from usher.models import Event, SigningKey
from usher.queries.roster import (
    Programme,
    Roster,
    SessionRow,
    Version,
    kept_until,
    milliseconds,
    read_version,
    roster_of,
    tag_of,
)
from usher.queries.signing import keys_of, mark_of
from usher.rules.judge import Elsewhere, Reason
from usher.rules.permissions import Permission
from usher.wire.tally import tally

router = Router(tags=["doors"])

GZIP_LEVEL = 5
GZIP_BYTES_MIN = 500


class Since(BaseModel):
    """From which state on."""

    since: str = Field(
        default="",
        max_length=80,
        pattern=KEPT,
        description="The `version` that the sender has: only what changed since is told.",
    )


class KeyOut(BaseModel):
    """A key by which badges were signed."""

    id: int = Field(description="As it stands in the badge.")
    public: str = Field(description="Ed25519, base64url without padding.")
    revoked_at: int | None


class RulesOut(BaseModel):
    """The event's settings that decide."""

    inside_elsewhere: Elsewhere
    not_overridable: list[Reason]
    note_required_on_override: bool
    repeat_seconds: int
    until: datetime | None = Field(description="When the sender must forget the roster.")
    badge_event: str = Field(description="What signed badges say of their event, hexadecimal.")
    keys: list[KeyOut]


class SessionKept(BaseModel):
    """A session; instants in milliseconds since the epoch, `levels` are numbers."""

    id: int
    code: str
    title: str
    room: str
    track: str
    starts_at: int
    ends_at: int
    cancelled_at: int | None
    validate_registrants: bool
    tracks_out: bool
    capacity: int | None
    levels: list[int]
    opens_at: int | None
    closes_in_at: int | None
    closes_out_at: int | None
    tally: TallyOut


class ProgrammeOut(BaseModel):
    """Levels as `[number, name]`, and sessions."""

    levels: list[tuple[int, str]]
    sessions: list[SessionKept]


class RosterOut(BaseModel):
    """Everything, or what changed."""

    version: str = Field(description="To be sent as `since`; it says nothing else.")
    epoch: str = Field(
        description="Another one than before where a backup was put in the database's place:"
        " places in the ledger that were heard of earlier mean nothing any more."
    )
    seq: int = Field(description="The place in the ledger up to which presence is told.")
    full: bool = Field(description="Whether it takes the place of all that the sender has.")
    at: datetime = Field(description="The server's clock.")
    event: RulesOut
    programme: ProgrammeOut | None = Field(description="Null where nothing of it changed.")
    attendees: list[list[Any]] = Field(
        description="`[number, name, company, level, cancelled_at, [[code, revoked_at]],"
        " [sessions on the schedule], [[session, entered_at, left_at]], domain]`; instants in"
        " milliseconds since the epoch. The domain is that of the e-mail address, told only where"
        " there is no company. Each takes the place of the one of its number."
    )
    gone: list[int] = Field(description="Numbers of attendees who were deleted.")


@router.get("/events/{slug:slug}/roster", response=RosterOut, summary="What deciding needs")
def get_roster(request: HttpRequest, slug: str, asked: Query[Since]) -> HttpResponse:
    """Tell what a phone needs to decide by itself. Needs scan_attendees.

    Answered with an entity tag, and 304 where nothing changed; compressed where that is taken.
    """
    event = standing(request, slug, Permission.SCAN_ATTENDEES).event
    tag = f'W/"{tag_of(event)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    now = timezone.now()
    roster, people = _read(event, read_version(event, asked.since), at=now)
    told = json.dumps(_roster(event, roster, at=now), separators=(",", ":"), ensure_ascii=False)
    body = f'{told[:-1]},"attendees":[{",".join(people)}]}}'
    return _answer(request, body.encode(), tag)


def _read(event: Event, since: Version | None, *, at: datetime) -> tuple[Roster, list[str]]:
    if since is None:
        return whole_roster(event, at=at)
    roster = roster_of(event, since=since)
    return roster, written(roster.attendees)


def _answer(request: HttpRequest, body: bytes, tag: str) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    packed = "gzip" in request.headers.get("Accept-Encoding", "") and len(body) > GZIP_BYTES_MIN
    if packed:
        # Nothing that the sender wrote stands in it, so its length tells nobody anything.
        body = gzip.compress(body, GZIP_LEVEL)
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, content_type="application/json", headers=headers)


def _roster(event: Event, roster: Roster, *, at: datetime) -> dict[str, Any]:
    """All but the people, who are JSON already."""
    return {
        "version": str(roster.version),
        "epoch": roster.version.epoch,
        "seq": roster.version.seq,
        "full": roster.is_full,
        "at": at.astimezone(event.zone).isoformat(timespec="milliseconds"),
        "event": _rules(event),
        "programme": _programme(roster.programme) if roster.programme else None,
        "gone": roster.gone,
    }


def _rules(event: Event) -> dict[str, Any]:
    until = kept_until(event)
    return {
        "inside_elsewhere": event.inside_elsewhere,
        "not_overridable": event.not_overridable,
        "note_required_on_override": event.note_required_on_override,
        "repeat_seconds": event.repeat_seconds,
        "until": until and until.isoformat(),
        "badge_event": mark_of(event).hex(),
        "keys": [_key(one) for one in keys_of(event)],
    }


def _key(key: SigningKey) -> dict[str, Any]:
    public = base64.urlsafe_b64encode(bytes(key.public)).rstrip(b"=").decode()
    return {"id": key.number, "public": public, "revoked_at": milliseconds(key.revoked_at)}


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "levels": programme.levels,
        "sessions": [_session(one) for one in programme.sessions],
    }


def _session(row: SessionRow) -> dict[str, Any]:
    session, facts = row.session, row.facts
    return {
        "id": session.pk,
        "code": session.code,
        "title": session.title,
        "room": session.room,
        "track": session.track,
        "starts_at": milliseconds(session.starts_at),
        "ends_at": milliseconds(session.ends_at),
        "cancelled_at": milliseconds(session.cancelled_at),
        "validate_registrants": session.validate_registrants,
        "tracks_out": session.tracks_out,
        "capacity": session.capacity_max,
        "levels": row.levels,
        "opens_at": _thousandth(facts.opens_at),
        "closes_in_at": _thousandth(facts.closes_in_at),
        "closes_out_at": _thousandth(facts.closes_out_at),
        "tally": tally(facts.counts, session.capacity_max),
    }


def _thousandth(microseconds: int | None) -> int | None:
    return None if microseconds is None else microseconds // 1000
