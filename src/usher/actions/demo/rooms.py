"""How the demo's sessions of this morning really went, as their room monitors said it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils.translation import gettext as _

from usher.actions.attest import Attestation, attest
from usher.actions.settle import settle
from usher.models import Session
from usher.queries.access import Access
from usher.queries.insiders import counted_inside
from usher.queries.sql import microseconds
from usher.rules.session_times import What

# People at the back of one room whom no door had seen.
_UNSEEN = 7


class Rooms:
    """Says when each session started and ended, counts heads in it, and signs for it."""

    def __init__(self, random: Random, monitor: Access, owner: Access, at: datetime) -> None:
        self._random = random
        self._monitor = monitor
        self._owner = owner
        self._at = at

    def went(self, sessions: Sequence[Session]) -> None:
        """Say it of these sessions, which are over; in the first, one head count differs."""
        for number, session in enumerate(sessions):
            length = session.ends_at - session.starts_at
            start = session.starts_at + timedelta(seconds=self._random.randint(0, 150))
            end = session.ends_at + timedelta(seconds=self._random.randint(-60, 90))
            middle = session.starts_at + length / 2
            self._say(session, What.STARTED, start)
            self._count(session, middle, unseen=0 if number else _UNSEEN)
            self._say(session, What.ENDED, min(end, self._at))
            self._sign(session, min(end, self._at))

    def _count(self, session: Session, moment: datetime, *, unseen: int) -> None:
        inside, _attended = counted_inside(session, at=microseconds(moment))
        seq = self._say(session, What.HEAD_COUNT, moment, count=inside + unseen)
        if unseen:
            found = _("A class came in by the side door with the speaker, without badges.")
            settle(self._owner, seq, key=self._key(), at=self._at, note=found)

    def _sign(self, session: Session, moment: datetime) -> None:
        name = self._monitor.account.shown_name
        words = _("I was in the room, and the times are those that I recorded there.")
        self._say(session, What.ATTESTED, moment, name=name, words=words)

    def _say(self, session: Session, what: What, moment: datetime, **more: int | str) -> int:
        said = Attestation(session, what, microseconds(moment), **more)  # type: ignore[arg-type]  # - count, or name and words
        now = microseconds(self._at)
        return attest(self._monitor, said, key=self._key(), received_at=now).seq

    def _key(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
