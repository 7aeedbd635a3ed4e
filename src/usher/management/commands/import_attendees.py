"""Imports a list of attendees: usher import_attendees EVENT FILE [--dry-run]."""

import secrets
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from usher.actions.import_attendees import import_attendees
from usher.management.arguments import event_named
from usher.management.importing import add_file, content_of, how_of, refused_by_name, rows_of, told
from usher.management.prepared import PreparedCommand
from usher.readers import sift_attendees


class Command(PreparedCommand):
    """Takes the attendees of a registration system into an event."""

    help = "Add and change an event's attendees from CSV or XLSX."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take event and file."""
        add_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done; or say what is wrong and change nothing."""
        event, file = event_named(options["event"]), options["file"]
        content, how = content_of(file), how_of(options)
        found = refused_by_name(file, lambda: sift_attendees(content, file.name))
        imported = refused_by_name(
            file,
            lambda: import_attendees(
                event,
                rows_of(found, how),
                at=timezone.now(),
                random_bits=secrets.randbits,
                how=how,
            ),
            how,
        )
        self.stdout.write(told(imported, how, found))
