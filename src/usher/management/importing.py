"""What the imports share on the command line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher.actions.imported import How, Imported, Line, Progress
from usher.management.arguments import add_event
from usher.readers import (
    AttendanceRow,
    AttendeeRow,
    RegistrantRow,
    SessionRow,
    Sifted,
    Unreadable,
)

Read = TypeVar("Read")
Row = TypeVar("Row", SessionRow, AttendeeRow, RegistrantRow, AttendanceRow)

_LINES_MAX = 20


class _Written(Progress):
    """Counts the rows that are taken, as they stay so whatever comes thereafter."""

    rows = 0

    def took(self, done: int, part: Imported) -> None:
        self.rows = done


def add_file(parser: CommandParser) -> None:
    """Let the command take an event, a file, and whether only to try."""
    add_event(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and change nothing"
    )
    parser.add_argument(
        "--skip-bad-rows",
        action="store_true",
        help="leave out the rows that can't be taken (default: then nothing is taken)",
    )


def how_of(options: Mapping[str, Any]) -> How:
    """Return how the rows are to be taken, as the command line says."""
    dry_run, skip_bad = options["dry_run"], options["skip_bad_rows"]
    return How(dry_run=dry_run, skip_bad=skip_bad, progress=_Written())


def rows_of(found: Sifted[Row], how: How) -> list[Row]:
    """Return the rows to take: all, or those that are not bad where these are to be skipped."""
    return found.rows if how.skip_bad else found.whole()


def content_of(file: Path) -> bytes:
    """Return what is in the file, or end the command saying why it can't be read."""
    try:
        return file.read_bytes()
    except OSError as fault:
        words = _("{file} can't be read: {fault}.").format(file=file, fault=fault.strerror)
        raise CommandError(words) from fault


def refused_by_name(file: Path, take: Callable[[], Read], how: How | None = None) -> Read:
    """Return what `take` returns; end the command with all that is wrong with the file.

    `how` is that of `how_of`, where rows are taken.
    """
    try:
        return take()
    except Unreadable as unreadable:
        raise CommandError(f"{_refused(file, how)}\n{unreadable}") from None


def _refused(file: Path, how: How | None) -> str:
    rows = how.progress.rows if how and isinstance(how.progress, _Written) else 0
    if not rows:
        return _("{file} was refused, and nothing was changed:").format(file=file)
    words = _("{file} was refused. {rows} of its rows were taken before, and stay. What is wrong:")
    return words.format(file=file, rows=rows)


def told(imported: Imported, how: How, found: Sifted[Row]) -> str:
    """Return what an import did, a line each up to a limit, and the sums as the last line."""
    lines = [
        *_first(_("left out"), [*found.problems, *imported.bad]),
        *_first(_("doubtful"), found.doubts),
        *_first(_("new level"), imported.levels),
    ]
    if imported.cancelled:
        words = ngettext(
            "{count} comes in cancelled", "{count} come in cancelled", imported.cancelled
        )
        lines.append(words.format(count=imported.cancelled))
    lines += [*_listed(_("added"), imported.added), *_listed(_("changed"), imported.changed)]
    if any(not line.what for line in imported.doubtful):
        words = _(
            "These have neither a badge code nor an external id nor an address of their own;"
            " next time only the same name and company will tell that it is them:"
        )
        lines.append(words)
    lines += _listed(_("doubtful"), imported.doubtful)
    if how.dry_run:
        lines.append(_("Only tried: nothing was changed. Without --dry-run it would be:"))
    # Programs read this line, so it is not translated.
    lines.append(
        f"{len(imported.added)} added, {len(imported.changed)} changed,"
        f" {imported.unchanged} unchanged"
    )
    return "\n".join(lines)


def _listed(verb: str, lines: Sequence[Line]) -> Iterator[str]:
    return _first(verb, [_line(line) for line in lines])


def _line(line: Line) -> str:
    what = f": {', '.join(line.what)}" if line.what else ""
    return f"{line.name} ({line.where}){what}"


def _first(verb: str, lines: Sequence[object]) -> Iterator[str]:
    for line in lines[:_LINES_MAX]:
        yield f"{verb} {line}"
    rest = len(lines) - _LINES_MAX
    if rest > 0:
        yield _("and {rest} more").format(rest=rest)
