"""What must be true when all have reconnected."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bench.doors.oracle import Act, Oracle, Undo, stays_of
from bench.doors.phone import Phone
from bench.doors.phone_rules import DOUBT_MS
from bench.doors.server import START
from bench.doors.world import SECOND
from usher.actions.refold import checked
from usher.models import Case, Entry, Event, Lease, Presence, Repetition, Tally
from usher.queries.chain import first_break
from usher.queries.sql import microseconds
from usher.queries.trails import voided
from usher.rules.judge import Outcome

START_US = microseconds(START)
# A clock that is set by less than this tells nobody.
AGREE_MS = 2 * SECOND

# By session: `[entered, left]` in milliseconds since the event's start.
Stays: TypeAlias = dict[str, list[list[int | None]]]


@dataclass(slots=True)
class Written:
    """What became of an act in the ledger: its own entries, those it repeats, and void ones."""

    own: list[Entry] = field(default_factory=list)
    repeated: list[Entry] = field(default_factory=list)
    void: list[Entry] = field(default_factory=list)

    @property
    def passing(self) -> list[Entry]:
        """Its own entries that let somebody through."""
        return [one for one in self.own if one.outcome != Outcome.REFUSED]


@dataclass(slots=True)
class Settled:
    """The ledger beside the oracle, after all."""

    event: Event
    oracle: Oracle
    phones: list[Phone]
    written: dict[int, Written] = field(default_factory=dict)
    excused: set[int] = field(default_factory=set)
    # Places in the ledger of what somebody at a door took back.
    undone: set[int] = field(default_factory=set)

    def faults(self) -> list[str]:
        """Return a sentence for each thing that is not as it must be."""
        self._read()
        found = list(self._ledger_faults())
        for act in self.oracle.acts:
            found += self._act_faults(act)
            found += self._time_faults(act)
        found += self._stay_faults()
        found += self._conflict_faults()
        found += self._lease_faults()
        return found + ([] if self.excused else self.oracle.faults)

    def _read(self) -> None:
        entries = list(Entry.objects.filter(event=self.event).order_by("seq"))
        void = voided([(one.seq, one.kind, one.subject) for one in entries])
        by_seq = {one.seq: one for one in entries}
        by_key = {one.key: one for one in entries if one.kind == "scan"}
        repetitions = dict(Repetition.objects.filter(event=self.event).values_list("key", "seq"))
        for act in self.oracle.acts:
            own = [by_key[key] for key in act.keys if key in by_key]
            repeated = [by_seq[repetitions[key]] for key in act.keys if key in repetitions]
            self.written[act.number] = Written(
                own=[one for one in own if one.seq not in void],
                repeated=[one for one in repeated if one.seq not in void],
                void=[one for one in [*own, *repeated] if one.seq in void],
            )
            if act.undo is not Undo.NO:
                self.undone |= {one.seq for one in self.written[act.number].void}

    def _ledger_faults(self) -> Iterator[str]:
        broken = first_break(self.event)
        if broken:
            yield f"the chain breaks: {broken}"
        yield from checked(self.event)

    def _act_faults(self, act: Act) -> Iterator[str]:
        """Each physical scan once: what was told stands, what was not told is not lost."""
        found = self.written[act.number]
        passing = len(found.passing)
        if act.told is None:
            if act.is_kept and not (found.own or found.repeated):
                yield f"#{act.number} is lost"
            if passing > 1:
                yield f"#{act.number} is there {passing} times"
        elif self._is_to_be_undone(act):
            if passing or not self._is_undone(act):
                yield f"#{act.number} was undone, and {passing} entries let them through"
        else:
            yield from self._told_faults(act, act.told.outcome, found)

    def _told_faults(self, act: Act, told: Outcome, found: Written) -> Iterator[str]:
        passing = len(found.passing)
        repeats = any(one.outcome != Outcome.REFUSED for one in found.repeated)
        if told is Outcome.REFUSED:
            if passing or not (found.own or found.repeated):
                yield f"#{act.number} was told refused, and {passing} entries let them through"
        elif passing != 1 and not (passing == 0 and repeats):
            yield f"#{act.number} was told {told}, and {passing} entries say so"

    def _is_to_be_undone(self, act: Act) -> bool:
        """Whether the phone said so, and never that it was too late, or an undo reached it."""
        phone = next(one for one in self.phones if one.name == act.phone)
        is_said = act.undo is Undo.SAID and phone.contradicted.isdisjoint(act.keys)
        return is_said or self._is_undone(act)

    def _time_faults(self, act: Act) -> Iterator[str]:
        phone = next(one for one in self.phones if one.name == act.phone)
        exact = AGREE_MS + phone.worst_ms // 2 + 500
        for entry in self.written[act.number].own:
            error = abs(ms_of(entry) - act.at)
            doubtful = bool(entry.clock and entry.clock["doubtful"])
            if error > exact:
                self.excused.add(act.number)
            is_sure = not phone.clocks.set_at and phone.worst_ms < AGREE_MS
            if doubtful and is_sure and act.contact_at is not None:
                yield f"#{act.number} is doubted, and its clock was never set"
            if error > exact and not doubtful and not self._was_sent_at_once(act, phone, error):
                yield f"#{act.number} is {error} ms off, and nothing says so"

    def _was_sent_at_once(self, act: Act, phone: Phone, error: int) -> bool:
        """A clock set since the last contact, by less than a person must look at, is believed."""
        if act.contact_at is None:
            # Known by what was heard later alone, it may have been set in between.
            return error <= DOUBT_MS + AGREE_MS and bool(phone.clocks.set_at)
        since = act.contact_at - phone.worst_ms
        return error <= DOUBT_MS + AGREE_MS and any(
            since <= one <= act.at for one in phone.clocks.set_at
        )

    def _stay_faults(self) -> Iterator[str]:
        passes, stored = self._passes(), self._stored()
        tallies: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for attendee in sorted({*passes, *stored}):
            seen = stays_of(passes[attendee], moves=self.oracle.moves)
            if not _alike(seen, stored[attendee], self._tolerance()):
                yield f"attendee {attendee}: stays {stored[attendee]}, seen {seen}"
            for session, stays in seen.items():
                tallies[session][0] += 1
                tallies[session][1] += stays[-1][1] is None
        for tally in Tally.objects.filter(event=self.event).select_related("session"):
            code = tally.session.code
            if [tally.attended, tally.inside] != tallies[code]:
                yield f"{code}: {tally}, seen {tallies[code]}"

    def _passes(self) -> defaultdict[int, list[tuple[int, int, str, str]]]:
        passes: defaultdict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
        for act in self.oracle.acts:
            # A repeat at once is the same physical act: it has no time of its own.
            found = self.written[act.number]
            is_repeat = bool(found.repeated) and not found.passing
            if act.attendee is not None and self._passed(act) and not is_repeat:
                at = self._time_of(act)
                passes[act.attendee].append((at, act.number, act.session, act.direction))
        return passes

    def _stored(self) -> defaultdict[int, Stays]:
        stored: defaultdict[int, Stays] = defaultdict(dict)
        for one in Presence.objects.filter(event=self.event).select_related("session"):
            if one.stays:
                stays = [[_ms(entered), _ms(left)] for entered, left, _ in one.stays]
                stored[one.attendee_id][one.session.code] = stays
        return stored

    def _passed(self, act: Act) -> bool:
        if self._is_undone(act):
            return False
        if act.told is not None:
            return act.told.outcome is not Outcome.REFUSED
        return bool(self.written[act.number].passing)

    def _is_undone(self, act: Act) -> bool:
        """Whether what was taken back is this act: of two scans at once each is the other."""
        return any(one.seq in self.undone for one in self.written[act.number].void)

    def _time_of(self, act: Act) -> int:
        entries = self.written[act.number].passing
        return ms_of(entries[0]) if act.number in self.excused and entries else act.at

    def _tolerance(self) -> int:
        return AGREE_MS + max(one.worst_ms for one in self.phones) // 2 + 500

    def _conflict_faults(self) -> Iterator[str]:
        """A case where the phone's word and the server's part, and nowhere else."""
        cases = Case.objects.filter(event=self.event, kind="conflict").values_list("seq", flat=True)
        found = set(cases)
        for act in self.oracle.acts:
            for entry in self.written[act.number].own:
                told = entry.told or {"outcome": "", "judged": ""}
                if entry.told and act.told and told["outcome"] != act.told.outcome:
                    yield f"#{act.number}: {told}, not what was told"
                parts = (told["outcome"] == "refused") != (told["judged"] == "refused")
                if parts != (entry.seq in found):
                    yield f"#{act.number}: {told}, and {'no' if parts else 'a'} case"

    def _lease_faults(self) -> Iterator[str]:
        for lease in Lease.objects.filter(event=self.event, seats__gt=0):
            yield f"{lease.seats} places are stranded at {lease.phone}, which has left"
        for phone in self.phones:
            if phone.disk.outbox:
                yield f"{phone.name} holds {len(phone.disk.outbox)} scans still"


def ms_of(entry: Entry) -> int:
    """Return when the entry says that it was, in milliseconds since the event's start."""
    return (microseconds(entry.scanned_at) - START_US) // 1_000


def _ms(instant: int | None) -> int | None:
    return None if instant is None else (instant - START_US) // 1_000


def _alike(
    seen: Stays,
    stored: Stays,
    tolerance: int,
) -> bool:
    if seen.keys() != stored.keys():
        return False
    return all(
        len(seen[session]) == len(stored[session])
        and all(
            _near(one, other, tolerance)
            for stay, kept in zip(seen[session], stored[session], strict=True)
            for one, other in zip(stay, kept, strict=True)
        )
        for session in seen
    )


def _near(one: int | None, other: int | None, tolerance: int) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance
