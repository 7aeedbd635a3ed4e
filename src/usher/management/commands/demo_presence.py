"""`usher demo_presence FILE --owner EMAIL`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from usher.actions.create_event import owner_by
from usher.actions.mistakes import BadRequest
from usher.actions.seed_presence import seed_presence
from usher.management.importing import content_of, refused_by_name
from usher.management.prepared import PreparedCommand
from usher.readers.presence import read_presence


class Command(PreparedCommand):
    """Makes an event of a real crowd, to see reports that are worth looking at."""

    help = "Make an event of a trace of presence: real people who come, go and come back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the trace, and whose event it will be."""
        parser.add_argument("file", metavar="FILE", type=Path, help="badge,from_s,until_s as CSV")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="the owner's address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the event, or say what is wrong and change nothing."""
        file = options["file"]
        content = content_of(file)
        stretches = refused_by_name(file, lambda: read_presence(content))
        try:
            with transaction.atomic():
                owner, _ = owner_by(options["owner"])
                event = seed_presence(owner, stretches, at=timezone.now())
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        people = event.attendees.count()
        self.stdout.write(f"Made {event.slug}: {people} people, {len(stretches)} times inside.")
        self.stdout.write(f"Its reports: {reverse('reports', args=[event.slug])}")
