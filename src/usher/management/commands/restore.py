"""`usher restore FILE [--replace NAME]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usher.actions.mistakes import BadRequest
from usher.site.restore import restore


class Command(BaseCommand):
    """Puts a backup in the database's place."""

    help = "Put a backup in the database's place, once it is proved to be whole."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and the name of the database that may be replaced."""
        parser.add_argument("file", metavar="FILE", type=Path, help="what `usher backup` wrote")
        parser.add_argument(
            "--replace",
            metavar="NAME",
            default="",
            help="the file name of the database that is there, which is to be replaced",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what is there now; exit 1 saying why not."""
        try:
            entries, kept = restore(options["file"], replacing=options["replace"])
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        for slug, seq in entries.items():
            self.stdout.write(f"The ledger of {slug} is whole: {seq} entries.")
        self.stdout.write(f"{options['file']} is in place: {len(entries)} events.")
        if kept is not None:
            self.stdout.write(f"What was there before is kept as {kept}.")
