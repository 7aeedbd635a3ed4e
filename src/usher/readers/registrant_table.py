"""Who has which session on their schedule: one row for a person and a session."""

from usher.readers.attendee_table import BADGE_HEADINGS, EMAIL_HEADINGS, email
from usher.readers.columns import Column, Columns, code, find_columns, is_cancelled, truth
from usher.readers.formats import recognise
from usher.readers.problems import Place, Problems
from usher.readers.rows import RegistrantRow
from usher.readers.table import TableRow, read_table
from usher.readers.text import bounded

_CODE_MAX = 200

_COLUMNS = (
    Column(
        "badge code",
        (*BADGE_HEADINGS, "registration code", "registrant code", "attendee code")
        + ("external id", "attendee #", "attendee id", "registrant id", "registration id"),
    ),
    Column("email", (*EMAIL_HEADINGS, "registrant email")),
    Column(
        "session code",
        ("session code", "session id", "session number", "session", "code"),
    ),
    Column(
        "status",
        ("registration session status", "session status", "registration status", "status")
        + ("registration state", "state"),
    ),
    Column("cancelled", ("cancelled", "canceled", "is cancelled", "is canceled")),
)


def read_registrants(content: bytes, *, name: str) -> list[RegistrantRow]:
    """The registrants of a CSV or XLSX file; raises Unreadable with all that is wrong with it.

    A row that says the same as an earlier one is left out; one that contradicts it (here
    cancelled, there not) is a problem.
    """
    columns, rows = find_columns(read_table(content, recognise(content, name)), _COLUMNS)
    columns.require(("badge code", "email"), ("session code",))
    problems = Problems()
    first: dict[tuple[str | None, str | None, str], RegistrantRow] = {}
    for row in rows:
        registrant = _registrant(columns, row, problems.at(row.where))
        if registrant is not None:
            key = (registrant.badge_code, registrant.email, registrant.session_code)
            same = first.setdefault(key, registrant)
            if same.cancelled != registrant.cancelled:
                problems.at(row.where).wrong(
                    columns.heading("status"), f"contradicts {same.where}: cancelled or not?"
                )
    problems.refuse_if_any()
    return list(first.values())


def _registrant(columns: Columns, row: TableRow, place: Place) -> RegistrantRow | None:
    columns.check_width(row, place)
    cells = {
        column.key: place.read(columns.heading(column.key), columns.text, row, column.key) or ""
        for column in _COLUMNS
    }
    cells["session code"] = " ".join(cells["session code"].split())
    if place.sound:
        _check(columns, cells, place)
    cancelled = place.read(columns.heading("cancelled"), truth, cells["cancelled"])
    if not place.sound:
        return None
    return RegistrantRow(
        where=place.where,
        badge_code=cells["badge code"] or None,
        email=cells["email"] or None,
        session_code=cells["session code"],
        cancelled=bool(is_cancelled(cells["status"], said=cancelled)),
    )


def _check(columns: Columns, cells: dict[str, str], place: Place) -> None:
    if not cells["badge code"] and not cells["email"]:
        place.wrong(
            columns.heading("badge code" if columns.has("badge code") else "email"),
            "there is neither a badge code nor an e-mail address",
        )
    if not cells["session code"]:
        place.wrong(columns.heading("session code"), "there is no session code")
    for key in ("badge code", "session code"):
        place.read(columns.heading(key), code, cells[key])
        place.read(columns.heading(key), bounded, cells[key], characters_max=_CODE_MAX)
    place.read(columns.heading("email"), email, cells["email"])
