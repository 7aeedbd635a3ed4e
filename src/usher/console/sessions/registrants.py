"""A session's list: who is on it, put on it, taken off."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usher.actions.add_registrants import add_registrants
from usher.actions.remove_registrants import remove_registrants
from usher.console.pages import event_page, number_in, show
from usher.console.sessions.lookup import by_number
from usher.models import Session
from usher.queries.access import Access
from usher.queries.attendees import is_enough
from usher.queries.pasted_attendees import Pasted, cancelled_among, pasted
from usher.queries.registrants import candidates, on_list, registrants_page
from usher.rules.permissions import Permission

SEES_REGISTRANTS = (
    Permission.MANAGE_ATTENDEES,
    Permission.VIEW_REPORTS,
    Permission.MANAGE_SESSIONS,
)
SEES_EMAILS = (Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS)
PAGE_SIZE = 50
PASTED_LENGTH_MAX = 200_000
CHOSEN_MAX = 1_000


@dataclass(frozen=True, slots=True)
class _Pasting:
    """What a pasted text did, where some of its lines mean nobody: told beside these lines."""

    meant: Pasted
    said: str
    cancelled: str


class PasteForm(forms.Form):
    """A list of codes or addresses, one a line."""

    lines = forms.CharField(
        label=gettext_lazy("Badge codes, external ids or e-mail addresses"),
        max_length=PASTED_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("One a line. Lines that nobody is found for stay here."),
    )


@event_page(*SEES_REGISTRANTS)
def registrants(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show who is on the session's list, and find who could be."""
    session = by_number(access, number)
    return _page(request, access, session, form=PasteForm())


@event_page(Permission.MANAGE_SESSIONS)
def addition(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Put the chosen on the list."""
    session = by_number(access, number)
    if request.method == "POST":
        chosen = _chosen(request)
        added = add_registrants(access, session, attendees=chosen)
        messages.success(request, _added(session, added))
        if cancelled := _cancelled(access, chosen):
            messages.warning(request, cancelled)
    return _back(access, session)


@event_page(Permission.MANAGE_SESSIONS)
def pasting(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Put everybody on the list whom the lines name; the other lines stay in the form."""
    session = by_number(access, number)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, access, session, form=form)
    meant = pasted(access.event, form.cleaned_data["lines"])
    added = add_registrants(access, session, attendees=meant.attendees)
    said = _added(session, added, already=len(meant.attendees) - added)
    cancelled = _cancelled(access, meant.attendees)
    if not meant.not_found:
        messages.success(request, said)
        if cancelled:
            messages.warning(request, cancelled)
        return _back(access, session)
    rest = PasteForm(initial={"lines": "\n".join(one.line for one in meant.not_found)})
    # Counted again, since some may have joined just now.
    session = by_number(access, number)
    return _page(request, access, session, form=rest, pasting=_Pasting(meant, said, cancelled))


@event_page(Permission.MANAGE_SESSIONS)
def removal(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether the chosen are to be taken off the list, and take them off."""
    session = by_number(access, number)
    if request.method != "POST":
        return _back(access, session)
    chosen = _chosen(request)
    if "sure" in request.POST:
        removed = remove_registrants(access, session, attendees=chosen)
        words = ngettext(
            "{count} person is off the list.", "{count} people are off the list.", removed
        )
        messages.success(request, words.format(count=number_format(removed)))
        return _back(access, session)
    found = on_list(session, chosen)
    if not found:
        messages.info(request, _("Nobody was chosen. Tick some people first."))
        return _back(access, session)
    context = {"session": session, "leaving": found, "here": "sessions"}
    return show(request, access, "sessions/registrants_removal.html", context)


def _page(
    request: HttpRequest,
    access: Access,
    session: Session,
    *,
    form: PasteForm,
    pasting: _Pasting | None = None,
) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    who = request.GET.get("who", "").strip()
    may_change = access.may(Permission.MANAGE_SESSIONS)
    context = {
        "session": session,
        "search": search,
        "page": registrants_page(
            session,
            search=search,
            after=number_in(request.GET.get("after", "")) or 0,
            before=number_in(request.GET.get("before", "")) or 0,
            size=PAGE_SIZE,
        ),
        "who": who,
        "enough": is_enough(who),
        "candidates": candidates(session, who) if may_change and is_enough(who) else [],
        "form": form,
        "pasting": pasting,
        "may_change": may_change,
        "shows_emails": access.may(*SEES_EMAILS),
        "here": "sessions",
    }
    return show(request, access, "sessions/registrants.html", context)


def _chosen(request: HttpRequest) -> list[int]:
    said = request.POST.getlist("attendee")[:CHOSEN_MAX]
    return [number for one in said if (number := number_in(one)) is not None]


def _added(session: Session, added: int, *, already: int = 0) -> str:
    words = ngettext(
        "{count} person is put on the list of {title}.",
        "{count} people are put on the list of {title}.",
        added,
    )
    said = words.format(count=number_format(added), title=session.title)
    if already:
        words = ngettext("{count} was on it already.", "{count} were on it already.", already)
        said += " " + words.format(count=number_format(already))
    return said


def _cancelled(access: Access, attendees: Collection[int]) -> str:
    count = cancelled_among(access.event, attendees)
    if not count:
        return ""
    words = ngettext(
        "{count} of them is cancelled: doors will refuse them.",
        "{count} of them are cancelled: doors will refuse them.",
        count,
    )
    return words.format(count=number_format(count))


def _back(access: Access, session: Session) -> HttpResponse:
    return redirect("registrants", access.event.slug, session.pk)
