"""What a file is, before it is read: its format, what its rows are, which column is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.readers.attendance_report import Report, find_report
from usher.readers.columns import Columns, find_columns, heading_row, squash
from usher.readers.fields import DAY_KEYS, FIELDS, KEPT, LEFT_OUT, Kind
from usher.readers.formats import Format, recognise
from usher.readers.frab_xml import parsed_xml
from usher.readers.json_forms import json_form
from usher.readers.json_values import parsed_json
from usher.readers.problems import refuse
from usher.readers.table import TableRow, read_table
from usher.readers.written import Order, is_doubtful, order_of
from usher.readers.yaml_schedule import check_programme, parsed_yaml

_ROWS_SHOWN = 20

_KIND_WORDS: Mapping[Kind, Promise] = {
    Kind.SESSIONS: gettext_lazy("sessions"),
    Kind.ATTENDEES: gettext_lazy("attendees"),
    Kind.REGISTRANTS: gettext_lazy("registrants of sessions"),
    Kind.ATTENDANCE: gettext_lazy("attendance of an online session"),
}
_LABELS: Mapping[Format, Promise] = {
    Format.XML: gettext_lazy("frab XML schedule"),
    Format.ICALENDAR: gettext_lazy("iCalendar"),
    Format.YAML: gettext_lazy("devopsdays programme"),
    Format.CSV: gettext_lazy("CSV table"),
    Format.XLSX: gettext_lazy("XLSX workbook"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a file at first glance.

    `kind` is None where the headings don't tell. Of a table: the headings and the row they stand
    in, its first rows (as wide as the headings), how many rows there are below the headings, and
    which column, by index, would be which field of `kind`. `needs_days`: the file writes days
    that only the event's dates explain. `doubtful_days`: headings of columns with dates like
    3/4/2026 that nothing explains, so that the order is to be chosen.
    """

    format: str
    label: str
    kind: Kind | None
    is_table: bool
    headings: tuple[str, ...] = ()
    heading_row: int = 0
    first_rows: tuple[tuple[str, ...], ...] = ()
    row_count: int = 0
    guess: Mapping[int, str] = field(default_factory=dict)
    needs_days: bool = False
    doubtful_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _TableForm:
    """A system's export, known by headings that only it has together."""

    key: str
    label: Promise
    kind: Kind
    headings: frozenset[str]


def _form(key: str, label: Promise, kind: Kind, *headings: str) -> _TableForm:
    return _TableForm(key, label, kind, frozenset(map(squash, headings)))


_FORMS = (
    _form(
        "eventbrite",
        gettext_lazy("Eventbrite attendee report"),
        Kind.ATTENDEES,
        *("Order #", "Attendee #", "Ticket Type", "Attendee Status"),
    ),
    _form(
        "pretix",
        gettext_lazy("pretix attendee list"),
        Kind.ATTENDEES,
        *("Order code", "Attendee name", "Product", "Secret"),
    ),
    _form(
        "hievents",
        gettext_lazy("Hi.Events attendee list"),
        Kind.ATTENDEES,
        *("Product Name", "Public ID", "Short ID"),
    ),
    _form(
        "indico",
        gettext_lazy("Indico registrations"),
        Kind.ATTENDEES,
        *("ID", "Name", "Registration date", "Registration state"),
    ),
    _form(
        "certain",
        gettext_lazy("Certain session registrations"),
        Kind.REGISTRANTS,
        *("Registration Code", "Session Code", "Registration Session Status"),
    ),
)


def look_into(content: bytes, file_name: str, *, kind: Kind | None = None) -> Look:
    """What the file is; with a `kind`, the columns are guessed for that one.

    Raises Unreadable for what no reader takes.
    """
    found = recognise(content, file_name)
    report = find_report(content) if found is Format.CSV else None
    if report is not None and kind in (None, Kind.ATTENDANCE):
        return _look_into_report(report)
    if found in (Format.CSV, Format.XLSX):
        return _look_into_table(read_table(content, found), found, kind)
    if found is Format.JSON:
        form = json_form(parsed_json(content))
        return Look(
            form.key, str(form.label), Kind.SESSIONS, is_table=False, needs_days=form.needs_days
        )
    if found is Format.XML:
        parsed_xml(content)
    if found is Format.YAML:
        check_programme(parsed_yaml(content))
        return Look("devopsdays", str(_LABELS[found]), Kind.SESSIONS, is_table=False)
    key = {Format.XML: "frab_xml", Format.ICALENDAR: "icalendar"}[found]
    return Look(key, str(_LABELS[found]), Kind.SESSIONS, is_table=False)


def _look_into_report(report: Report) -> Look:
    return Look(
        format="attendance_report",
        label=_("attendance report of an online meeting"),
        kind=Kind.ATTENDANCE,
        is_table=False,
        row_count=len(report.people.rows),
        doubtful_days=report.doubtful_days,
    )


def _look_into_table(rows: Sequence[TableRow], found: Format, kind: Kind | None) -> Look:
    at = heading_row(rows)
    form = _form_of(rows[at])
    seen = form.kind if form else _kind_of(rows[at])
    columns, below = find_columns(rows, kind or seen or Kind.ATTENDEES)
    width = len(columns.headings)
    return Look(
        format=form.key if form else found.value.lower(),
        label=str(form.label if form else _LABELS[found]),
        kind=seen,
        is_table=True,
        headings=columns.headings,
        heading_row=rows[at].number,
        first_rows=tuple(_as_wide(row, width) for row in below[:_ROWS_SHOWN]),
        row_count=len(below),
        guess=_whole_guess(columns, kind or seen),
        doubtful_days=_doubtful_days(columns, below) if (kind or seen) is Kind.SESSIONS else (),
    )


def _as_wide(row: TableRow, width: int) -> tuple[str, ...]:
    return (*row.cells, *[""] * width)[:width]


def _whole_guess(columns: Columns, kind: Kind | None) -> dict[int, str]:
    if kind is None:
        return {}
    other = KEPT if kind is Kind.ATTENDEES else LEFT_OUT
    return {index: columns.guess.get(index, other) for index in range(len(columns.headings))}


def _doubtful_days(columns: Columns, rows: Sequence[TableRow]) -> tuple[str, ...]:
    """Headings of columns with dates that may mean two days, where no other date tells which."""
    cells = {
        columns.headings[index]: [row.cells[index] for row in rows if index < len(row.cells)]
        for index, key in columns.guess.items()
        if key in DAY_KEYS
    }
    if order_of(text for texts in cells.values() for text in texts) is not Order.UNKNOWN:
        return ()
    return tuple(heading for heading, texts in cells.items() if any(map(is_doubtful, texts)))


def _form_of(row: TableRow) -> _TableForm | None:
    headings = {squash(cell) for cell in row.cells}
    return next((form for form in _FORMS if form.headings <= headings), None)


def _kind_of(row: TableRow) -> Kind | None:
    """What the rows are, where the headings leave no doubt."""
    columns = {kind: Columns(row, fields) for kind, fields in FIELDS.items()}

    def has(kind: Kind, *keys: str) -> bool:
        return any(columns[kind].has(key) for key in keys)

    is_timed = has(Kind.SESSIONS, "starts_at", "date") and has(
        Kind.SESSIONS, "ends_at", "duration", "room", "code"
    )
    is_of_people = has(Kind.ATTENDEES, "email", "first_name", "last_name", "badge")
    if is_timed and has(Kind.SESSIONS, "title"):
        return None if is_of_people else Kind.SESSIONS
    # A heading "Code" alone may be anybody's.
    names_session = any(
        squash(cell).startswith("session") and squash(cell) in _session_headings()
        for cell in row.cells
    )
    if names_session and has(Kind.REGISTRANTS, "attendee", "email"):
        return Kind.REGISTRANTS
    if has(Kind.ATTENDEES, "name", "first_name", "last_name"):
        return Kind.ATTENDEES
    return None


def _session_headings() -> set[str]:
    fields = FIELDS[Kind.REGISTRANTS]
    return {squash(heading) for one in fields if one.key == "session" for heading in one.headings}


def open_table(
    content: bytes, file_name: str, *, kind: Kind, mapping: Mapping[int, str] | None
) -> list[TableRow]:
    """The rows of a CSV or XLSX file that is to hold `kind`.

    Refused by name: what is no table, and a schedule where people are wanted or the reverse,
    unless the columns were mapped by hand.
    """
    found = recognise(content, file_name)
    if found not in (Format.CSV, Format.XLSX):
        look = look_into(content, file_name)
        raise refuse(_another_kind(look.label, Kind.SESSIONS, kind))
    rows = read_table(content, found)
    if mapping is None and rows:
        look = _look_into_table(rows, found, None)
        if look.kind and (look.kind is Kind.SESSIONS) is not (kind is Kind.SESSIONS):
            raise refuse(_another_kind(look.label, look.kind, kind))
    return rows


def _another_kind(label: str, found: Kind, wanted: Kind) -> str:
    return _(
        "The file is a list of {found} ({label}), not of {wanted}. "
        "Import it as {found}, or choose another file."
    ).format(found=_KIND_WORDS[found], wanted=_KIND_WORDS[wanted], label=label)
