"""Writes a bundle of evidence: a ZIP file by which an outsider can check a ledger alone.

What it holds is said in `readme.py`, and checked by `verify.py`, which lies in it. However long
the ledger is, a few thousand entries are in memory.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from usher.actions.sign_heads import sign_day_over
from usher.actions.sign_statement import held_key, signed
from usher.models import Event, EventHead
from usher.queries.evidence import (
    as_lines,
    cases_said,
    entries_until,
    keys_said,
    ledger_line,
    people_said,
    sessions_said,
    settings_of,
)
from usher.queries.evidence_credit import (
    credits_said,
    deciders,
    disputes_said,
    publications_said,
    rule_versions_said,
)
from usher.queries.heads import canonical_json, head_lines, written
from usher.reports.evidence.intervals import interval_rows
from usher.reports.evidence.readme import readme
from usher.reports.evidence.rules import rules_json

VERIFIER = Path(__file__).with_name("verify.py")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which event, and whether with the names of people; `at` is now."""

    event: Event
    at: datetime
    with_people: bool = True


@dataclass(slots=True)
class _Writing:
    file: zipfile.ZipFile
    moment: datetime
    digests: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one file of the bundle, part by part."""
        digest = sha256()
        entry = zipfile.ZipInfo(name, self.moment.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.file.open(entry, "w", force_zip64=True) as target:
            for part in parts:
                digest.update(part)
                target.write(part)
        self.digests[name] = digest.hexdigest()


def write_bundle(path: Path, wanted: Wanted, told: Callable[[int, int], None]) -> int:
    """Write the bundle to the path and return how many entries it has.

    `told` hears how many entries are written, and of how many.
    """
    event, at = wanted.event, wanted.at
    sign_day_over(event, at=at)
    head, accounts = EventHead.objects.get(event=event), set[int]()
    with zipfile.ZipFile(path, "w") as file:
        writing = _Writing(file, at)
        writing.write("README.txt", [readme(wanted.event, with_people=wanted.with_people)])
        writing.write("verify.py", [VERIFIER.read_bytes()])
        writing.write("ledger.jsonl", _ledger(event, head.seq, accounts, told))
        writing.write("heads.jsonl", head_lines(event))
        writing.write("settings.json", [_pretty(settings_of(event))])
        writing.write("rules.json", [rules_json()])
        writing.write("sessions.jsonl", as_lines(sessions_said(event)))
        writing.write("cases.jsonl", as_lines(cases_said(event)))
        writing.write("disputes.jsonl", as_lines(disputes_said(event)))
        writing.write("attendance.csv", interval_rows(event, at=at))
        writing.write("credit_rules.jsonl", as_lines(rule_versions_said(event)))
        writing.write("publications.jsonl", as_lines(publications_said(event, head.seq)))
        writing.write("credit.jsonl", as_lines(credits_said(event, head.seq)))
        if wanted.with_people:
            accounts |= deciders(event)
            writing.write("people.jsonl", as_lines(people_said(event, accounts)))
        _seal(writing, event, head, at)
    return head.seq


def _seal(writing: _Writing, event: Event, head: EventHead, at: datetime) -> None:
    # Before the keys are listed: it may be made for this.
    key = held_key(event, at=at)
    writing.write("keys.json", [canonical_json(keys_said(event)) + b"\n"])
    statement = {
        "what": "evidence of an event",
        "name": event.name,
        "made_at": written(at),
        "seq": head.seq,
        "digest": head.digest,
        "files": writing.digests,
    }
    writing.file.writestr("manifest.json", canonical_json(signed(key, statement)) + b"\n")


def _ledger(
    event: Event, until: int, accounts: set[int], told: Callable[[int, int], None]
) -> Iterator[bytes]:
    for part in entries_until(event, until):
        accounts.update(entry.scanned_by_id for entry in part)
        yield b"".join(map(ledger_line, part))
        told(part[-1].seq, until)


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
