"""`usher verify EVENT`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.models import EventHead
from usher.queries.chain import first_break


class Command(PreparedCommand):
    """Proves that no entry was changed, removed or slipped in."""

    help = "Prove that no entry of an event's ledger was changed, removed or slipped in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event."""
        add_event(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the chain; exit 1 naming the first entry that is not as it was written."""
        event = event_named(options["event"])
        broken = first_break(event)
        if broken:
            raise CommandError(f"The ledger of {event.slug} is broken: entry {broken}.")
        head = EventHead.objects.get(event=event)
        self.stdout.write(f"The ledger of {event.slug} is whole: {head.seq} entries.")
        self.stdout.write(f"Its head is {head.digest or 'empty'}.")
