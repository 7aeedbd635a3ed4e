"""One session: made, changed, cancelled, reinstated, deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.cancel_session import cancel_session, reinstate_session
from usher.actions.change_session import change_session
from usher.actions.create_session import create_session
from usher.actions.delete_session import delete_session
from usher.actions.mistakes import BadRequest
from usher.console.pages import event_page, show
from usher.console.sessions.forms import NewSessionForm, SessionForm
from usher.console.sessions.lookup import by_number
from usher.models import Session
from usher.queries.access import Access
from usher.queries.next_times import next_times
from usher.queries.sessions import count_of_scans
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_SESSIONS)
def new_session(request: HttpRequest, access: Access) -> HttpResponse:
    """Add a session."""
    times = next_times(access.event, at=timezone.now())
    form = NewSessionForm(request.POST or None, event=access.event, times=times)
    if request.method == "POST" and form.is_valid():
        try:
            code_given = form.cleaned_data["code_given"]
            made = create_session(access, form.values(), code_given=code_given)
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("{title} is added.").format(title=made.title))
            return redirect("session", access.event.slug, made.code)
    return show(request, access, "sessions/edit.html", {"form": form, "here": "sessions"})


@event_page(Permission.MANAGE_SESSIONS)
def edit_session(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Change a session."""
    session = by_number(access, number)
    was = session.code
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, event=access.event, session=session)
    if form.is_valid():
        try:
            change_session(access, session, form.values())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _saved(session, was))
            return redirect("session", access.event.slug, session.code)
    context = {"form": form, "session": by_number(access, number), "here": "sessions"}
    return show(request, access, "sessions/edit.html", context)


@event_page(Permission.MANAGE_SESSIONS)
def cancellation(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether a session is to be cancelled, and cancel it."""
    session = by_number(access, number)
    if request.method == "POST":
        cancel_session(access, session, at=timezone.now())
        messages.success(request, _("{title} is cancelled.").format(title=session.title))
        return redirect("session", access.event.slug, session.code)
    context = {"session": session, "here": "sessions"}
    return show(request, access, "sessions/cancellation.html", context)


@event_page(Permission.MANAGE_SESSIONS)
def reinstatement(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Let a cancelled session take place after all."""
    session = by_number(access, number)
    if request.method == "POST":
        reinstate_session(access, session)
        messages.success(request, _("{title} takes place again.").format(title=session.title))
    return redirect("session", access.event.slug, session.code)


@event_page(Permission.MANAGE_SESSIONS)
def deletion(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether an empty session is to be deleted, or say why another can't be."""
    session = by_number(access, number)
    refusal = ""
    if request.method == "POST":
        try:
            delete_session(access, session)
        except BadRequest as mistake:
            refusal = mistake.detail
        else:
            messages.success(request, _("{title} is deleted.").format(title=session.title))
            return redirect("sessions", access.event.slug)
    context = {
        "session": session,
        "registrants": session.tally.registered,
        "scans": count_of_scans(session),
        "refusal": refusal,
        "here": "sessions",
    }
    return show(request, access, "sessions/deletion.html", context)


def _saved(session: Session, was: str) -> str:
    said = _("{title} is saved. It holds for every scan from now on.").format(title=session.title)
    if session.code == was:
        return said
    # A phone names the session by its code with each scan.
    return said + " " + _("Its code changed: phones at its door have to open the session again.")
