"""Whether an event's ledger bears out what was signed of it, day by day."""

from collections.abc import Collection
from dataclasses import dataclass

from usher.badges.signatures import proves
from usher.models import Event, EventHead, SigningKey
from usher.queries.heads import KeptHead, digests_at, heads_of, kept_head_of


@dataclass(frozen=True, slots=True)
class FalseHead:
    """The first day whose signed head the ledger does not bear out."""

    day: str
    what: str

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


def first_false_head(event: Event, kept: Collection[KeptHead] = ()) -> FalseHead | None:
    """Return the first day of whose head the ledger is not what was signed; None if all are.

    `kept` are heads that were kept elsewhere. The ledger's own chain is another question.
    """
    keys = {key.number: bytes(key.public) for key in SigningKey.objects.filter(event=event)}
    heads = [*map(kept_head_of, heads_of(event)), *kept]
    heads.sort(key=lambda one: (one.statement.day, one.statement.seq))
    digests = digests_at(event, {head.statement.seq for head in heads})
    end = EventHead.objects.get(event=event).seq
    for head in heads:
        what = _fault(head, event, keys, digests, end)
        if what:
            return FalseHead(head.statement.day, what)
    return None


def _fault(
    head: KeptHead, event: Event, keys: dict[int, bytes], digests: dict[int, str], end: int
) -> str:
    said = head.statement
    if said.event != event.pk:
        return "is of another event"
    if keys.get(said.key) != head.public:
        return f"was signed by a key {said.key} that this event does not have"
    if not proves(head.public, head.signature, said.message):
        return "has a wrong signature"
    if said.seq > end:
        return f"ended with entry {said.seq}, and the ledger ends with {end} now"
    if digests.get(said.seq) != said.digest:
        return f"ended with another entry {said.seq}: it or one before it was rewritten"
    return ""
