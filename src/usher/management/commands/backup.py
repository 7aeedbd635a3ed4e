"""`usher backup FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usher.actions.mistakes import BadRequest
from usher.site.backup import write_backup


class Command(BaseCommand):
    """Copies the database while doors scan."""

    help = "Copy the database to a file, while doors scan."
    # A backup comes before a new version's migrations.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", metavar="FILE", type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; exit 1 saying why it can't be written."""
        file: Path = options["file"]
        try:
            write_backup(file)
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        self.stdout.write(f"{file}: {file.stat().st_size} bytes, whole and on disk.")
