"""The staff of an event: add, change, remove, invite again."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usher.actions.add_event_user import add_event_user
from usher.actions.change_event_user import change_event_user
from usher.actions.invite import invite
from usher.actions.mistakes import BadRequest
from usher.actions.remove_event_user import remove_event_user
from usher.console.event_users.doors import doors_context
from usher.console.event_users.forms import AddEventUserForm, PermissionsForm
from usher.console.pages import event_page, show
from usher.models import EventUser
from usher.queries.access import LABELS, Access
from usher.queries.event_users import MEANINGS, event_user_of, event_users_of, labelled
from usher.rules.permissions import Permission
from usher.wire.site_address import site_address


@event_page(Permission.MANAGE_EVENT_USERS)
def event_users(request: HttpRequest, access: Access) -> HttpResponse:
    """List the event's users, and add one."""
    form = AddEventUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, access, form):
        # Else the browser stays at the form, and what was done stands above, out of view.
        return redirect(reverse("event_users", args=[access.event.slug]) + "#top")
    listed = [(one, labelled(one.permissions)) for one in event_users_of(access.event)]
    context = {"event_users": listed, "form": form} | doors_context(access)
    return show(request, access, "event_users/event_users.html", context | _explained(form))


@event_page(Permission.MANAGE_EVENT_USERS)
def change(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Change what an event user may do."""
    event_user = _found(access, number)
    initial = {"permissions": event_user.permissions}
    form = PermissionsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            change_event_user(access, event_user, permissions=form.cleaned_data["permissions"])
        except BadRequest as mistake:
            form.add_error("permissions", mistake.detail)
        else:
            _say(request, event_user, _("{email} may now do what you chose, from this moment on."))
            return redirect("event_users", access.event.slug)
    context = {"event_user": event_user, "form": form}
    return show(request, access, "event_users/change.html", context | _explained(form))


@event_page(Permission.MANAGE_EVENT_USERS)
def removal(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether an event user is to be removed, and remove them."""
    event_user = _found(access, number)
    if request.method == "POST":
        remove_event_user(access, event_user)
        _say(request, event_user, _("{email} is removed and can't see the event any more."))
        return redirect("event_users", access.event.slug)
    return show(request, access, "event_users/removal.html", {"event_user": event_user})


@require_POST
@event_page(Permission.MANAGE_EVENT_USERS)
def invitation(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Send an event user the invitation again."""
    event_user = _found(access, number)
    try:
        invite(event_user, site=site_address(request))
    except OSError:
        words = _("The e-mail to {email} could not be sent. Try again in a while.")
        messages.error(request, words.format(email=event_user.address.email))
    else:
        _say(request, event_user, _("The invitation is on its way to {email} again."))
    return redirect("event_users", access.event.slug)


def _add(request: HttpRequest, access: Access, form: AddEventUserForm) -> bool:
    try:
        event_user = add_event_user(
            access,
            form.cleaned_data["email"],
            permissions=form.cleaned_data["permissions"],
            at=timezone.now(),
            site=site_address(request),
        )
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return False
    _say(request, event_user, _("{email} is added, and an invitation is on its way."))
    return True


def _found(access: Access, number: int) -> EventUser:
    event_user = event_user_of(access.event, number)
    if event_user is None:
        raise Http404
    return event_user


def _say(request: HttpRequest, event_user: EventUser, words: str) -> None:
    messages.success(request, words.format(email=event_user.address.email))


def _explained(form: Form) -> dict[str, object]:
    chosen = form["permissions"].value() or []
    return {
        "choices": [
            {
                "value": permission,
                "label": label,
                "meaning": MEANINGS[permission],
                "chosen": permission in chosen,
            }
            for permission, label in LABELS.items()
        ]
    }
