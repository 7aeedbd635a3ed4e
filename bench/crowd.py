"""A crowd in a bench's database: scans, and all that is folded of them, without deciding each.

People go from hour to hour, each into one session: in about its start, out about its end. Of
fifty ins one is refused, and of twenty people who came in one is never scanned out.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

SECOND = 1_000_000
REFUSED_OF = 50
UNSEEN_OF = 20
_REFUSAL = json.dumps([{"code": "not_on_schedule", "kind": "restriction", "params": {}}])
_ENTRY = """
INSERT INTO usher_entry (event_id, seq, kind, key, session_id, attendee_id, badge_id,
    unknown_code, direction, outcome, reasons, overrode, moves, scanned_at, received_at,
    scanned_by_id, door, note, subject, body_digest, digest)
VALUES (?, ?, 'scan', ?, ?, ?, NULL, '', ?, ?, ?, '[]', 0, ?, ?, ?, ?, '', NULL, '', '')
"""
_PRESENCE = """
INSERT INTO usher_presence (event_id, session_id, attendee_id, inside, stays)
VALUES (?, ?, ?, ?, ?)
"""
_FLOW = """
INSERT INTO usher_flow (event_id, session_id, minute, came, went, moved, open)
VALUES (?, ?, ?, ?, ?, 0, ?)
"""
_SCANNED = """
INSERT INTO usher_scanned (event_id, session_id, account_id, admitted, "left", repeated, refused,
    overridden)
VALUES (?, ?, ?, ?, ?, 0, ?, 0)
"""
_TALLY = "UPDATE usher_tally SET attended = ?, inside = ?, refused = ? WHERE session_id = ?"


@dataclass(slots=True)
class Counted:
    """What the crowd's scans come to, counted while they are made."""

    flow: defaultdict[tuple[int, int], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    scanned: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    presences: list[tuple[int, int, int | None, int]] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who goes where: sessions by the hour in which they begin, people, who scans."""

    event: int
    hours: Sequence[Sequence[Any]]
    people: Sequence[int]
    accounts: Sequence[int]


def let_in(crowd: Crowd, count: int) -> None:
    """Write so many scans, with stays, tallies and the figures of reports."""
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    counted = Counted()
    with transaction.atomic(), connection.cursor() as cursor:
        # By the database module itself: a million rows take half the time so.
        write = connection.connection.executemany
        write(_ENTRY, _entries(crowd, count, counted))
        write(_PRESENCE, (_presence(crowd.event, one) for one in counted.presences))
        write(_FLOW, ((crowd.event, *key, *counts) for key, counts in counted.flow.items()))
        write(_SCANNED, _scanned(crowd.event, counted.scanned))
        attended = Counter(session for session, *_ in counted.presences)
        inside = Counter(session for session, _, left, _ in counted.presences if left is None)
        ids = [one.pk for hour in crowd.hours for one in hour]
        write(_TALLY, [(attended[one], inside[one], counted.refused[one], one) for one in ids])
        cursor.execute(
            "UPDATE usher_eventhead SET seq = %s WHERE event_id = %s", [count, crowd.event]
        )


def _entries(crowd: Crowd, count: int, counted: Counted) -> Iterator[list[Any]]:
    random, number, hour = Random(1), 0, 0
    while number < count:
        scans = _hour(crowd, hour, random)
        taken = sorted(scans, key=lambda one: one[0])[: count - number]
        for at, session, person, direction, is_refused in taken:
            account = crowd.accounts[session % len(crowd.accounts)]
            outcome = "refused" if is_refused else "admitted" if direction == "in" else "left"
            counted.scanned[session, account, outcome] += 1
            counted.refused[session] += is_refused
            stamp = at.strftime("%Y-%m-%d %H:%M:%S.%f")
            number += 1
            yield [
                *(crowd.event, number, f"key{number}", session, person, direction, outcome),
                *(_REFUSAL if is_refused else "[]", stamp, stamp, account),
                f"door{session % 40}",
            ]
        _count(taken, counted)
        hour += 1


def _hour(crowd: Crowd, hour: int, random: Random) -> list[tuple[Any, int, int, str, bool]]:
    held, scans = crowd.hours[hour % len(crowd.hours)], []
    for person in crowd.people:
        session = held[(person * 31 + hour) % len(held)]
        came = session.starts_at + timedelta(seconds=random.randint(-900, 600))
        if random.randrange(REFUSED_OF) == 0:
            scans.append((came, session.pk, person, "in", True))
            continue
        scans.append((came, session.pk, person, "in", False))
        if random.randrange(UNSEEN_OF):
            left = session.ends_at + timedelta(seconds=random.randint(-600, 300))
            scans.append((left, session.pk, person, "out", False))
    return scans


def _count(scans: Sequence[tuple[Any, int, int, str, bool]], counted: Counted) -> None:
    came: dict[tuple[int, int], int] = {}
    left: dict[tuple[int, int], int] = {}
    for at, session, person, direction, is_refused in scans:
        if not is_refused:
            (came if direction == "in" else left)[session, person] = round(at.timestamp()) * SECOND
    for (session, person), entered in came.items():
        ended = left.get((session, person))
        counted.presences.append((session, person, ended, entered))
        flow = counted.flow[session, entered // SECOND // 60]
        flow[0] += 1
        flow[2] += ended is None
        if ended is not None:
            counted.flow[session, ended // SECOND // 60][1] += 1


def _presence(event: int, one: tuple[int, int, int | None, int]) -> list[Any]:
    session, person, left, entered = one
    stays = json.dumps([[entered, left, None if left is None else "scanned"]])
    return [event, session, person, left is None, stays]


def _scanned(event: int, scanned: Counter[tuple[int, int, str]]) -> list[list[Any]]:
    places = dict.fromkeys((session, account) for session, account, _ in scanned)
    return [
        [event, *place, *(scanned[(*place, one)] for one in ("admitted", "left", "refused"))]
        for place in places
    ]


def publish(access: Any, at: Any) -> int:
    """Give each session credit by one rule, publish one for each stay; return the rule's number."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from usher.actions.credit_rules import write_rule  # noqa: PLC0415 - as above
    from usher.actions.give_credit import give_credit  # noqa: PLC0415 - as above
    from usher.models import Publication, Session  # noqa: PLC0415 - as above
    from usher.queries.credit_terms import terms_now, written_terms  # noqa: PLC0415 - as above

    event = access.event
    document = {"schema": 1, "credit_type": "CME", "unit": "minutes", "rounding": "minutes"}
    rule = write_rule(access, name="Talks", document=document, at=at)
    sessions = Session.objects.filter(event=event).values_list("pk", flat=True)
    give_credit(access, rule, list(sessions), at=at)
    publication = Publication.objects.create(
        event=event,
        number=1,
        head_seq=0,
        terms=written_terms(event, terms_now(event)),
        published_at=at,
        published_by=access.account,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO usher_publishedcredit (publication_id, attendee_id, session_id, version_id,
                                               amount, seconds)
            SELECT %s, attendee_id, session_id, %s, 5000, 3000 FROM usher_presence
             WHERE event_id = %s
            """,
            [publication.pk, rule.versions.get().pk, event.pk],
        )
    return rule.pk
