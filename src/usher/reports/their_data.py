"""All that is kept of one attendee, as a document that they can read or hand on.

Who of the staff did what is left out: that is somebody else's data.
"""

from base64 import b64encode
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.models import Attendee, Entry, Photo
from usher.queries.certificates import state_of
from usher.queries.deliveries import deliveries_to
from usher.queries.exports import exports_about
from usher.queries.interval_rows import rows_of
from usher.queries.their_data import (
    badges_of,
    certificates_of,
    confirmations_of,
    credits_of,
    disputes_of,
    entries_of,
    schedule_of,
)
from usher.reports.attendance_tables import intervals_table
from usher.reports.data_words import BROUGHT, KINDS, OUTCOMES, REGISTERED, SENT, STATES, YES
from usher.reports.exported import LABELS
from usher.reports.said import BECAME, SAID
from usher.reports.tables import Cell, Column, Document, Table
from usher.wire.words import message

Rows = list[list[Cell]]


def their_data(attendee: Attendee, *, at: datetime) -> Document:
    """Return all that is kept of the attendee, a table for each kind."""
    event = attendee.event
    entries, undone = entries_of(attendee)
    scans = [one for one in entries if one.kind == Entry.Kind.SCAN]
    others = [one for one in entries if one.kind != Entry.Kind.SCAN]
    tables = [
        _registration(attendee),
        _photo(attendee),
        _badges(attendee),
        _schedule(attendee),
        _scans(scans, undone, event.zone),
        intervals_table([rows_of(attendee, at=at)], is_one_attendee=True),
        _corrections(others, undone),
        _credit(attendee),
        _certificates(attendee),
        _disputes(attendee),
        _confirmations(attendee),
        _emails(attendee),
        _exports(attendee),
    ]
    title = _("What is kept of {name}").format(name=attendee.name)
    name = f"attendee-{attendee.pk}-data"
    return Document(name, title, event.name, event.zone, at, tables)


def _registration(attendee: Attendee) -> Table:
    columns = [
        Column("what", _("What"), words=REGISTERED, share=2),
        Column("value", _("Value"), share=4),
    ]
    known: list[tuple[str, str]] = [
        ("name", attendee.name),
        ("email", attendee.address.email if attendee.address else ""),
        ("company", attendee.company),
        ("level", attendee.level.name if attendee.level else ""),
        ("external_id", attendee.external_id),
        ("registered_at", attendee.created_at.isoformat(timespec="seconds")),
        ("cancelled_at", _written(attendee.cancelled_at)),
        ("erased_at", _written(attendee.erased_at)),
        *((str(name), str(value)) for name, value in attendee.fields.items()),
    ]
    rows: Rows = [[what, value] for what, value in known if value]
    return Table("registration", _("Registration"), columns, [rows])


def _photo(attendee: Attendee) -> Table:
    columns = [
        Column("added", pgettext("column", "Added"), moment=True),
        Column("jpeg_base64", _("Photo"), printed=False),
    ]
    rows: Rows = [
        [one.added_at, b64encode(bytes(one.image)).decode()]
        for one in Photo.objects.filter(attendee=attendee)
    ]
    return Table("photo", _("Photo"), columns, [rows])


def _badges(attendee: Attendee) -> Table:
    columns = [
        Column("code", pgettext("column", "Code"), share=3),
        Column("issued", _("Issued"), moment=True, share=2),
        Column("revoked", pgettext("badge", "Replaced"), moment=True, share=2),
    ]
    rows: Rows = [[one.code, one.issued_at, one.revoked_at] for one in badges_of(attendee)]
    return Table("badges", _("Badges"), columns, [rows])


def _schedule(attendee: Attendee) -> Table:
    columns = [
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=4),
        Column("room", _("Room"), share=2),
        Column("starts", pgettext("column", "Start"), moment=True, share=2),
        Column("added", pgettext("column", "Added"), moment=True, share=2),
    ]
    rows: Rows = [
        [
            *(one.session.code, one.session.title, one.session.room),
            *(one.session.starts_at, one.created_at),
        ]
        for one in schedule_of(attendee)
    ]
    return Table("schedule", _("Schedule"), columns, [rows])


def _scans(entries: list[Entry], undone: set[int], zone: ZoneInfo) -> Table:
    columns = [
        Column("entry", _("Entry")),
        Column("scanned", pgettext("column", "Scanned"), moment=True, share=2),
        Column("received", pgettext("column", "Received"), moment=True, printed=False),
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=3),
        Column("door", _("Door"), share=2),
        Column("direction", pgettext("column", "Direction"), printed=False),
        Column("outcome", _("Outcome"), words=OUTCOMES, share=2),
        Column("reasons", _("Reasons"), share=4),
        Column("overrode", pgettext("number", "Overridden"), printed=False),
        Column("note", pgettext("column", "Note"), share=3),
        Column("undone", pgettext("scans", "Undone"), printed=False),
    ]
    rows: Rows = [
        [
            *(one.seq, one.scanned_at, one.received_at, one.session.code, one.session.title),
            *(one.door, one.direction, one.outcome, _because(one, zone), " ".join(one.overrode)),
            *(_with_undone(one, undone), "yes" if one.seq in undone else "no"),
        ]
        for one in entries
    ]
    return Table("scans", _("Scans"), columns, [rows])


def _because(entry: Entry, zone: ZoneInfo) -> str:
    return " ".join(message(one["code"], one["params"], zone) for one in entry.reasons)


def _with_undone(entry: Entry, undone: set[int]) -> str:
    words = pgettext("scans", "Undone") if entry.seq in undone else ""
    return " · ".join(one for one in (entry.note, words) if one)


def _corrections(entries: list[Entry], undone: set[int]) -> Table:
    columns = [
        Column("entry", _("Entry")),
        Column("kind", _("Kind"), words=KINDS, share=2),
        Column("about_entry", _("About entry")),
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=3),
        Column("direction", pgettext("column", "Direction"), share=2),
        Column("at", _("When"), moment=True, share=2),
        Column("note", pgettext("column", "Note"), share=4),
        Column("undone", pgettext("scans", "Undone"), printed=False),
    ]
    rows: Rows = [
        [
            *(one.seq, _kind(one), one.subject, one.session.code, one.session.title),
            *(one.direction, one.scanned_at, one.note, "yes" if one.seq in undone else "no"),
        ]
        for one in entries
    ]
    return Table("corrections", _("Undone and put right by hand"), columns, [rows])


def _kind(entry: Entry) -> str:
    is_settlement = entry.kind == Entry.Kind.CORRECTION and not entry.direction
    return "settlement" if is_settlement else entry.kind


def _credit(attendee: Attendee) -> Table:
    columns = [
        Column("publication", _("Publication"), share=2),
        Column("published", pgettext("column", "Published"), moment=True, share=2),
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=4),
        Column("credit_type", _("Type of credit"), share=2),
        Column("hundredths", _("Hundredths"), share=2),
        Column("unit", _("Unit"), share=2),
        Column("seconds", _("Seconds"), printed=False),
        Column("rule", _("Rule"), printed=False),
        Column("rule_version", _("Version"), printed=False),
        Column("stands", pgettext("credit", "Stands"), words=YES),
    ]
    rows: Rows = [
        [
            *(one.publication.number, one.publication.published_at, one.session.code),
            *(one.session.title, one.version.rule.credit_type, one.amount, one.version.rule.unit),
            *(one.seconds, one.version.rule.name, one.version.number),
            "no" if hasattr(one, "superseded_by") else "yes",
        ]
        for one in credits_of(attendee)
    ]
    return Table("credit", _("Published credit"), columns, [rows])


def _certificates(attendee: Attendee) -> Table:
    columns = [
        Column("number", _("Number")),
        Column("issued", _("Issued"), moment=True, share=2),
        Column("state", _("State"), words=STATES, share=2),
        Column("address", _("Address"), share=4),
    ]
    rows: Rows = [
        [one.number, one.issued_at, str(state_of(one)), str(one.facts.get("verify_at", ""))]
        for one in certificates_of(attendee)
    ]
    return Table("certificates", _("Certificates"), columns, [rows])


def _disputes(attendee: Attendee) -> Table:
    columns = [
        Column("said_at", _("When"), moment=True, share=2),
        Column("session", pgettext("column", "Code"), printed=False),
        Column("session_title", _("Session"), share=3),
        Column("said", _("Said"), words=SAID, share=3),
        Column("came", _("I came at"), moment=True, printed=False),
        Column("left", _("I left at"), moment=True, printed=False),
        Column("note", pgettext("column", "Note"), share=3),
        Column("became", _("What came of it"), words=BECAME, share=3),
        Column("answer", _("Answer"), share=3),
        Column("settled", pgettext("case", "Settled"), moment=True, printed=False),
    ]
    rows: Rows = [
        [
            *(one.made_at, one.session.code, one.session.title, one.said, one.came_at),
            *(one.left_at, one.note, one.became, one.answer, one.settled_at),
        ]
        for one in disputes_of(attendee)
    ]
    return Table("disputes", _("Disputes"), columns, [rows])


def _confirmations(attendee: Attendee) -> Table:
    columns = [
        Column("said_at", _("When"), moment=True),
        Column("entry", _("Up to entry")),
    ]
    rows: Rows = [[one.at, one.seq] for one in confirmations_of(attendee)]
    return Table("confirmations", _("Said to be right"), columns, [rows])


def _emails(attendee: Attendee) -> Table:
    columns = [
        Column("queued", _("When"), moment=True, share=2),
        Column("what", _("What"), words=BROUGHT, share=2),
        Column("certificate", _("Certificate")),
        Column("to", _("To"), share=3),
        Column("state", _("State"), words=SENT, share=2),
    ]
    rows: Rows = [
        [
            *(one.queued_at, one.what, one.certificate.number if one.certificate else None),
            *(one.email, one.state),
        ]
        for one in deliveries_to(attendee)
    ]
    return Table("emails", _("E-mails sent to them"), columns, [rows])


def _exports(attendee: Attendee) -> Table:
    columns = [
        Column("made", _("When"), moment=True, share=2),
        Column("what", _("What"), words=LABELS, share=3),
        Column("form", _("Form")),
        Column("about_them_alone", _("Of them alone"), words=YES),
        Column("sha256", "SHA-256", printed=False),
    ]
    rows: Rows = [
        [one.made_at, one.what, one.form, "yes" if one.attendee_id else "no", one.digest]
        for one in exports_about(attendee)
    ]
    title = _("Files taken out that held them, or may have")
    return Table("exports", title, columns, [rows])


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
