"""Who has which session on their schedule: one row for a person and a session."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from usher.readers.addresses import email
from usher.readers.columns import Columns, code, find_columns, is_cancelled, truth
from usher.readers.fields import FIELDS, Kind
from usher.readers.guess import open_table
from usher.readers.problems import Place, Problems
from usher.readers.rows import RegistrantRow, Sifted
from usher.readers.table import TableRow
from usher.readers.text import bounded

_CODE_MAX = 200


def sift_registrants(
    content: bytes, file_name: str, *, mapping: Mapping[int, str] | None = None, session: str = ""
) -> Sifted[RegistrantRow]:
    """The registrants of a CSV or XLSX file, and all that is wrong with the other rows.

    A row that says the same as an earlier one is left out; one that contradicts it (here
    cancelled, there not) is a problem. `mapping` says by index which column holds which field;
    None leaves it to the headings. `session` is the code of the one that all rows are about,
    whatever the file says. Raises Unreadable for what is no such list.
    """
    table = open_table(content, file_name, kind=Kind.REGISTRANTS, mapping=mapping)
    columns, rows = find_columns(table, Kind.REGISTRANTS, mapping=mapping)
    columns.require(("attendee", "email"))
    if not session:
        columns.require(("session",))
    problems = Problems()
    first: dict[tuple[str | None, str | None, str], RegistrantRow] = {}
    for row in rows:
        place = columns.place(row, problems)
        registrant = _registrant(columns, row, place, session)
        if registrant is not None:
            key = (registrant.badge_code, registrant.email, registrant.session_code)
            same = first.setdefault(key, registrant)
            if same.cancelled != registrant.cancelled:
                words = _("contradicts {where}: cancelled or not?").format(where=same.where)
                place.wrong(columns.heading("status"), words)
    return problems.sifted(list(first.values()))


def read_registrants(content: bytes, *, name: str) -> list[RegistrantRow]:
    """The same, where anything wrong is a refusal of the whole file (Unreadable)."""
    return sift_registrants(content, name).whole()


def _registrant(
    columns: Columns, row: TableRow, place: Place, session: str
) -> RegistrantRow | None:
    cells = {
        field.key: place.read(columns.heading(field.key), columns.text, row, field.key) or ""
        for field in FIELDS[Kind.REGISTRANTS]
        if field.headings
    }
    cells["session"] = session or " ".join(cells["session"].split())
    if place.sound:
        _check(columns, cells, place)
    cancelled = place.read(columns.heading("cancelled"), truth, cells["cancelled"])
    if not place.sound:
        return None
    return RegistrantRow(
        where=place.where,
        badge_code=cells["attendee"] or None,
        email=cells["email"] or None,
        session_code=cells["session"],
        cancelled=bool(is_cancelled(cells["status"], said=cancelled)),
    )


def _check(columns: Columns, cells: dict[str, str], place: Place) -> None:
    if not cells["attendee"] and not cells["email"]:
        place.wrong(
            columns.heading("attendee" if columns.has("attendee") else "email"),
            _("there is neither a badge code nor an e-mail address"),
        )
    if not cells["session"]:
        place.wrong(columns.heading("session"), _("there is no session code"))
    for key in ("attendee", "session"):
        place.read(columns.heading(key), code, cells[key])
        place.read(columns.heading(key), bounded, cells[key], characters_max=_CODE_MAX)
    place.read(columns.heading("email"), email, cells["email"])
