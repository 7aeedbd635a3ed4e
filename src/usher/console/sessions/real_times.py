"""How a session really went: what was said in the room, and what is put on record by hand."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.attest import Attestation, attest
from usher.actions.mistakes import BadRequest
from usher.console.ledger.words import Line, line_of
from usher.console.pages import event_page, show
from usher.console.sessions.lookup import by_number
from usher.console.sessions.said_form import SaidForm
from usher.models import Entry, Session
from usher.queries.access import Access
from usher.queries.monitored import monitored
from usher.queries.sql import microseconds, moment
from usher.rules.permissions import Permission
from usher.rules.session_times import What, length_of


@dataclass(frozen=True, slots=True)
class Went:
    """How a session went, as its page shows it.

    `minutes` are those without breaks, None until both ends were said. `signed` is the last
    signature that stands, and `changed_since` whether the times were put right after it.
    """

    started_at: datetime | None
    ended_at: datetime | None
    breaks: list[tuple[datetime, datetime]]
    on_break_since: datetime | None
    minutes: int | None
    signed: Entry | None
    changed_since: bool
    lines: list[Line]


def went(session: Session, zone: ZoneInfo) -> Went:
    """Return how the session went."""
    found = monitored(session)
    course, since = found.course, found.course.on_break_since
    is_whole = course.started is not None and course.ended is not None
    return Went(
        started_at=moment(course.started.at) if course.started else None,
        ended_at=moment(course.ended.at) if course.ended else None,
        breaks=[(moment(begin), moment(end)) for begin, end in course.breaks],
        on_break_since=None if since is None else moment(since),
        minutes=length_of(found.times) // 60_000_000 if is_whole else None,
        signed=found.signed,
        changed_since=found.changed_since,
        lines=[line_of(one.entry, zone, undone=one.undone) for one in found.said],
    )


@event_page(Permission.CORRECT_ENTRIES)
def real_times(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask what happened when and how that is known, and put it on record by a further entry."""
    session = by_number(access, number)
    with timezone.override(access.event.zone):
        form = SaidForm(
            request.POST if request.method == "POST" else None,
            initial={"at": session.starts_at, "what": request.GET.get("what", "")},
        )
        is_valid = form.is_valid()
    if is_valid and _written(access, session, form):
        words = _("It is on record. Undo its entry if it is wrong.")
        messages.success(request, words)
        return redirect("session", access.event.slug, session.code)
    context = {
        "session": session,
        "went": went(session, access.event.zone),
        "form": form,
        "here": "sessions",
    }
    return show(request, access, "sessions/real_times.html", context)


def _written(access: Access, session: Session, form: forms.Form) -> bool:
    said = Attestation(
        session=session,
        what=What(form.cleaned_data["what"]),
        at=microseconds(form.cleaned_data["at"]),
        count=form.cleaned_data["count"],
        note=form.cleaned_data["note"],
        by_hand=True,
    )
    now = microseconds(timezone.now())
    try:
        attest(access, said, key=str(form.cleaned_data["key"]), received_at=now)
    except BadRequest as mistake:
        form.add_error(mistake.field if mistake.field in form.fields else None, mistake.detail)
        return False
    return True
