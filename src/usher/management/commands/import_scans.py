"""`usher import_scans FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher.actions.import_scans import Became, import_scans
from usher.actions.mistakes import BadRequest
from usher.door.saved import sift_saved
from usher.management.importing import content_of, refused_by_name
from usher.management.prepared import PreparedCommand
from usher.readers.saved_scans import read_saved_scans

_LINES_MAX = 100


class Command(PreparedCommand):
    """Takes in what a phone could not send."""

    help = "Take in scans that a phone could not send and saved to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and whether the word of somebody who may scan no longer counts."""
        parser.add_argument("file", metavar="FILE", type=Path, help="the file that a phone saved")
        parser.add_argument(
            "--accept-removed",
            action="store_true",
            help="take the scans of somebody who may not scan at the event any more, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the scans, and say what became of them; exit 1 if any was refused."""
        file, accept = options["file"], options["accept_removed"]
        content = content_of(file)
        saved = refused_by_name(file, lambda: read_saved_scans(content))
        sifted = sift_saved(saved.scans)
        try:
            done = import_scans(
                saved.account, sifted.scans, at=timezone.now(), accept_removed=accept
            )
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        self.stdout.write(
            _("Scans of {account}, saved at {moment}.").format(
                account=saved.account, moment=saved.saved_at.isoformat(timespec="seconds")
            )
        )
        for one in done:
            self._tell(one)
        refused = [str(problem) for problem in sifted.problems]
        refused += [f"{where}: {why}" for one in done for where, why in one.refused]
        if refused:
            raise CommandError("\n".join([_("These were refused:"), *_first(refused)]))

    def _tell(self, one: Became) -> None:
        # Programs read this line, so it is not translated.
        self.stdout.write(
            f"{one.event}: {one.written} written, {one.there} there already,"
            f" {len(one.refused)} refused"
        )
        if one.cases:
            words = ngettext(
                "{count} case was opened. It waits on the page of cases.",
                "{count} cases were opened. They wait on the page of cases.",
                one.cases,
            )
            self.stdout.write(words.format(count=one.cases))


def _first(lines: list[str]) -> list[str]:
    rest = len(lines) - _LINES_MAX
    more = [_("and {rest} more").format(rest=rest)] if rest > 0 else []
    return lines[:_LINES_MAX] + more
