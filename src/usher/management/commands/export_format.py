"""`usher export_format EVENT FORMAT FILE`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from usher.actions.record_export import Taken, record_export, recorded
from usher.console.reports.format_files import FORMATS, Ready, form_of, ready
from usher.console.reports.format_forms import LACKS
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.models import Attendee, Event
from usher.models.export import What
from usher.phrases import series
from usher.reports.formats.calendar import attended_calendar

_CALENDAR = "calendar"


class Command(PreparedCommand):
    """Writes credit or attendance as another system takes it."""

    help = "Write credit or attendance in the form that another system takes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event, the format, the file, and what the format asks for."""
        add_event(parser)
        parser.add_argument("format", choices=[*FORMATS, _CALENDAR], metavar="FORMAT")
        parser.add_argument("file", metavar="FILE", help="the file to write")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="CHOICE",
            help="NAME=VALUE of what the page Formats asks for; a wrong NAME tells which there are",
        )
        parser.add_argument(
            "--attendee", metavar="WHO", help="whose calendar: their external id or address"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; that it was written is on record. No file is overwritten."""
        event, path, at = event_named(options["event"]), Path(options["file"]), timezone.now()
        if path.exists():
            raise CommandError(f"{path} is there already, and stays as it is.")
        if not path.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {path.absolute().parent}.")
        if options["format"] == _CALENDAR:
            rows = _write_calendar(path, _attendee(event, options["attendee"]), at)
        else:
            rows = self._write(path, event, options, at)
        self.stdout.write(f"{path}: {rows} records of {event.slug}.")

    def _write(self, path: Path, event: Event, options: dict[str, Any], at: datetime) -> int:
        wanted, chosen = FORMATS[options["format"]], _chosen(options["set"])
        form = form_of(wanted, chosen, event)
        if form is not None:
            _refuse_unknown(chosen, list(form.fields))
            if not form.is_valid():
                raise CommandError("\n".join(_wrong(form.errors.get_json_data())))
            chosen = form.cleaned_data
        found = ready(wanted, event, chosen, at=at)
        if found.too_many:
            raise CommandError("That is more than a sheet holds: report the event as one course.")
        asked = {"report": wanted.key} | {name: value for name, value in chosen.items() if value}
        export = record_export(event, Taken(What.REPORT, wanted.ending, asked), by=None, at=at)
        export.rows = found.rows or 0

        def count(more: int) -> None:
            export.rows = (export.rows or 0) + more

        _onto_disk(path, recorded(export, found.parts(count)))
        self._tell_lacks(found)
        return export.rows

    def _tell_lacks(self, found: Ready) -> None:
        for one in found.lacks(None):
            what = series([str(LACKS[each]) for each in one.what])
            self.stderr.write(f"Left out: {one.attendee.name}, who lacks {what}.")


def _write_calendar(path: Path, attendee: Attendee, at: datetime) -> int:
    content, rows = attended_calendar(attendee, at=at)
    asked = {"report": _CALENDAR}
    taken = Taken(What.REPORT, "ics", asked, rows=rows, attendee=attendee.pk)
    record_export(attendee.event, taken, by=None, at=at, content=content)
    _onto_disk(path, iter([content]))
    return rows


def _onto_disk(path: Path, parts: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(parts)


def _attendee(event: Event, who: str | None) -> Attendee:
    if not who:
        raise CommandError("Say whose calendar it is to be: --attendee WHO.")
    known = Q(external_id=who) | Q(address__email=who.strip().lower())
    found = list(Attendee.objects.filter(known, event=event).select_related("event"))
    if len(found) != 1:
        raise CommandError(f"There are {len(found)} attendees with the id or address {who!r}.")
    return found[0]


def _chosen(pairs: list[str]) -> dict[str, str]:
    parted = [pair.partition("=") for pair in pairs]
    return {name: value for name, _, value in parted}


def _refuse_unknown(chosen: dict[str, str], known: list[str]) -> None:
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise CommandError(f"{unknown[0]!r} is not asked for. What is: {', '.join(known)}.")


def _wrong(errors: dict[str, list[dict[str, str]]]) -> list[str]:
    return [f"{name}: {one['message']}" for name, many in errors.items() for one in many]
