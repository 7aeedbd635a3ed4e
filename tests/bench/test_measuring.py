"""The load generator at a real server, and what listeners heard."""

import itertools
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bench.limits.listening import delays
from bench.limits.load import closed_loop, open_loop
from bench.limits.places import Serving, constant
from bench.limits.visits import Visits, badge_code


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with constant() as serving:
        yield serving


def visits(*, people: int = 3) -> Visits:
    return Visits("bench0", ["Bearer a", "Bearer b"], first=10, people=people, schedule=2)


def scan_of(request: bytes) -> dict[str, str]:
    [scan] = json.loads(request.partition(b"\r\n\r\n")[2])["scans"]
    return dict(scan)


def test_all_that_was_asked_is_answered_and_timed(server: Serving):
    coming = visits()

    load = closed_loop([server.port], coming.one_by_one(), concurrency=4, seconds=0.05)

    assert len(load.took) == coming.sent >= 4
    assert load.took == sorted(load.took)


def test_so_many_are_sent_as_were_to_be_sent(server: Serving):
    load = open_loop([server.port], visits().one_by_one(), per_second=1_000, lines=3, seconds=0.1)

    assert len(load.took) == 100


def test_people_go_in_and_out_and_on_to_the_next_session():
    following = visits(people=1).one_by_one()

    scans = [scan_of(following()) for _ in range(6)]

    assert [(one["direction"], one["session"]) for one in scans] == [
        ("in", "S70"),
        ("out", "S70"),
        ("in", "S83"),
        ("out", "S83"),
        ("in", "S70"),
        ("out", "S70"),
    ]
    moments = [datetime.fromisoformat(one["scanned_at"]) for one in scans]
    assert min(b - a for a, b in itertools.pairwise(moments)) > timedelta(minutes=9)


def test_no_two_scans_have_the_same_id_and_no_two_people_the_same_badge():
    following = visits().one_by_one()

    assert len({scan_of(following())["id"] for _ in range(100)}) == 100
    assert len({badge_code(person) for person in range(10_000)}) == 10_000


def test_a_listener_hears_of_a_scan_by_the_first_frame_that_reaches_it():
    heard = [[(10.0, 4), (11.0, 6), (12.0, 7)], [(10.5, 7)]]

    late = delays(heard, {5: 9.0, 6: 10.0, 7: 10.0})

    assert late == [0.5, 0.5, 1.0, 1.5, 2.0, 2.0]


def test_a_listener_who_never_heard_is_no_quick_one():
    with pytest.raises(RuntimeError, match="never heard of 8"):
        delays([[(10.0, 7)]], {7: 9.0, 8: 9.0})
