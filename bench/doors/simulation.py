"""One seed from its event's making to the verdict on all that happened."""

from dataclasses import dataclass

from bench.doors.chaos import Chaos, Troubles
from bench.doors.checks import Settled
from bench.doors.network import Link, Quality
from bench.doors.oracle import Oracle, Room
from bench.doors.people import Doors, Person, Visit, Walks
from bench.doors.phone import Clocks, Habits, Phone
from bench.doors.server import START, Server
from bench.doors.walks import walks_of
from bench.doors.world import MINUTE, SECOND, World
from tests.makers import (
    account_of,
    attendee_of,
    badge_of,
    event_of,
    event_user_of,
    registrant_of,
    session_of,
)
from usher.models import Event, Session
from usher.queries.access import access_to
from usher.rules.permissions import Permission

CALM_MS = 3 * MINUTE
GOOD = Habits()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one seed."""

    seed: int
    faults: list[str]
    scans: int
    requests: int
    by_phone: int


def simulate(seed: int, *, habits: Habits = GOOD, is_traced: bool = False) -> Result:
    """Run one seed and return what is wrong with it in the end: nothing, one hopes."""
    world = World(seed, is_traced=is_traced)
    sessions = make_sessions(world)
    event = sessions[0].event
    chaos = make_chaos(world, event, sessions, habits)
    doors = chaos.doors
    doors.people = make_people(world, event, sessions, walks_of(seed))
    doors.open()
    chaos.begin()
    lasts = max(visit.at for person in doors.people for visit in person.visits) + 2 * MINUTE
    world.run(lasts)
    come_to_rest(world, chaos)
    acts = doors.oracle.acts
    settled = Settled(event, doors.oracle, doors.phones)
    return Result(
        seed=seed,
        faults=settled.faults(),
        scans=len(acts),
        requests=chaos.server.requests,
        by_phone=sum(act.told_by == "phone" for act in acts),
    )


def come_to_rest(world: World, chaos: Chaos) -> None:
    """Let all reconnect, then all leave their doors."""
    chaos.calm_down()
    chaos.doors.is_over = True
    world.run(world.now + CALM_MS)
    for phone in chaos.doors.phones:
        phone.post = None
    world.run(world.now + 2 * chaos.troubles.renewal_ms + MINUTE)


def make_sessions(world: World) -> list[Session]:
    """Make an event with two or three sessions, of which the first is limited."""
    chance, random = world.chance, world.random
    event = event_of(
        inside_elsewhere=random.choice(("move", "move", "ask", "allow", "refuse")),
        opens_before_minutes=None,
    )
    return [
        session_of(
            event,
            f"S{number}",
            starts_at=START,
            capacity_max=random.randint(2, 12) if number == 1 or chance(0.5) else None,
            validate_registrants=chance(0.3),
            tracks_out=chance(0.75),
            levels=("Member", "Speaker") if chance(0.3) else (),
        )
        for number in range(1, random.randint(2, 3) + 1)
    ]


def make_chaos(world: World, event: Event, sessions: list[Session], habits: Habits) -> Chaos:
    """Make phones at doors, their networks, and what goes wrong with them."""
    random = world.random
    server = Server(world, event, killed=random.choice((0, 0.01, 0.03)))
    phones = [
        make_phone(world, f"phone{number}", habits) for number in range(1, random.randint(3, 5))
    ]
    sign_in(server, event, phones)
    rooms = {one.code: Room(one.capacity_max, one.tracks_out) for one in sessions}
    oracle = Oracle(world, rooms, moves=event.inside_elsewhere in ("move", "ask"))
    doors = Doors(
        world,
        server,
        oracle,
        phones,
        overrides=random.choice((0, 0.2)),
        twice=random.choice((0, 0.15)),
        undoes=random.choice((0, 0.15)),
    )
    troubles = Troubles(
        up_ms=random.choice((20, 60, 240)) * SECOND,
        down_ms=random.choice((5, 30, 120)) * SECOND,
        killed_ms=random.choice((0, 60, 240)) * SECOND,
        moved_ms=random.choice((0, 60, 180)) * SECOND,
        changed_ms=random.choice((0, 20, 90)) * SECOND,
        clock_ms=random.choice((0, 0, 3)) * MINUTE,
        renewal_ms=30 * SECOND,
    )
    chaos = Chaos(world, server, doors, troubles, sessions)
    post(chaos, phones, sessions)
    return chaos


def sign_in(server: Server, event: Event, phones: list[Phone]) -> None:
    """Sign in an account on each phone; some share one."""
    permissions = Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS
    accounts = [account_of() for _ in phones[1:]]
    for account in accounts:
        event_user_of(event, *permissions, account=account)
    for phone in phones:
        access = access_to(event.slug, server.world.random.choice(accounts))
        assert access is not None, "each account is an event user's"
        server.accesses[phone.name] = access


def make_phone(world: World, name: str, habits: Habits) -> Phone:
    """Make a phone, its way to the server, and clocks that may be wrong."""
    random = world.random
    quality = Quality(
        dropped=random.choice((0, 0.02, 0.2)),
        doubled=random.choice((0, 0.1)),
        way_ms=random.choice((20, 80, 350)),
    )
    clocks = Clocks(
        wrong_by=random.choice((0, 0, 300, -45_000, 5_400_000)),
        drift=random.uniform(-1, 1) * 5e-5,
        drift_mono=random.uniform(-1, 1) * 5e-5,
    )
    return Phone(world, Link(world, quality), name=name, clocks=clocks, habits=habits)


def post(chaos: Chaos, phones: list[Phone], sessions: list[Session]) -> None:
    """Put the phones at doors: two into the first session, the others anywhere."""
    first = sessions[0].code
    posts = [(first, "in"), (first, "in"), (first, "out")]
    for place, phone in enumerate(phones):
        phone.post = posts[place] if place < len(posts) else chaos._any_post()


def make_people(world: World, event: Event, sessions: list[Session], walks: Walks) -> list[Person]:
    """Make attendees, some on the schedules, and a badge that is nobody's."""
    codes, chance = [one.code for one in sessions], world.chance
    people = []
    for number, visits in enumerate(walks(world, codes, 24)):
        level = world.random.choice(("Member", "Speaker", "Expo only"))
        attendee = attendee_of(event, f"Attendee {number}", level=level)
        for session in sessions:
            if chance(0.6):
                registrant_of(session, attendee)
        people.append(Person(attendee.pk, badge_of(attendee), visits))
    people.append(Person(None, "NOBODY", [Visit(MINUTE, codes[0], SECOND, is_tidy=False)]))
    return people
