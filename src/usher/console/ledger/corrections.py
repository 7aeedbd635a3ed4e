"""Say by hand that somebody went in or out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.correct import Assertion, correct
from usher.actions.mistakes import BadRequest
from usher.console.ledger.disputed import dispute_asked, proposed, redirect_after
from usher.console.ledger.forms import CorrectionForm
from usher.console.pages import event_page, number_in, show
from usher.models import Attendee, Entry
from usher.queries.access import Access
from usher.queries.attendees import FOUND_MAX, attendee_of, attendees_found, is_enough
from usher.queries.contradictions import contradictions
from usher.queries.entries_listed import entry_of
from usher.queries.sessions import session_of
from usher.queries.why import refusals
from usher.rules.judge import Direction
from usher.rules.permissions import Permission
from usher.wire.words import message


@dataclass(frozen=True, slots=True)
class About:
    """Whom a correction is about, and the entry that it corrects, if it corrects one."""

    attendee: Attendee
    subject: Entry | None


@event_page(Permission.CORRECT_ENTRIES)
def correction(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask who went in or out of which session when, and why; then write it."""
    about = _about(request, access)
    if about is None:
        return _choose(request, access)
    with timezone.override(access.event.zone):
        form = CorrectionForm(
            request.POST if request.method == "POST" else None,
            event=access.event,
            initial=_initial(request, access, about),
        )
        assertion = _assertion(access, about, form) if form.is_valid() else None
    against, refused = _against(assertion), _refused(assertion)
    is_doubtful = bool(against or refused)
    if assertion and (not is_doubtful or "all_the_same" in request.POST):
        seq = _written(access, assertion, form)
        if seq:
            messages.success(request, _said(assertion))
            return redirect_after(request, access, seq)
    context = {
        "about": about,
        "form": form,
        "is_doubtful": is_doubtful,
        "against": against,
        "refused": refused,
        "here": "ledger",
    }
    return show(request, access, "ledger/correction.html", context)


def _about(request: HttpRequest, access: Access) -> About | None:
    subject = None
    if seq := number_in(request.GET.get("subject", "")):
        subject = entry_of(access.event, seq)
        if subject is None:
            raise Http404
        if subject.attendee:
            return About(subject.attendee, subject)
    asked = number_in(request.GET.get("attendee", ""))
    if asked is None:
        return None
    attendee = attendee_of(access.event, asked)
    if attendee is None:
        raise Http404
    return About(attendee, None)


def _choose(request: HttpRequest, access: Access) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    found = attendees_found(access.event, search) if is_enough(search) else []
    context = {
        "search": search,
        "enough": is_enough(search),
        "found": found,
        "found_max": FOUND_MAX,
        "here": "ledger",
    }
    return show(request, access, "ledger/correction_attendee.html", context)


def _initial(request: HttpRequest, access: Access, about: About) -> dict[str, object]:
    subject = about.subject
    initial: dict[str, object] = {
        "direction": request.GET.get("direction", subject.direction if subject else ""),
        "session": request.GET.get("session", subject.session.code if subject else ""),
    }
    # Whoever records it mostly has just seen it; seconds, since the field has no more.
    initial["at"] = subject.scanned_at if subject else timezone.now().replace(microsecond=0)
    if dispute := dispute_asked(request, access):
        initial |= proposed(dispute, str(initial["direction"]))
    return initial


def _assertion(access: Access, about: About, form: CorrectionForm) -> Assertion | None:
    session = session_of(access.event, form.cleaned_data["session"])
    if session is None:
        form.add_error("session", _("This session is gone."))
        return None
    return Assertion(
        attendee=about.attendee,
        session=session,
        direction=Direction(form.cleaned_data["direction"]),
        at=form.cleaned_data["at"],
        note=form.cleaned_data["note"],
        subject=about.subject.seq if about.subject else None,
    )


def _against(assertion: Assertion | None) -> list[str]:
    if assertion is None:
        return []
    return contradictions(assertion.attendee, assertion.session, assertion.direction, assertion.at)


def _refused(assertion: Assertion | None) -> list[str]:
    """Return in words why a door would refuse them."""
    if assertion is None:
        return []
    event = assertion.session.event
    found = refusals(
        event,
        assertion.attendee,
        assertion.session,
        direction=assertion.direction,
        at=assertion.at,
    )
    return [message(str(one.reason), one.params, event.zone) for one in found]


def _written(access: Access, assertion: Assertion, form: CorrectionForm) -> int | None:
    key = str(form.cleaned_data["key"])
    try:
        return correct(access, assertion, key=key, received_at=timezone.now())
    except BadRequest as mistake:
        field = mistake.field if mistake.field in form.fields else None
        form.add_error(field, mistake.detail)
        return None


def _said(assertion: Assertion) -> str:
    words = (
        _("{name} is on record as gone in at {session}.")
        if assertion.direction is Direction.IN
        else _("{name} is on record as gone out of {session}.")
    )
    return words.format(name=assertion.attendee.name, session=assertion.session.title)
