"""An attendee's photo: shown, kept, removed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from usher.actions.keep_photo import BYTES_MAX, keep_photo, remove_photo
from usher.actions.mistakes import BadRequest
from usher.console.attendees.forms import PhotoForm
from usher.console.attendees.views import attendee_or_404, show_attendee
from usher.console.pages import SEES_ATTENDEES, event_page
from usher.models import Photo
from usher.queries.access import Access
from usher.rules.permissions import Permission


@require_GET
@event_page(*SEES_ATTENDEES)
def photo(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Return the picture; no cache between Usher and the browser keeps it."""
    kept = Photo.objects.filter(attendee=number, attendee__event=access.event).first()
    if kept is None:
        raise Http404
    headers = {"Cache-Control": "private, no-cache"}
    return HttpResponse(bytes(kept.image), content_type="image/jpeg", headers=headers)


@event_page(Permission.MANAGE_ATTENDEES)
def change_photo(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Keep the picture that was sent."""
    found = attendee_or_404(access, number)
    if request.method != "POST":
        return redirect("attendee", access.event.slug, found.pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            # One byte more than may be, so that the action sees that it is too much.
            content = form.cleaned_data["photo"].read(BYTES_MAX + 1)
            keep_photo(access, found, content, at=timezone.now())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("The photo is kept."))
            return redirect("attendee", access.event.slug, found.pk)
    return show_attendee(request, access, found, photo_form=form)


@event_page(Permission.MANAGE_ATTENDEES)
def delete_photo(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Remove the picture."""
    found = attendee_or_404(access, number)
    if request.method == "POST":
        remove_photo(access, found)
        messages.success(request, _("The photo is removed."))
    return redirect("attendee", access.event.slug, found.pk)
