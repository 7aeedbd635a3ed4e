"""`usher sign_heads`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from usher.actions.record_export import Taken, record_export
from usher.actions.sign_heads import sign_day_over
from usher.management.arguments import event_named
from usher.management.prepared import PreparedCommand
from usher.models import Event
from usher.models.export import What
from usher.queries.heads import head_lines


class Command(PreparedCommand):
    """Signs the days that are over, and prints all signed heads, to be kept elsewhere."""

    help = "Sign where the ledger ended on each day that is over, and print all signed heads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, or `--all`."""
        parser.add_argument("event", metavar="EVENT", nargs="?", help="the event's short name")
        parser.add_argument("--all", action="store_true", help="all events that have a ledger")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign, and print the heads as lines of JSON; what is printed is on record."""
        slug, everything = options["event"], options["all"]
        if bool(slug) == everything:
            raise CommandError("Name one event, or say --all.")
        for event in Event.objects.order_by("slug") if everything else [event_named(slug)]:
            self._print(event)

    def _print(self, event: Event) -> None:
        at = timezone.now()
        sign_day_over(event, at=at)
        lines = list(head_lines(event))
        if lines:
            file = b"".join(lines)
            taken = Taken(What.SIGNED_HEADS, "jsonl", rows=len(lines))
            record_export(event, taken, by=None, at=at, content=file)
            self.stdout.write(file.decode(), ending="")
