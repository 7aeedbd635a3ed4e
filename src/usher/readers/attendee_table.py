"""A list of attendees: the exports of registration systems, or any table with the same columns."""

import re

from usher.readers.columns import Column, Columns, code, find_columns, is_cancelled, truth
from usher.readers.formats import recognise
from usher.readers.problems import Misread, Place, Problems, excerpt
from usher.readers.rows import AttendeeRow
from usher.readers.table import TableRow, read_table
from usher.readers.text import bounded

_CODE_MAX = 200
_NAME_MAX = 300
_EMAIL_MAX = 254
_LEVEL_MAX = 200

# Among them what other systems print on their badges: pretix' secret, Hi.Events' public id.
BADGE_HEADINGS: tuple[str, ...] = (
    *("badge code", "badge", "badge id", "badge number", "badge no", "qr code", "qr", "scan code"),
    *("secret", "barcode", "barcode #", "public id"),
)
EMAIL_HEADINGS: tuple[str, ...] = (
    *("email", "email address", "attendee email", "attendee email address", "mail"),
    *("mail address", "contact email"),
)

_COLUMNS = (
    Column("badge code", BADGE_HEADINGS),
    Column(
        "external id",
        ("external id", "attendee #", "attendee id", "attendee no", "registrant id")
        + ("registration id", "registration number", "registration code", "id"),
    ),
    Column("name", ("name", "full name", "attendee name", "attendee", "display name")),
    Column(
        "first name",
        ("first name", "given name", "given names", "given", "forename", "attendee first name")
        + ("attendee name: first name", "attendee name: given name"),
    ),
    Column(
        "last name",
        ("last name", "family name", "family", "surname", "attendee last name")
        + ("attendee name: family name", "attendee name: last name"),
    ),
    Column("email", EMAIL_HEADINGS),
    Column(
        "company",
        ("company", "company name", "affiliation", "organization", "organisation", "employer")
        + ("institution",),
    ),
    Column(
        "level",
        ("level", "registration level", "registration type", "attendee type", "admission level")
        + ("ticket type", "ticket", "ticket name", "ticket class", "product", "product name")
        + ("admission item", "item", "pass", "pass type"),
    ),
    Column(
        "status",
        ("attendee status", "registration status", "registration state", "status", "state"),
    ),
    Column("cancelled", ("cancelled", "canceled", "is cancelled", "is canceled")),
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def read_attendees(content: bytes, *, name: str) -> list[AttendeeRow]:
    """The attendees of a CSV or XLSX file; raises Unreadable with all that is wrong with it.

    Names stay as written apart from trimming and Unicode composition. A status that means that
    nobody comes (cancelled, refunded, transferred, waiting and the like) cancels; any other
    does not. The status stays among the fields too.
    """
    columns, rows = find_columns(read_table(content, recognise(content, name)), _COLUMNS)
    columns.require(("name", "first name", "last name"))
    problems = Problems()
    attendees = [_attendee(columns, row, problems.at(row.where)) for row in rows]
    found = [attendee for attendee in attendees if attendee is not None]
    _check_unique(found, columns, problems)
    problems.refuse_if_any()
    return found


def _attendee(columns: Columns, row: TableRow, place: Place) -> AttendeeRow | None:
    columns.check_width(row, place)
    cells = {
        column.key: place.read(columns.heading(column.key), columns.text, row, column.key) or ""
        for column in _COLUMNS
    }
    fields = place.read("", columns.spare, row, keeping=("status",))
    cancelled = place.read(columns.heading("cancelled"), truth, cells["cancelled"])
    name = cells["name"] or f"{cells['first name']} {cells['last name']}".strip()
    if place.sound and not name:
        place.wrong(_name_heading(columns), "there is no name")
    _check_values(columns, {**cells, "name": name}, place)
    if not place.sound:
        return None
    return AttendeeRow(
        where=place.where,
        badge_code=cells["badge code"] or None,
        external_id=cells["external id"] or None,
        name=name,
        email=cells["email"] or None,
        company=cells["company"],
        level=cells["level"] or None,
        cancelled=is_cancelled(cells["status"], said=cancelled),
        fields=fields or {},
    )


def _name_heading(columns: Columns) -> str:
    present = [key for key in ("name", "first name", "last name") if columns.has(key)]
    return columns.heading(present[0])


def _check_values(columns: Columns, cells: dict[str, str], place: Place) -> None:
    def check(key: str, characters_max: int) -> None:
        place.read(columns.heading(key), bounded, cells[key], characters_max=characters_max)

    for key in ("badge code", "external id"):
        place.read(columns.heading(key), code, cells[key])
        check(key, _CODE_MAX)
    check("name", _NAME_MAX)
    check("company", _NAME_MAX)
    check("level", _LEVEL_MAX)
    place.read(columns.heading("email"), email, cells["email"])


def email(text: str) -> str:
    """An e-mail address as written; "" for an empty cell."""
    if not text:
        return ""
    if not _ADDRESS.fullmatch(text) or len(text) > _EMAIL_MAX:
        raise Misread(f"{excerpt(text)} is not an e-mail address")
    return text


def _check_unique(rows: list[AttendeeRow], columns: Columns, problems: Problems) -> None:
    codes: dict[str, str] = {}
    ids: dict[str, str] = {}
    for row in rows:
        for key, value, seen in (
            ("badge code", row.badge_code, codes),
            ("external id", row.external_id, ids),
        ):
            first = seen.setdefault(value, row.where) if value else row.where
            if first != row.where:
                problems.at(row.where).wrong(
                    columns.heading(key), f"{excerpt(value or '')} is in {first} already"
                )
