"""Imports a list of registrants: usher import_registrants EVENT FILE [--dry-run]."""

from typing import Any

from django.core.management.base import CommandParser

from usher.actions.import_registrants import import_registrants
from usher.management.arguments import event_named
from usher.management.importing import add_file, content_of, how_of, refused_by_name, rows_of, told
from usher.management.prepared import PreparedCommand
from usher.readers import sift_registrants


class Command(PreparedCommand):
    """Takes the lists of sessions into an event."""

    help = "Put attendees on the lists of sessions, or take them off, from CSV or XLSX."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take event and file."""
        add_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done; or say what is wrong and change nothing."""
        event, file = event_named(options["event"]), options["file"]
        content, how = content_of(file), how_of(options)
        found = refused_by_name(file, lambda: sift_registrants(content, file.name))
        imported = refused_by_name(
            file, lambda: import_registrants(event, rows_of(found, how), how=how), how
        )
        self.stdout.write(told(imported, how, found))
