"""A list of attendees: the exports of registration systems, or any table with the same columns."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from usher.readers.addresses import email
from usher.readers.columns import Columns, code, find_columns, is_cancelled, truth
from usher.readers.fields import FIELDS, Kind
from usher.readers.guess import open_table
from usher.readers.problems import Place, Problems, excerpt
from usher.readers.rows import AttendeeRow, Sifted
from usher.readers.table import TableRow
from usher.readers.text import bounded

_CODE_MAX = 200
_NAME_MAX = 300
_LEVEL_MAX = 200


def sift_attendees(
    content: bytes, file_name: str, *, mapping: Mapping[int, str] | None = None
) -> Sifted[AttendeeRow]:
    """The attendees of a CSV or XLSX file, and all that is wrong with the other rows.

    Names stay as written apart from trimming and Unicode composition. A status that means that
    nobody comes (cancelled, refunded, transferred, waiting and the like) cancels; any other
    does not. The status stays among the fields too, and so do the two parts of a name.
    `mapping` says by index which column holds which field; None leaves it to the headings.
    Raises Unreadable for what is no such list.
    """
    table = open_table(content, file_name, kind=Kind.ATTENDEES, mapping=mapping)
    columns, rows = find_columns(table, Kind.ATTENDEES, mapping=mapping)
    columns.require(("name", "first_name", "last_name"))
    problems = Problems()
    placed = [(columns.place(row, problems), row) for row in rows]
    read = [(place, _attendee(columns, row, place)) for place, row in placed]
    found = [(place, attendee) for place, attendee in read if attendee is not None]
    return problems.sifted(_unique(found, columns))


def read_attendees(content: bytes, *, name: str) -> list[AttendeeRow]:
    """The same, where anything wrong is a refusal of the whole file (Unreadable)."""
    return sift_attendees(content, name).whole()


def _attendee(columns: Columns, row: TableRow, place: Place) -> AttendeeRow | None:
    cells = {
        field.key: place.read(columns.heading(field.key), columns.text, row, field.key) or ""
        for field in FIELDS[Kind.ATTENDEES]
        if field.headings
    }
    # Where a name parts nobody could tell afterwards.
    kept = ("status", "first_name", "last_name")
    fields = place.read("", columns.spare, row, keeping=kept)
    cancelled = place.read(columns.heading("cancelled"), truth, cells["cancelled"])
    name = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
    if place.sound and not name:
        place.wrong(_name_heading(columns), _("there is no name"))
    _check_values(columns, {**cells, "name": name}, place)
    if not place.sound:
        return None
    return AttendeeRow(
        where=place.where,
        badge_code=cells["badge"] or None,
        external_id=cells["external_id"] or None,
        name=name,
        email=cells["email"] or None,
        company=cells["company"],
        level=cells["level"] or None,
        cancelled=is_cancelled(cells["status"], said=cancelled),
        fields=fields or {},
    )


def _name_heading(columns: Columns) -> str:
    present = [key for key in ("name", "first_name", "last_name") if columns.has(key)]
    return columns.heading(present[0])


def _check_values(columns: Columns, cells: dict[str, str], place: Place) -> None:
    def check(key: str, characters_max: int) -> None:
        place.read(columns.heading(key), bounded, cells[key], characters_max=characters_max)

    for key in ("badge", "external_id"):
        place.read(columns.heading(key), code, cells[key])
        check(key, _CODE_MAX)
    check("name", _NAME_MAX)
    check("company", _NAME_MAX)
    check("level", _LEVEL_MAX)
    place.read(columns.heading("email"), email, cells["email"])


def _unique(rows: Sequence[tuple[Place, AttendeeRow]], columns: Columns) -> list[AttendeeRow]:
    """The rows without those that repeat an earlier one's badge code or external id."""
    seen: dict[tuple[str, str], str] = {}
    for place, row in rows:
        for key, value in (("badge", row.badge_code), ("external_id", row.external_id)):
            first = seen.setdefault((key, value), row.where) if value else row.where
            if first != row.where:
                words = _("{text} is in {where} already")
                words = words.format(text=excerpt(value or ""), where=first)
                place.wrong(columns.heading(key), words)
    return [row for place, row in rows if place.sound]
