"""The daily signed heads of an event's ledger: what they say, and how they are given away."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from usher.models import Entry, Event, SignedHead
from usher.queries.chunks import in_chunks


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signature says: on this day, the event's ledger ended so."""

    event: int
    day: str
    seq: int
    digest: str
    signed_at: str
    key: int

    @property
    def message(self) -> bytes:
        """The bytes that are signed: JSON, sorted, without spaces."""
        return canonical_json({"what": "head of a ledger", **_fields(self)})


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A signed head as it stands in a file: whoever has it can check it alone."""

    statement: Statement
    public: bytes
    signature: bytes


class NoHeads(Exception):
    """Raised where a file holds no signed heads."""


def canonical_json(value: Any) -> bytes:
    """Return the one form in which a value is signed: sorted, without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def statement_of(head: SignedHead) -> Statement:
    """Return what the head's signature says."""
    return Statement(
        event=head.event_id,
        day=head.day.isoformat(),
        seq=head.seq,
        digest=head.digest,
        signed_at=written(head.signed_at),
        key=head.key.number,
    )


def written(moment: datetime) -> str:
    """Return the moment in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def heads_of(event: Event) -> list[SignedHead]:
    """Return the event's signed heads, the first day's first."""
    return list(SignedHead.objects.filter(event=event).select_related("key").order_by("seq"))


def kept_head_of(head: SignedHead) -> KeptHead:
    """Return the head as it is given away."""
    return KeptHead(statement_of(head), bytes(head.key.public), bytes(head.signature))


def head_lines(event: Event) -> Iterator[bytes]:
    """Yield the event's signed heads as lines of JSON, each of which can be checked alone."""
    for head in heads_of(event):
        kept = kept_head_of(head)
        line = {
            "public": kept.public.hex(),
            "signature": kept.signature.hex(),
            "statement": json.loads(kept.statement.message),
        }
        yield canonical_json(line) + b"\n"


def read_heads(lines: Iterable[bytes]) -> list[KeptHead]:
    """Return the heads of a file that was kept. Raises NoHeads where it is none."""
    try:
        return [_read(json.loads(line)) for line in lines if line.strip()]
    except (KeyError, TypeError, ValueError) as fault:
        raise NoHeads from fault


def digests_at(event: Event, seqs: Collection[int]) -> dict[int, str]:
    """Return the digests of the entries at these places, as far as there are any."""
    found: dict[int, str] = {}
    for some in in_chunks(seqs):
        entries = Entry.objects.filter(event=event, seq__in=some)
        found |= dict(entries.values_list("seq", "digest"))
    return found


def _fields(statement: Statement) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in Statement.__slots__}


def _read(line: dict[str, Any]) -> KeptHead:
    said = {name: line["statement"][name] for name in Statement.__slots__}
    public, signature = (bytes.fromhex(line[name]) for name in ("public", "signature"))
    return KeptHead(Statement(**said), public, signature)
