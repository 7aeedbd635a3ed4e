"""The one way into the ledger for scans: one from a door, or thousands kept offline."""

from collections.abc import Sequence

from usher.actions import ledger
from usher.actions.deciding import Doors
from usher.actions.lease_seats import write_used
from usher.actions.mistakes import BadRequest
from usher.actions.open_cases import open_cases
from usher.actions.read_badges import read_badges
from usher.actions.scans import Answer, Upload, keys_of
from usher.actions.write_figures import write_figures
from usher.models import Event
from usher.queries.door_facts import load
from usher.queries.figures import changed
from usher.queries.sql import together
from usher.rules.badge_code import canonical


def admit(
    event: Event, uploads: Sequence[Upload], *, received_at: int
) -> list[list[Answer] | BadRequest]:
    """Decide the scans, write them, and answer each upload in the same order.

    All is one transaction, on disk when this returns, in a number of queries that doesn't grow
    with the scans. An upload with a bad element is answered by the mistake, and nothing of it
    is taken; the others are.
    """
    scans = [scan for upload in uploads for scan in upload.scans]
    # Before the ledger is held: proving takes longer than looking up, and nobody waits for it.
    signed = read_badges(event, {scan.badge for scan in scans})
    codes = {scan.badge: scan.badge for scan in scans}
    codes |= {text: reading.code for text, reading in signed.items()}
    with ledger.hold(event) as head:
        facts = load(
            event,
            sessions={scan.session for scan in scans},
            badges={text: canonical(code) for text, code in codes.items()},
            keys=[key for scan in scans for key in keys_of(scan)],
            at=received_at,
        )
        before = dict(facts.trails)
        doors = Doors(facts, signed, seq=head.seq, received_at=received_at)
        answers = [doors.take(upload) for upload in uploads]
        with together():
            ledger.append(head, doors.lines)
            ledger.write_repetitions(event, doors.repetitions)
            ledger.write_presence(event, facts.trails, doors.changed)
            ledger.write_tallies(event, [facts.sessions[session] for session in doors.counted])
            write_figures(event, changed(before, facts.trails, doors.lines))
            write_used(event, facts.leases)
            open_cases(event, doors.cases)
    return answers
