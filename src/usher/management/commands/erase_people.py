"""`usher erase_people EVENT` or `usher erase_people --due`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from usher.actions.erase_people import erase_people
from usher.management.arguments import event_named
from usher.management.prepared import PreparedCommand
from usher.models import Event
from usher.queries.retention import due_on, erasure_of, events_due


class Command(PreparedCommand):
    """Erases the personal data of attendees; what was scanned stays."""

    help = "Erase the personal data of an event's attendees, or of all events that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, or `--due` for all whose day has come."""
        parser.add_argument("event", metavar="EVENT", nargs="?", help="the event's short name")
        parser.add_argument("--due", action="store_true", help="all events whose day has come")
        parser.add_argument("--dry-run", action="store_true", help="say what, and erase nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say in numbers what; the events' own settings say when they are due."""
        slug, due = options["event"], options["due"]
        if bool(slug) == due:
            raise CommandError("Name one event, or say --due for all whose day has come.")
        events = events_due(timezone.now()) if due else [event_named(slug)]
        for event in events:
            self._erase(event, dry_run=options["dry_run"])
        if not events:
            self.stdout.write("No event is due.")

    def _erase(self, event: Event, *, dry_run: bool) -> None:
        erased = erasure_of(event) if dry_run else erase_people(event, at=timezone.now())
        done = "Would erase" if dry_run else "Erased"
        day = due_on(event)
        self.stdout.write(
            f"{done} of {event.slug}: {erased.attendees} attendees, {erased.cancelled} cancelled,"
            f" {erased.addresses} addresses, {erased.photos} photos, {erased.files} imported files,"
            f" {erased.certificates} certificates. Its day is {day or 'not set'}."
        )
