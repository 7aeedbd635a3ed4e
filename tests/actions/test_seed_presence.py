"""A real crowd's presence goes through the doors whole, and comes out as an oracle counts it."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median_low

import pytest

from tests.makers import account_of
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.seed_presence import SLUG, seed_presence
from usher.models import Case, Entry
from usher.queries.attendance import attendance_in
from usher.queries.event_report import event_counts, people_by_level
from usher.queries.session_report import session_report
from usher.queries.sessions import session_numbered
from usher.queries.sessions_report import sessions_counted
from usher.queries.sql import moment
from usher.queries.steps import steps_of
from usher.readers.presence import Stretch, read_presence
from usher.rules.attendance import How

pytestmark = pytest.mark.django_db

TRACE = Path(__file__).parents[1] / "data/traces/sfhh-2009-presence.csv.gz"
# In Nice it was two hours later.
MIDNIGHT = datetime(2009, 6, 3, 22, tzinfo=UTC)
LATER = datetime(2026, 1, 31, 8, tzinfo=UTC)
DAY = 86_400

# By badge and day: from and until, in seconds since the first midnight.
Seen = dict[tuple[str, int], list[tuple[int, int]]]


def seen_by_the_oracle() -> Seen:
    """Read the trace by code of its own."""
    found: Seen = defaultdict(list)
    for row in csv.reader(gzip.decompress(TRACE.read_bytes()).decode().splitlines()[1:]):
        begin, end = int(row[1]), int(row[2])
        found[row[0], begin // DAY].append((begin, end))
    return {key: sorted(times) for key, times in found.items()}


def most_at_once(times: list[tuple[int, int]]) -> int:
    """Count minute by minute who had come and not gone."""
    minutes = range(min(times)[0] // 60, max(end for _, end in times) // 60)
    return max(sum(a // 60 <= one < b // 60 for a, b in times) for one in minutes)


def second(at: int) -> int:
    return int((moment(at) - MIDNIGHT) / timedelta(seconds=1))


def test_a_real_crowd_is_folded_and_reported_as_an_independent_count_has_it():
    oracle = seen_by_the_oracle()

    event = seed_presence(account_of(), read_presence(TRACE.read_bytes()), at=LATER)

    codes = dict(event.sessions.values_list("pk", "code"))
    badges = dict(event.attendees.values_list("pk", "external_id"))
    folded = {
        (badges[attendee], int(codes[session][-1]) - 1): [
            (second(one.entered_at), second(one.left_at)) for one in intervals
        ]
        for attendee, found in attendance_in(event, at=LATER)
        for session, intervals in found.items()
    }
    assert folded == oracle
    assert (len(badges), sum(map(len, oracle.values()))) == (403, 5884)
    assert Entry.objects.filter(event=event).count() == 2 * 5884
    assert (
        Case.objects.count(),
        Entry.objects.exclude(outcome__in=["admitted", "left"]).count(),
    ) == (0, 0)

    counts = event_counts(event, people_by_level(event), at=LATER)
    assert (counts.attended, counts.visits, counts.left_unseen) == (403, len(oracle), 0)
    for pk, code in codes.items():
        held = [times for (_, day), times in oracle.items() if day == int(code[-1]) - 1]
        together = [one for times in held for one in times]
        session = session_numbered(event, pk)
        assert session is not None
        (counted,) = sessions_counted(event, [session], at=LATER)
        time = session_report(session, at=LATER).time
        steps = steps_of(event, [session], at=LATER)
        assert (counted.attended, counted.peak) == (len(held), most_at_once(together))
        assert time.median == median_low(sum(b - a for a, b in times) for times in held) // 60
        assert (time.seen, time.assumed) == (sum(b - a for a, b in together) // 60, 0)
        assert sum(step.arrivals for step in steps) == len(together)
        assert max(step.most for step in steps) == counted.peak


def test_who_goes_out_by_a_door_is_told_as_scanned():
    event = seed_presence(account_of(), [Stretch("7", 36_000, 36_600)], at=LATER)

    ((_, found),) = attendance_in(event, at=LATER)
    ((one,),) = found.values()
    session = event.sessions.get()
    assert (one.opened, one.closed) == (How.SCANNED, How.SCANNED)
    assert (session.starts_at, session.ends_at) == (
        datetime(2009, 6, 4, 8, tzinfo=UTC),
        datetime(2009, 6, 4, 8, 15, tzinfo=UTC),
    )


def test_there_is_one_such_event_and_no_stretch_over_midnight():
    owner = account_of()
    seed_presence(owner, [Stretch("7", 36_000, 36_600)], at=LATER)

    with pytest.raises(Conflict):
        seed_presence(owner, [Stretch("8", 36_000, 36_600)], at=LATER)
    with pytest.raises(BadRequest, match="midnight"):
        seed_presence(owner, [Stretch("8", DAY - 60, DAY + 60)], at=LATER)
    assert list(owner.events.values_list("slug", flat=True)) == [SLUG]
