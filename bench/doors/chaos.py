"""What goes wrong around the doors, and what organizers change meanwhile."""

from dataclasses import dataclass
from datetime import timedelta

from bench.doors.people import Doors, Person
from bench.doors.phone import Phone
from bench.doors.server import START, Server
from bench.doors.uploading import refresh, stand, upload
from bench.doors.world import MINUTE, SECOND, Steps, World
from usher.actions import ledger
from usher.actions.add_registrants import add_registrants
from usher.actions.cancel_attendee import cancel_attendee, reinstate_attendee
from usher.actions.reissue_badge import reissue_badge
from usher.actions.remove_registrants import remove_registrants
from usher.models import Attendee, Badge, Level, Session
from usher.queries.access import Access, access_to


@dataclass(frozen=True, slots=True)
class Troubles:
    """How often what happens: means in ms; 0 is never."""

    up_ms: int
    down_ms: int
    killed_ms: int
    moved_ms: int
    changed_ms: int
    clock_ms: int
    renewal_ms: int


@dataclass(slots=True)
class Chaos:
    """Runs the phones' own clockwork, and lets things go wrong till the end."""

    world: World
    server: Server
    doors: Doors
    troubles: Troubles
    sessions: list[Session]
    is_over: bool = False

    def begin(self) -> None:
        """Let it all begin."""
        for phone in self.doors.phones:
            self._run_phone(phone)
            self._spawn(self._network(phone))
            self._spawn(self._kills(phone))
            self._spawn(self._moves(phone))
            self._spawn(self._clock(phone))
        self._spawn(self._changes())

    def calm_down(self) -> None:
        """Let nothing go wrong any more: all networks are good, all phones run."""
        self.is_over = True
        for phone in self.doors.phones:
            phone.link.is_up = True
            phone.link.quality.dropped = phone.link.quality.doubled = 0.0
            if not phone.is_alive:
                self._run_phone(phone)

    def _spawn(self, steps: Steps) -> None:
        self.world.spawn(steps, alive=lambda: not self.is_over)

    def _sometimes(self, mean_ms: int) -> Steps:
        wait = self.world.random.expovariate(1 / mean_ms) if mean_ms else 1_000 * MINUTE
        yield self.world.pause(wait)

    def _run_phone(self, phone: Phone) -> None:
        phone.start()
        phone.run(self._beat(phone))

    def _beat(self, phone: Phone) -> Steps:
        """Say where it stands, ask for the roster, send what waits: at once and then regularly."""
        while True:
            upload(phone, self.server)
            phone.run(self._talk(phone))
            yield self.world.pause(self.troubles.renewal_ms)

    def _talk(self, phone: Phone) -> Steps:
        if phone.memory.is_saying:
            return
        phone.memory.is_saying = True
        yield from stand(phone, self.server)
        phone.memory.is_saying = False
        yield from refresh(phone, self.server)

    def _network(self, phone: Phone) -> Steps:
        while True:
            yield from self._sometimes(self.troubles.up_ms)
            phone.link.is_up = False
            yield from self._sometimes(self.troubles.down_ms)
            phone.link.is_up = True

    def _kills(self, phone: Phone) -> Steps:
        while True:
            yield from self._sometimes(self.troubles.killed_ms)
            phone.kill()
            yield self.world.pause(self.world.random.uniform(1, 20) * SECOND)
            self._run_phone(phone)

    def _moves(self, phone: Phone) -> Steps:
        while True:
            yield from self._sometimes(self.troubles.moved_ms)
            if phone.memory.is_busy:
                continue
            post = self.world.random.choice((None, phone.post, self._any_post()))
            phone.post = post or (None if self.world.chance(0.3) else self._any_post())
            self.world.say(phone.name, f"stands at {phone.post}")
            phone.run(self._talk(phone))

    def _any_post(self) -> tuple[str, str]:
        session = self.world.random.choice(self.sessions)
        direction = self.world.random.choice(("in", "in", "out")) if session.tracks_out else "in"
        return session.code, direction

    def _clock(self, phone: Phone) -> Steps:
        # One that is set to and fro between two contacts tells nobody.
        yield from self._sometimes(self.troubles.clock_ms)
        phone.set_clock(self.world.random.choice((-7_200, -600, -40, 40, 900, 3_600)) * SECOND)

    def _changes(self) -> Steps:
        access = access_to(self.server.event.slug, self.server.event.owner)
        assert access is not None
        while True:
            yield from self._sometimes(self.troubles.changed_ms)
            self._change(access, self.world.random.choice(self.doors.people))

    def _change(self, access: Access, person: Person) -> None:
        if person.number is None:
            return
        attendee = Attendee.objects.get(pk=person.number)
        session = self.world.random.choice(self.sessions)
        at = START + timedelta(milliseconds=self.world.now)
        what = self.world.random.choice(("cancel", "reinstate", "badge", "list", "unlist", "level"))
        self.world.say("console", f"{what} {person.number} {session.code}")
        if what == "cancel":
            cancel_attendee(access, attendee, at=at)
        elif what == "reinstate":
            reinstate_attendee(access, attendee)
        elif what == "badge":
            self._reissue(access, person, attendee)
        elif what == "list":
            add_registrants(access, session, attendees=[person.number])
        elif what == "unlist":
            remove_registrants(access, session, attendees=[person.number])
        else:
            self._change_level(access, attendee)

    def _reissue(self, access: Access, person: Person, attendee: Attendee) -> None:
        old = Badge.objects.get(attendee=attendee, revoked_at=None)
        badge = reissue_badge(
            access,
            attendee,
            replacing=old.pk,
            at=self.server.now,
            random_bits=self.world.random.getrandbits,
        )
        if self.world.chance(0.7):
            person.badge = badge.code

    def _change_level(self, access: Access, attendee: Attendee) -> None:
        levels = list(Level.objects.filter(event=access.event).order_by("pk"))
        with ledger.hold(access.event):
            attendee.level = self.world.random.choice(levels)
            attendee.save(update_fields=["level"])
