"""A phone at a door: what it keeps, what it forgets when it is killed, and its two clocks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from bench.doors.network import Link
from bench.doors.phone_rules import Contact, Directory, HeldLease, Pass, Reading, effective
from bench.doors.world import Steps, World


@dataclass(frozen=True, slots=True)
class Habits:
    """What a good phone does. One that is switched off makes a phone that breaks something."""

    names_the_first: bool = True
    heeds_its_lease: bool = True
    drops_its_lease_on_leaving: bool = True
    judges_anew_after_waiting: bool = True
    measures_before_sending: bool = True
    leaves_until_heard: bool = True
    says_what_it_holds: bool = True
    sends_in_order: bool = True
    counts_what_goes_late: bool = True
    waits_its_turn: bool = True
    keeps_its_lease_unheard: bool = True
    heeds_what_is_beyond: bool = True
    sends_anew_what_was_undone: bool = True


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scan that was told did, as far as the phone counts."""

    attendee: int | None
    one: Pass
    attended: int
    inside: int
    seats: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The undo of a scan that waits: its id, and the clocks when somebody pressed."""

    key: str
    reading: Reading
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scan on this phone that the server has not answered."""

    place: int
    door: str
    scan: dict[str, Any]
    reading: Reading
    contact: Contact | None
    effect: Effect | None
    undone: TakenBack | None = None

    @property
    def counted(self) -> Effect | None:
        """What it did; nothing once it was taken back."""
        return None if self.undone else self.effect


@dataclass(slots=True)
class Disk:
    """What lasts when the phone is killed."""

    outbox: dict[str, Waiting] = field(default_factory=dict)
    roster: dict[str, Any] | None = None
    contact: Contact | None = None
    lease: HeldLease | None = None
    # The server may think that it stands at a door.
    stands: bool = False


@dataclass(slots=True)
class Memory:
    """What is lost when the phone is killed."""

    directory: Directory | None = None
    given: int = 0
    heard: str | None = None
    answered: list[tuple[int, Pass, int]] = field(default_factory=list)
    # By a scan's id: its place in the ledger, once the server has answered.
    seqs: dict[str, int] = field(default_factory=dict)
    tallies: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    is_cut_off: bool = False
    at_desk: set[str] = field(default_factory=set)
    is_uploading: bool = False
    is_refreshing: bool = False
    is_saying: bool = False
    is_busy: bool = False


@dataclass(slots=True)
class Clocks:
    """How a phone's clocks go: the wall clock's error in ms, and how much faster both are."""

    wrong_by: int
    drift: float
    drift_mono: float
    set_at: list[int] = field(default_factory=list)


class Phone:
    """One phone; `post` is the session and direction of its open scan screen."""

    def __init__(
        self, world: World, link: Link, *, name: str, clocks: Clocks, habits: Habits
    ) -> None:
        self.world = world
        self.link = link
        self.name = name
        self.clocks = clocks
        self.habits = habits
        self.disk = Disk()
        self.memory = Memory()
        self.post: tuple[str, str] | None = None
        self.life = 0
        self.is_alive = False
        self.places = 0
        # The longest way there and back by which the clock was measured.
        self.worst_ms = 0
        # The ids of scans whose undo came too late, as it told its staff.
        self.contradicted: set[str] = set()
        self._started_at = 0
        self._abandon: Callable[[], None] | None = None

    def start(self) -> None:
        """Open the app: what was on the disk is there, and nothing else."""
        self.life += 1
        self.is_alive = True
        self._started_at = self.world.now
        self.memory = Memory()
        held = self.disk.lease
        if held is not None:
            self.disk.lease = replace(held, until=held.ends_at - self.server_now())
        if self.disk.roster is not None:
            self.memory.directory = Directory(self.disk.roster)
        self.world.say(self.name, f"starts, {len(self.disk.outbox)} waiting")

    def kill(self) -> None:
        """Stop in the midst of whatever it does."""
        self.is_alive = False
        self.life += 1
        self.world.say(self.name, f"is killed, {len(self.disk.outbox)} waiting")
        abandon, self._abandon = self._abandon, None
        if abandon:
            abandon()

    def run(self, steps: Steps) -> None:
        """Run a process that ends with this life of the page."""
        life = self.life
        self.world.spawn(steps, alive=lambda: self.life == life)

    def when_abandoned(self, call: Callable[[], None] | None) -> None:
        """Call when it is killed while somebody stands at the desk."""
        self._abandon = call

    def reading(self) -> Reading:
        """Look at both clocks."""
        now = self.world.now
        wall = now + self.clocks.wrong_by + int(now * self.clocks.drift)
        mono = int((now - self._started_at) * (1 + self.clocks.drift_mono))
        return Reading(EPOCH_MS + wall, mono, self.life)

    def set_clock(self, by_ms: int) -> None:
        """Somebody, or the network, sets the wall clock anew."""
        self.clocks.wrong_by += by_ms
        self.clocks.set_at.append(self.world.now)
        self.world.say(self.name, f"clock set by {by_ms} ms")

    def measure(self, server: int, asked: Reading) -> None:
        """Take in the server's time, of an answer to what was asked at the reading."""
        now = self.reading()
        halfway = (now.mono - asked.mono) // 2
        self.worst_ms = max(self.worst_ms, halfway * 2)
        reading = Reading(asked.wall + halfway, asked.mono + halfway, self.life)
        self.disk.contact = Contact(server, reading)
        self.memory.is_cut_off = False

    @property
    def is_measured(self) -> bool:
        """Whether the server's clock was heard in this life of the page."""
        contact = self.disk.contact
        return contact is not None and contact.reading.life == self.life

    def server_now(self) -> int:
        """Return what the server's clock shows, as far as it is known."""
        return effective(self.reading(), self.disk.contact, None)[0]

    def new_id(self) -> str:
        """Make an id that sorts by when it was made."""
        bits = self.world.random.getrandbits(74)
        high, low = bits >> 62, bits & ((1 << 62) - 1)
        wall = self.reading().wall & ((1 << 48) - 1)
        return str(UUID(int=wall << 80 | 7 << 76 | high << 64 | 2 << 62 | low))

    def keep(self, one: Waiting, *, instead_of: str = "") -> None:
        """Write a scan on the disk, in the place of an earlier one if it replaces that."""
        self.disk.outbox.pop(instead_of, None)
        self.disk.outbox[one.scan["id"]] = one

    def place_of(self, key: str) -> int:
        """Return the scan's place in the queue, or a new one behind all others."""
        known = self.disk.outbox.get(key)
        if known:
            return known.place
        self.places += 1
        return self.places

    def waiting_seats(self, session: str) -> int:
        """Return how many scans may have taken a place that the server has not counted."""
        return sum(
            one.effect is None or one.effect.seats > 0
            for one in self.disk.outbox.values()
            if one.scan["session"] == session
        )

    def is_lent(self, session: str) -> bool:
        """Whether a place may be taken from what it was lent at the session."""
        held = self.disk.lease
        return held is not None and held.session == session

    def spend(self, session: str, seats: int) -> None:
        """Count places that were given away, or given back."""
        self.memory.given += max(seats, 0)
        held = self.disk.lease
        if held and held.session == session:
            self.disk.lease = replace(held, spent=held.spent + seats)

    def seats(self, session: str) -> int:
        """Return how many people it may let in there without asking."""
        if not self.habits.heeds_its_lease:
            return 1_000
        held, mono = self.disk.lease, self.reading().mono
        return held.left(session, mono=mono, server_now=self.server_now()) if held else 0


# The event starts here, by the server's clock: 31 January 2026, 09:00 UTC.
EPOCH_MS = 1_769_850_000_000
