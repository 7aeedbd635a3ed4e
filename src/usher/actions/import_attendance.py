"""Takes who was in an online meeting into the ledger: a scan for each coming and going."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.actions.admit import admit
from usher.actions.imported import How, Imported, Line, Parts, carry_out
from usher.actions.match_attendance import Match, match_attendance
from usher.actions.mistakes import BadRequest
from usher.actions.scans import Scan, Upload
from usher.models import Event, EventHead, Session
from usher.queries.sql import microseconds
from usher.queries.unwritten import unwritten
from usher.readers import AttendanceRow, Problem, Timing
from usher.readers.problems import refuse
from usher.rules.judge import Direction, Outcome
from usher.rules.told import Told

DOOR = "online"
# A report of another day is a report of another meeting.
AROUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Online:
    """Which session the meeting was, who gives the report, and whether names may tell people.

    `session` is a code.
    """

    session: str
    account_id: int
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class _Stay:
    """One attendee was in the meeting, once or more than once at the same time."""

    match: Match
    row: AttendanceRow
    left_at: datetime | None

    @property
    def name(self) -> str:
        return self.match.name


def import_attendance(
    event: Event, rows: Sequence[AttendanceRow], online: Online, *, at: datetime, how: How
) -> Imported:
    """Write a scan in and a scan out for each time that somebody was in the meeting.

    Whoever was in it was in it: what a door would have refused is let in, and opens a case as
    after a phone that decided alone. Whoever joined twice at once has one stay. The same report
    again, or a fuller one of the same meeting, writes nothing twice. Raises Unreadable with every
    row whose person isn't known, unless those are to be skipped.
    """

    def plan(some: Sequence[AttendanceRow]) -> _Plan:
        return _Plan(event, some, online, at)

    # Rows that overlap are one stay, wherever they stand.
    return carry_out(event, rows, plan, how, Parts(None))


class _Plan:
    """Each stay with the scans that it needs, those that the ledger knows left out."""

    def __init__(
        self, event: Event, rows: Sequence[AttendanceRow], online: Online, at: datetime
    ) -> None:
        self._event, self._online, self._at = event, online, at
        self._session = _session(event, online.session)
        self.imported = Imported()
        sound = [row for row in rows if self._is_of_the_session(row)]
        matches = match_attendance(event, sound, by_name=online.by_name)
        self.imported.bad += matches.problems
        stays = list(_stays(matches.found, sound))
        keys = unwritten(event, {scan.key for one in stays for scan in self._scans_of(one)})
        self._scans: list[Scan] = []
        for one in stays:
            scans = self._scans_of(one)
            new = [replace(scan, key=keys[scan.key]) for scan in scans if scan.key in keys]
            self._scans += new
            line = Line(one.row.where, one.name, _said(one, event))
            (self.imported.added if new else self.imported.left).append(line)
            if one.match.by_name:
                words = _("Only the name tells who this is.")
                self.imported.doubtful.append(Line(one.row.where, one.name, (words,)))

    def write(self, head: EventHead) -> None:
        """Let them in and out, in the order in which it happened."""
        scans = sorted(self._scans, key=lambda scan: (scan.scanned_at, scan.key))
        upload = Upload(self._online.account_id, False, scans, translation.get_language() or "en")
        (answers,) = admit(self._event, [upload], received_at=microseconds(self._at))
        assert not isinstance(answers, BadRequest), "the session is known, and each key is new"
        keys = {scan.key for scan in scans}
        self.imported.made = {"seqs": [one.seq for one in answers if one.key in keys]}

    def _is_of_the_session(self, row: AttendanceRow) -> bool:
        ends = row.left_at or row.joined_at
        if ends > self._at:
            self._bad(row, _("This time has not come yet."))
            return False
        earliest = self._session.starts_at - AROUND
        if not earliest <= row.joined_at <= self._session.ends_at + AROUND:
            self._bad(row, _("This is more than a day away from the session."))
            return False
        return True

    def _bad(self, row: AttendanceRow, words: str) -> None:
        self.imported.bad.append(Problem(row.where, "", words))

    def _scans_of(self, one: _Stay) -> list[Scan]:
        scans = [self._scan(one, Direction.IN, one.row.joined_at)]
        if one.left_at is not None:
            scans.append(self._scan(one, Direction.OUT, one.left_at))
        return scans

    def _scan(self, one: _Stay, direction: Direction, at: datetime) -> Scan:
        # By what happened and not by the file, so that another export of it is the same.
        happened = f"{self._session.pk} {one.match.attendee_id} {direction} {at.isoformat()}"
        outcome = Outcome.ADMITTED if direction is Direction.IN else Outcome.LEFT
        return Scan(
            key=str(uuid5(NAMESPACE_URL, f"usher:attendance:{self._event.pk}:{happened}")),
            session=self._session.code,
            badge=one.match.code,
            direction=direction,
            scanned_at=microseconds(at),
            note=_note(one.row.timing, direction),
            door=DOOR,
            told=Told(outcome),
        )


def _session(event: Event, code: str) -> Session:
    session = Session.objects.filter(event=event, code=code).first()
    if session is None:
        raise refuse(_("Choose the session that the online meeting was."))
    return session


def _stays(found: dict[str, Match], rows: Iterable[AttendanceRow]) -> Iterator[_Stay]:
    """Yield the stays of each attendee: what overlaps is one."""
    of_one: defaultdict[int, list[tuple[AttendanceRow, Match]]] = defaultdict(list)
    for row in rows:
        match = found.get(row.where)
        if match is not None:
            of_one[match.attendee_id].append((row, match))
    for some in of_one.values():
        some.sort(key=lambda one: one[0].joined_at)
        (first, match), left_at = some[0], some[0][0].left_at
        for row, its_match in some[1:]:
            if left_at is not None and row.joined_at > left_at:
                yield _Stay(match, first, left_at)
                first, match, left_at = row, its_match, row.left_at
            else:
                left_at = _later(left_at, row.left_at)
        yield _Stay(match, first, left_at)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    # Whoever joined once and isn't known to have left was there till the end.
    return max(one, other) if one and other else None


def _note(timing: Timing, direction: Direction) -> str:
    if timing is Timing.PLACED:
        return _("The report tells how long and not when: taken from the beginning.")
    if timing is Timing.BEFORE and direction is Direction.IN:
        return _("Was there before the report begins.")
    return ""


def _said(one: _Stay, event: Event) -> tuple[str, ...]:
    joined = f"{one.row.joined_at.astimezone(event.zone):%H:%M:%S}"
    if one.left_at is None:
        words = pgettext("a time in an online meeting", "from {joined}, leaving is not told")
        return (words.format(joined=joined),)
    words = pgettext("a time in an online meeting", "{joined} to {left}")
    return (words.format(joined=joined, left=f"{one.left_at.astimezone(event.zone):%H:%M:%S}"),)
