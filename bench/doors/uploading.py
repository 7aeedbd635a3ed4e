"""A phone's talk with the server but for the desk: queue, standing, roster.

What store/{uploading,standing,lease,roster}.ts do.
"""

import json
from typing import Any

from bench.doors.phone import Phone, Waiting
from bench.doors.phone_rules import MARGIN_MS, Directory, HeldLease, Reading, effective, merged
from bench.doors.server import Server, instant_ms, written
from bench.doors.world import Steps

BATCH_MAX = 250
PATIENCE_MS = 10_000
ROSTER_PATIENCE_MS = 60_000
FIRST_WAIT_MS, LONGEST_WAIT_MS = 500, 5_000


def upload(phone: Phone, server: Server) -> None:
    """Send what waits, unless it is being sent."""
    if phone.is_alive and not phone.memory.is_uploading and phone.disk.outbox:
        phone.memory.is_uploading = True
        phone.run(_drain(phone, server))


def _drain(phone: Phone, server: Server) -> Steps:
    tries = 0
    while batch := next_batch(phone):
        if _is_unmeasured(phone, batch):
            yield from refresh(phone, server)
        answers = None
        if not _is_unmeasured(phone, batch):
            answers = yield from _send(phone, server, batch)
        if answers is None:
            tries += 1
            wait = min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)
            yield phone.world.pause(wait * phone.world.random.uniform(0.5, 1))
            continue
        tries = 0
        _settle(phone, batch, answers)
    phone.memory.is_uploading = False


def _send(phone: Phone, server: Server, batch: list[Waiting]) -> Steps:
    bodies = [body_of(phone, one) for one in batch]
    door = batch[0].door
    answer = yield phone.link.ask(
        lambda: server.scans(phone.name, door, bodies), patience_ms=PATIENCE_MS
    )
    phone.memory.is_cut_off = answer is None
    return answer


def next_batch(phone: Phone) -> list[Waiting]:
    """Return the oldest that may be sent, and those after it of the same door."""
    sendable = sorted(
        (one for key, one in phone.disk.outbox.items() if key not in phone.memory.at_desk),
        key=lambda one: one.place,
    )
    batch: list[Waiting] = []
    for one in sendable:
        if one.door == sendable[0].door:
            batch.append(one)
        elif phone.habits.sends_in_order:
            break
    return batch[:BATCH_MAX]


def _is_unmeasured(phone: Phone, batch: list[Waiting]) -> bool:
    """Whether nothing was heard of the server's clock since one of them was scanned."""
    if not phone.habits.measures_before_sending:
        return False
    known = phone.disk.contact
    return not phone.is_measured or any(one.contact is known for one in batch)


def body_of(phone: Phone, one: Waiting) -> dict[str, Any]:
    """Return the scan as it is sent, with the best time that is known of it by now."""
    newest = phone.disk.contact
    is_newer = newest is not one.contact or not phone.habits.measures_before_sending
    at, doubtful = effective(one.reading, one.contact, newest if is_newer else None)
    clock = {"phone_at": written(one.reading.wall), "doubtful": doubtful}
    body = one.scan | {"scanned_at": written(at), "clock": clock}
    if one.undone is None:
        return body
    undone = one.undone
    at, _ = effective(undone.reading, undone.contact, newest if is_newer else None)
    return body | {"undone": {"void": undone.key, "at": written(at)}}


def _settle(phone: Phone, batch: list[Waiting], answers: list[dict[str, Any]]) -> None:
    for one, answer in zip(batch, answers, strict=True):
        if one.effect is None and phone.habits.counts_what_goes_late:
            # It waited while nobody was told: whoever the server let in took a place of the lease.
            phone.spend(one.scan["session"], int(answer["outcome"] == "admitted"))
        waiting = phone.disk.outbox.get(one.scan["id"])
        # One that was taken back meanwhile is sent once more, with its undo.
        is_unchanged = waiting is None or waiting.undone is one.undone
        if is_unchanged or not phone.habits.sends_anew_what_was_undone:
            _forget(phone, one, answer)
        session = one.scan["session"]
        if answer["seq"] >= phone.memory.tallies.get(session, (0, {}))[0]:
            phone.memory.tallies[session] = answer["seq"], answer["tally"]


def _forget(phone: Phone, one: Waiting, answer: dict[str, Any]) -> None:
    key = one.scan["id"]
    phone.disk.outbox.pop(key, None)
    phone.memory.seqs[key] = answer["seq"]
    if one.undone and not answer["undone"]:
        phone.contradicted.add(key)
    if one.effect and one.effect.attendee is not None and not answer["undone"]:
        passed = one.effect.attendee, one.effect.one, answer["seq"]
        phone.memory.answered.append(passed)


def refresh(phone: Phone, server: Server) -> Steps:
    """Ask for what changed in the roster; one asks at a time."""
    while phone.memory.is_refreshing:
        yield phone.world.pause(500)
    phone.memory.is_refreshing = True
    yield from _refresh(phone, server)
    phone.memory.is_refreshing = False


def _refresh(phone: Phone, server: Server) -> Steps:
    known = phone.memory.directory.roster if phone.memory.directory else None
    since, before = known["version"] if known else "", phone.reading()
    answer = yield phone.link.ask(lambda: server.roster(since), patience_ms=ROSTER_PATIENCE_MS)
    phone.memory.is_cut_off = answer is None
    if answer is None:
        return
    told = json.loads(answer)
    phone.measure(instant_ms(told["at"]), before)
    roster = merged(known, told)
    if roster is not None:
        phone.memory.directory = Directory(roster)
        phone.disk.roster = roster


def stand(phone: Phone, server: Server) -> Steps:
    """Say where the phone stands, and take in what it is lent."""
    if phone.post is None and not phone.disk.stands:
        return
    session, direction = phone.post or (None, "in")
    if phone.memory.is_cut_off and _waits_with(phone, session, direction):
        return
    phone.disk.stands = True
    _leave_lease(phone, session, direction)
    before, given = phone.reading(), phone.memory.given
    unanswered = phone.waiting_seats(session) if session else 0
    said = _standing(phone, session, direction, unanswered)
    answer = yield phone.link.ask(lambda: server.door(phone.name, said), patience_ms=PATIENCE_MS)
    phone.memory.is_cut_off = answer is None
    if answer is None:
        phone.disk.stands = phone.habits.leaves_until_heard or session is not None
        return
    phone.memory.heard = answer["at"]
    phone.measure(instant_ms(answer["at"]), before)
    if session is None and not (answer["lease"] and phone.habits.leaves_until_heard):
        phone.disk.stands = False
    _lend(phone, answer, session, before, unanswered + phone.memory.given - given)


def _waits_with(phone: Phone, session: str | None, direction: str) -> bool:
    """Whether these words would end its lease, and nobody hears them: it may yet come back."""
    return phone.habits.keeps_its_lease_unheard and _ends_lease(phone, session, direction)


def _ends_lease(phone: Phone, session: str | None, direction: str) -> bool:
    held = phone.disk.lease
    return held is not None and (held.session != session or direction != "in")


def _leave_lease(phone: Phone, session: str | None, direction: str) -> None:
    if _ends_lease(phone, session, direction) and phone.habits.drops_its_lease_on_leaving:
        phone.disk.lease = None


def _standing(phone: Phone, session: str | None, direction: str, unanswered: int) -> dict[str, Any]:
    waiting = len(phone.disk.outbox) - len(phone.memory.at_desk)
    said = {"session": session, "direction": direction, "waiting": max(waiting, 0)}
    if not phone.habits.says_what_it_holds:
        return said
    holds = unanswered + (phone.seats(session) if session else 0)
    return said | {"holds": holds, "heard": phone.memory.heard}


def _lend(
    phone: Phone, answer: dict[str, Any], session: str | None, before: Reading, spent: int
) -> None:
    lease = answer["lease"]
    if lease is None or session is None:
        phone.disk.lease = None
        return
    lasts = instant_ms(lease["until"]) - instant_ms(answer["at"]) - MARGIN_MS
    phone.disk.lease = HeldLease(
        session=session,
        seats=lease["seats"],
        until=before.mono + lasts,
        ends_at=instant_ms(answer["at"]) + lasts,
        spent=spent + (lease["beyond"] if phone.habits.heeds_what_is_beyond else 0),
    )
