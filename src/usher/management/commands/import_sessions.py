"""Imports a schedule: usher import_sessions EVENT FILE [--timezone ZONE] [--dry-run]."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.import_sessions import import_sessions
from usher.management.arguments import event_named
from usher.management.importing import add_file, content_of, how_of, refused_by_name, rows_of, told
from usher.management.prepared import PreparedCommand
from usher.readers import Choices, sift_sessions


class Command(PreparedCommand):
    """Takes the sessions of a schedule into an event."""

    help = "Add and change an event's sessions from a schedule: frab, Sessionize, CSV and others."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take event, file, and the zone of times that are written without one."""
        add_file(parser)
        parser.add_argument(
            "--timezone",
            metavar="ZONE",
            help="zone of times that the file gives without one (default: the event's)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done; or say what is wrong and change nothing."""
        event, file = event_named(options["event"]), options["file"]
        zone = _zone(options["timezone"]) if options["timezone"] else event.zone
        content, how = content_of(file), how_of(options)
        choices = Choices(zone, event.starts_on, event.ends_on)
        found = refused_by_name(file, lambda: sift_sessions(content, file.name, choices=choices))
        imported = refused_by_name(
            file,
            lambda: import_sessions(event, rows_of(found, how), at=timezone.now(), how=how),
        )
        self.stdout.write(told(imported, how, found))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        words = _("{zone} is not a time zone. Write it like Europe/Brussels.").format(zone=name)
        raise CommandError(words) from None
