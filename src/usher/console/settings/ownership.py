"""What its owner does to an event as a whole: archived, handed over, erased, deleted."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usher.actions.archive_event import archive_event, bring_event_back
from usher.actions.delete_event import check_name, delete_event
from usher.actions.erase_people import erase_people
from usher.actions.mistakes import BadRequest
from usher.actions.owner_only import check_is_owner
from usher.actions.transfer_event import transfer_event
from usher.console.pages import event_page, show
from usher.console.settings.forms import NameForm, TransferForm
from usher.queries.access import Access
from usher.queries.event_users import event_users_of
from usher.queries.retention import due_on, erasure_of
from usher.queries.whole_event import whole_event
from usher.rules.permissions import Permission


@require_POST
@event_page()
def archiving(request: HttpRequest, access: Access) -> HttpResponse:
    """Put the event out of the way."""
    archive_event(access, at=timezone.now())
    words = _("{name} is archived. It stands below your other events, and can be brought back.")
    messages.success(request, words.format(name=access.event.name))
    return redirect(reverse("my_events") + "?archived=open")


@require_POST
@event_page()
def bringing_back(request: HttpRequest, access: Access) -> HttpResponse:
    """Put the event among the others again."""
    bring_event_back(access)
    messages.success(request, _("{name} is back.").format(name=access.event.name))
    return redirect("my_events")


@event_page()
def transfer(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask to whom the event is handed over, and do it."""
    check_is_owner(access, _("Only the event owner, {owner}, can hand the event over."))
    heirs = list(event_users_of(access.event).filter(account__is_active=True))
    form = TransferForm(request.POST if request.method == "POST" else None, heirs=heirs)
    if form.is_valid():
        heir = next(one for one in heirs if one.pk == form.cleaned_data["event_user"])
        try:
            event = transfer_event(access, heir, at=timezone.now())
        except BadRequest as mistake:
            form.add_error("event_user", mistake.detail)
        else:
            words = _("{owner} owns the event now. You are an event user with all permissions.")
            messages.success(request, words.format(owner=event.owner.shown_name))
            return redirect("event", event.slug)
    context = {"form": form, "has_heirs": bool(heirs), "here": "settings"}
    return show(request, access, "settings/transfer.html", context)


@event_page(Permission.MANAGE_EVENT)
def erasure(request: HttpRequest, access: Access) -> HttpResponse:
    """Say which personal data would be erased and when; the owner erases them now."""
    event, form = access.event, NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_is_owner(access, _("Only the event owner, {owner}, can erase personal data."))
    if form.is_valid() and _is_named(access, form):
        erased = erase_people(event, at=timezone.now())
        messages.success(request, _erased_words(erased.attendees + erased.cancelled))
        return redirect("erase_people", event.slug)
    context = {"form": form, "erasure": erasure_of(event), "due_on": due_on(event)}
    return show(request, access, "settings/erasure.html", context | {"here": "settings"})


@event_page()
def deletion(request: HttpRequest, access: Access) -> HttpResponse:
    """Say in numbers what goes with the event, and delete it."""
    check_is_owner(access, _("Only the event owner, {owner}, can delete the event."))
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_named(access, form):
        delete_event(access, name=form.cleaned_data["name"])
        messages.success(request, _("{name} is deleted.").format(name=access.event.name))
        return redirect("my_events")
    context = {"form": form, "numbers": whole_event(access.event), "here": "settings"}
    return show(request, access, "settings/deletion.html", context)


def _erased_words(count: int) -> str:
    return ngettext(
        "Erased: the personal data of {attendees} attendee.",
        "Erased: the personal data of {attendees} attendees.",
        count,
    ).format(attendees=number_format(count))


def _is_named(access: Access, form: Form) -> bool:
    try:
        check_name(access.event, form.cleaned_data["name"])
    except BadRequest as mistake:
        form.add_error(mistake.field, mistake.detail)
        return False
    return True
