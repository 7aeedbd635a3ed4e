"""`usher verify EVENT`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from usher.actions.check_heads import first_false_head
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.models import EventHead
from usher.queries.chain import first_break
from usher.queries.heads import KeptHead, NoHeads, heads_of, read_heads


class Command(PreparedCommand):
    """Proves that no entry was changed, removed or slipped in."""

    help = "Prove that no entry of an event's ledger was changed, removed or slipped in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, and signed heads that were kept elsewhere."""
        add_event(parser)
        parser.add_argument("--kept", metavar="FILE", help="signed heads that were kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check chain and heads; exit 1 naming the first that is not as it was written."""
        event = event_named(options["event"])
        kept = _kept(options["kept"])
        broken = first_break(event)
        if broken:
            raise CommandError(f"The ledger of {event.slug} is broken: entry {broken}.")
        false = first_false_head(event, kept)
        if false:
            raise CommandError(f"The ledger of {event.slug} was rewritten: {false}.")
        head = EventHead.objects.get(event=event)
        self.stdout.write(f"The ledger of {event.slug} is whole: {head.seq} entries.")
        self.stdout.write(f"Its head is {head.digest or 'empty'}.")
        signed = len(heads_of(event))
        self.stdout.write(f"It bears out {signed} daily signed heads, and {len(kept)} kept ones.")


def _kept(path: str | None) -> list[KeptHead]:
    if path is None:
        return []
    try:
        return read_heads(Path(path).read_bytes().splitlines())
    except OSError as fault:
        raise CommandError(f"{path} can't be read: {fault.strerror}.") from fault
    except NoHeads as fault:
        raise CommandError(f"{path} holds no signed heads.") from fault
