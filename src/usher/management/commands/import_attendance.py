"""Imports an attendance report: usher import_attendance EVENT FILE --session CODE [--dry-run]."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from usher.actions.import_attendance import Online, import_attendance
from usher.management.arguments import event_named
from usher.management.importing import add_file, content_of, how_of, refused_by_name, rows_of, told
from usher.management.prepared import PreparedCommand
from usher.readers import Choices, Order, sift_attendance

_ORDERS = {"day-first": Order.DAY_FIRST, "month-first": Order.MONTH_FIRST}


class Command(PreparedCommand):
    """Takes into the ledger who was in an online meeting."""

    help = "Take in who was in an online session, from an attendance report of Zoom or Teams."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take event, file, session, and how the file is to be read."""
        add_file(parser)
        parser.add_argument(
            "--session", required=True, metavar="CODE", help="which session the meeting was"
        )
        parser.add_argument(
            "--by-name",
            action="store_true",
            help="let names tell people who have no address in the file",
        )
        parser.add_argument(
            "--dates",
            choices=sorted(_ORDERS),
            metavar="ORDER",
            help="what 3/4/2026 means where nothing else tells: day-first or month-first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import in the owner's name, and say what was done; or what is wrong with the file."""
        event, file = event_named(options["event"]), options["file"]
        content, how = content_of(file), how_of(options)
        order = _ORDERS.get(options["dates"], Order.UNKNOWN)
        choices = Choices(event.zone, event.starts_on, event.ends_on, order)
        found = refused_by_name(file, lambda: sift_attendance(content, choices=choices))
        online = Online(options["session"], event.owner_id, by_name=options["by_name"])
        imported = refused_by_name(
            file,
            lambda: import_attendance(
                event, rows_of(found, how), online, at=timezone.now(), how=how
            ),
        )
        self.stdout.write(told(imported, how, found))
