"""The real server without HTTP: its own actions on a real database, killed now and then."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from bench.doors.network import NotAnswered
from bench.doors.world import SECOND, World
from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.scans import Upload
from usher.actions.see_door import Sighting, see_door
from usher.actions.void import void
from usher.door.answers import results
from usher.door.doors_api import DoorIn, DoorOut, LeaseOut
from usher.door.reading import read_scans
from usher.door.roster_api import _roster
from usher.models import Event
from usher.queries.access import Access
from usher.queries.roster import read_version, roster_of
from usher.rules.permissions import Permission

START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
DOWN_MS = 3 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Killed(Exception):
    """The server stopped before what it did was on the disk."""


class Refused(Exception):
    """The server would not take what a phone sent: no phone of ours sends such a thing."""


def written(instant_ms: int) -> str:
    """Return an instant as it goes over the network."""
    return (_EPOCH + timedelta(milliseconds=instant_ms)).isoformat(timespec="milliseconds")


def instant_ms(text: str) -> int:
    """Return the milliseconds since the epoch of an instant as it came over the network."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


class Server:
    """Answers phones by name; `accesses` says who is signed in on each."""

    def __init__(self, world: World, event: Event, *, killed: float) -> None:
        self.world = world
        self.event = event
        self.accesses: dict[str, Access] = {}
        self.killed = killed
        self.requests = 0
        self._down_until = 0

    @property
    def now(self) -> datetime:
        """The server's clock, which is right."""
        return START + timedelta(milliseconds=self.world.now)

    def scans(self, phone: str, door: str, scans: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Answer POST …/scans."""
        sent = json.dumps({"door": door, "scans": scans}).encode()
        access = self.accesses[phone]
        upload = Upload(
            account_id=access.account.pk,
            may_override=access.may(Permission.OVERRIDE_SESSION_SCANS),
            scans=read_scans(sent),
        )
        received_at = (self.now - _EPOCH) // timedelta(microseconds=1)
        (answers,) = self._take(lambda: admit(self.event, [upload], received_at=received_at))
        if isinstance(answers, BadRequest):
            raise Refused(answers.detail)
        told: list[dict[str, Any]] = json.loads(results(answers, self.event.zone).body)["results"]
        return told

    def door(self, phone: str, said: dict[str, Any]) -> dict[str, Any]:
        """Answer PUT …/doors/{phone}."""
        body = DoorIn.model_validate_json(json.dumps(said))
        now, access = self.now, self.accesses[phone]
        seen = Sighting(phone, body.session, body.direction, body.waiting, **_lease_words(body))
        lease = self._take(lambda: see_door(access, seen, at=now))
        lent = LeaseOut(**asdict(lease)) if lease else None
        told: dict[str, Any] = json.loads(DoorOut(at=now, lease=lent).model_dump_json())
        return told

    def void(self, phone: str, key: str, seq: int) -> bool:
        """Answer POST …/voids: whether it is undone."""
        at = (self.now - _EPOCH) // timedelta(microseconds=1)
        try:
            self._take(lambda: void(self.accesses[phone], seq, key=key, at=at))
        except (Conflict, Denied):
            return False
        return True

    def roster(self, since: str) -> str:
        """Answer GET …/roster."""

        def read() -> str:
            found = roster_of(self.event, since=read_version(self.event, since))
            told = _roster(self.event, found, at=self.now)
            return json.dumps(told | {"attendees": found.attendees})

        return str(self._take(read))

    def _take(self, work: Callable[[], Any]) -> Any:
        """Do it, or be killed before it is on the disk, or before the answer is sent."""
        if self.world.now < self._down_until:
            raise NotAnswered
        self.requests += 1
        fate = self.world.random.random()
        try:
            with transaction.atomic():
                done = work()
                if fate < self.killed / 2:
                    raise Killed
        except Killed:
            self._fall("before its commit")
        if fate < self.killed:
            self._fall("after its commit")
        return done

    def _fall(self, when: str) -> None:
        self.world.say("server", f"is killed {when}")
        self._down_until = self.world.now + DOWN_MS
        raise NotAnswered


def _lease_words(body: DoorIn) -> dict[str, Any]:
    return {"holds": body.holds, "heard": body.heard}
