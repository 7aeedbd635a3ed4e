"""`usher refold EVENT [--check]`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from usher.actions.refold import checked, refold
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand


class Command(PreparedCommand):
    """Rebuilds presence and tallies from the ledger."""

    help = "Rebuild presence and tallies from an event's ledger, or only check them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event and whether to change anything."""
        add_event(parser)
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what differs; store what the ledger gives unless only checking."""
        event = event_named(options["event"])
        wrong = checked(event) if options["check"] else refold(event)
        for sentence in wrong:
            self.stdout.write(sentence)
        if wrong and options["check"]:
            raise CommandError(f"{len(wrong)} stored figures are not what the ledger gives.")
        done = "put right" if wrong else "all is as the ledger gives it"
        self.stdout.write(f"{event.slug}: {len(wrong)} differences, {done}.")
