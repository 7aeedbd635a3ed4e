"""All that is kept of an attendee, as a file for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from usher.actions.record_export import Taken, record_export
from usher.console.attendees.views import attendee_or_404
from usher.console.pages import event_page
from usher.models.export import What
from usher.queries.access import Access
from usher.reports.pdf import report_pdf
from usher.reports.tables import Document, json_parts
from usher.reports.their_data import their_data
from usher.rules.permissions import Permission

KINDS = {"json": "application/json", "pdf": "application/pdf"}


@event_page(Permission.MANAGE_ATTENDEES)
def own_data(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give all that is kept of the attendee; that it was taken is on record."""
    found, form, at = attendee_or_404(access, number), request.GET.get("form", ""), timezone.now()
    if form not in KINDS:
        raise Http404
    content = _content(their_data(found, at=at), form)
    taken = Taken(What.THEIR_DATA, form, attendee=found.pk)
    record_export(access.event, taken, by=access.account, at=at, content=content)
    name = f"{access.event.slug}-attendee-{found.pk}-data.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=KINDS[form], headers=headers)


def _content(document: Document, form: str) -> bytes:
    return report_pdf(document) if form == "pdf" else b"".join(json_parts(document))
