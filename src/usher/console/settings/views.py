"""The settings of an event."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.change_event import change_event
from usher.actions.mistakes import BadRequest
from usher.console.events.zones import zones
from usher.console.pages import event_page, show
from usher.console.settings.forms import SettingsForm
from usher.console.settings.signing import signing_shown
from usher.queries.access import Access
from usher.queries.retention import due_on
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_EVENT)
def settings(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the event's settings, and take changed ones."""
    form = SettingsForm(request.POST if request.method == "POST" else None, event=access.event)
    if form.is_valid():
        try:
            change_event(access, form.values())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("Saved. It holds for every scan from now on."))
            return redirect("settings", access.event.slug)
    context = {
        "form": form,
        "zones": zones(timezone.now().date()),
        "due_on": due_on(access.event),
    }
    context |= signing_shown(access.event)
    return show(request, access, "settings/settings.html", context)
