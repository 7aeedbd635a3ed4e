"""`usher export_evidence EVENT FILE`."""

from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from usher.actions.record_export import Taken, complete, record_export
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.models.export import What
from usher.reports.evidence.bundle import Wanted, write_bundle


class Command(PreparedCommand):
    """Writes a bundle of evidence that an outsider can check alone."""

    help = "Write an event's bundle of evidence, which an auditor can check alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, the file, and whether people are named in it."""
        add_event(parser)
        parser.add_argument("file", metavar="FILE", help="the ZIP file to write")
        parser.add_argument("--without-people", action="store_true", help="leave names out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the bundle; that it was written is on record. No file is overwritten."""
        event, path, at = event_named(options["event"]), Path(options["file"]), timezone.now()
        with_people = not options["without_people"]
        if path.exists():
            raise CommandError(f"{path} is there already, and stays as it is.")
        if not path.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {path.absolute().parent}.")
        asked = {} if with_people else {"people": "no"}
        export = record_export(event, Taken(What.EVIDENCE, "zip", asked), by=None, at=at)
        export.rows = write_bundle(path, Wanted(event, at, with_people), self._tell)
        with path.open("rb") as file:
            complete(export, file_digest(file, "sha256").hexdigest())
        self.stdout.write(f"{path}: the evidence of {event.slug}, {export.rows} entries.")
        self.stdout.write("Whoever has it checks it with: python3 verify.py")

    def _tell(self, done: int, total: int) -> None:
        if done < total and done % 100_000 == 0:
            self.stderr.write(f"{done} of {total} entries written")
