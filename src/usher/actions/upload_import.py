"""Keeps a file that is to be imported, and what is chosen for reading it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.read_import import Chosen, chosen_from
from usher.models import Event, Import, Session
from usher.phrases import any_of
from usher.queries.access import Access
from usher.queries.imports import NEEDS, kinds_for, remembered
from usher.readers import FIELDS, KEPT, Kind, Look, Unreadable, look_into

_NAME_MAX = 200
_MIB = 1024 * 1024
# A file that nobody applied is dropped when another comes so much later.
_WAITS = timedelta(days=14)
# The same file again within this time is a double click, or somebody who lost patience.
_SAME_WITHIN = timedelta(minutes=1)
# At least one field of each of these must be in the file.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    Kind.SESSIONS: (("title",), ("starts_at", "date")),
    Kind.ATTENDEES: (("name", "first_name", "last_name"),),
    Kind.REGISTRANTS: (("attendee", "email"), ("session",)),
    Kind.ATTENDANCE: (),
}
_OPEN = (Import.State.UPLOADED, Import.State.FAILED)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was uploaded, and the most that one may hold."""

    name: str
    content: bytes
    mib_max: int


def upload_import(
    access: Access, file: File, *, kind: str = "", session: str = "", at: datetime
) -> Import:
    """Keep the file for the event, with a guess of which column is what.

    `kind` "" leaves it to the file itself. `session` is the code of the one session that all rows
    of a list of registrants are about. The same file, given again by the same account within a
    minute and not applied meanwhile, is kept once. Raises BadRequest, naming the field, or Denied.
    """
    look = _look(file)
    kind = _kind(access, look, kind)
    one = Import(event=access.event, kind=kind, file_name=_name(file.name), content=file.content)
    one.headings = digest_of(look.headings)
    one.created_by, one.created_at = access.account, at
    one.mapping = guessed(access, one, session=session).kept()
    with transaction.atomic():
        # Held, so that the second of a double click finds the first.
        Event.objects.select_for_update().get(pk=access.event.pk)
        _drop_forgotten(access.event, before=at - _WAITS)
        first = _first_of(one)
        if first is None:
            one.save(force_insert=True)
    return first or one


def guessed(access: Access, one: Import, *, kind: str = "", session: str = "") -> Chosen:
    """Return what was chosen last for such a file, else the guess by its headings."""
    look = look_into(bytes(one.content), one.file_name, kind=Kind(kind or one.kind))
    kept = remembered(access, kind or one.kind, one.headings)
    if kept is not None:
        chosen = chosen_from(kept)
        return replace(chosen, zone=_zone(chosen.zone), session=session)
    return Chosen(columns=dict(look.guess) if look.is_table else None, session=session)


def choose(access: Access, one: Import, chosen: Chosen, *, kind: str) -> None:
    """Keep what the file's rows are and which column is what.

    Raises BadRequest naming the field that is wrong, Conflict once it is being applied, or Denied.
    """
    _check_may_import(access, kind)
    look = look_into(bytes(one.content), one.file_name, kind=Kind(kind))
    if look.is_table:
        _check_columns(chosen, kind)
    elif kind != look.kind:
        raise BadRequest(_not_of_kind(look), field="kind")
    if chosen.zone != _zone(chosen.zone):
        raise BadRequest(_("Choose a time zone from the list."), field="zone")
    _check_session(access.event, chosen, kind)
    open_ = Import.objects.filter(pk=one.pk, event=access.event, state__in=_OPEN)
    if not open_.update(kind=kind, mapping=chosen.kept()):
        raise Conflict(_("This file is imported already, or just being imported."))


def digest_of(headings: Sequence[str]) -> str:
    """Return by what a table with these headings is known again; "" for what is no table."""
    if not headings:
        return ""
    return sha256("\x1f".join(headings).encode()).hexdigest()


def _look(file: File) -> Look:
    if len(file.content) > file.mib_max * _MIB:
        words = _(
            "The file is larger than {most} MiB. Leave out columns that are not needed, or split"
            " it."
        )
        raise BadRequest(words.format(most=file.mib_max), field="file")
    try:
        return look_into(file.content, file.name)
    except Unreadable as unreadable:
        raise BadRequest(str(unreadable), field="file") from None


def _kind(access: Access, look: Look, kind: str) -> str:
    found: str = kind or look.kind or _first_kind(access)
    if not look.is_table and found != look.kind:
        raise BadRequest(_not_of_kind(look), field="kind")
    if look.is_table and found == Kind.ATTENDANCE:
        words = _("The file is no attendance report of Zoom or Teams. Choose another file.")
        raise BadRequest(words, field="kind")
    _check_may_import(access, found)
    return found


def _not_of_kind(look: Look) -> str:
    if look.kind is Kind.ATTENDANCE:
        return _("This file is the report of an online meeting; it holds attendance.")
    return _("This file is a schedule ({label}); it holds sessions.").format(label=look.label)


def _first_kind(access: Access) -> str:
    # The page of the columns asks.
    kinds = kinds_for(access)
    return Kind.ATTENDEES if Import.Kind.ATTENDEES in kinds or not kinds else kinds[0].value


def _check_may_import(access: Access, kind: str) -> None:
    if kind not in NEEDS:
        raise BadRequest(_("Choose what the file holds."), field="kind")
    if not access.may(*NEEDS[kind]):
        raise Denied(access.denial(*NEEDS[kind]))


def _check_columns(chosen: Chosen, kind: str) -> None:
    fields = {field.key: field for field in FIELDS[Kind(kind)]}
    keys = set((chosen.columns or {}).values())
    if not keys <= {*fields, KEPT}:
        raise BadRequest(_("Choose from what stands in the lists."), field="columns")
    for needed in _NEEDED[kind]:
        if keys.isdisjoint(needed) and not (needed == ("session",) and chosen.session):
            names = any_of([fields[key].label for key in needed])
            words = _("No column is chosen for {names}. Without it nothing can be imported.")
            raise BadRequest(words.format(names=names), field="columns")


def _check_session(event: Event, chosen: Chosen, kind: str) -> None:
    if kind == Kind.ATTENDANCE and not chosen.session:
        raise BadRequest(_("Choose the session that the online meeting was."), field="session")
    if kind not in (Kind.REGISTRANTS, Kind.ATTENDANCE) or not chosen.session:
        return
    if not Session.objects.filter(event=event, code=chosen.session).exists():
        words = _("This event has no session with the code {code}.").format(code=chosen.session)
        raise BadRequest(words, field="session")


def _first_of(one: Import) -> Import | None:
    """Return the upload of which this one is the second click."""
    alike = Import.objects.filter(
        event=one.event,
        created_by=one.created_by,
        created_at__gte=one.created_at - _SAME_WITHIN,
        state=Import.State.UPLOADED,
        kind=one.kind,
        file_name=one.file_name,
        content=one.content,
    )
    return next((first for first in alike if first.mapping == one.mapping), None)


def _zone(name: str) -> str:
    return name if name in available_timezones() else ""


def _name(name: str) -> str:
    printable = "".join(letter for letter in name if letter.isprintable())
    return printable[-_NAME_MAX:] or _("file")


def _drop_forgotten(event: Event, *, before: datetime) -> None:
    Import.objects.filter(event=event, state__in=_OPEN, created_at__lt=before).delete()
