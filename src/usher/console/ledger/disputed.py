"""What is put right because an attendee disputed it leads back to the dispute."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from usher.console.pages import number_in
from usher.models import Dispute
from usher.queries.access import Access
from usher.queries.review import dispute_numbered


def dispute_asked(request: HttpRequest, access: Access) -> Dispute | None:
    """Return the dispute that `?dispute=` names, None where it names none of this event."""
    number = number_in(request.GET.get("dispute", ""))
    return dispute_numbered(access.event, number) if number else None


def redirect_after(request: HttpRequest, access: Access, seq: int) -> HttpResponse:
    """Go to the entry that was written, or back to the dispute that it answers."""
    dispute = dispute_asked(request, access)
    if dispute:
        return redirect("settle_dispute", access.event.slug, dispute.pk)
    return redirect("entry", access.event.slug, seq)


def proposed(dispute: Dispute, direction: str) -> dict[str, object]:
    """Return what a correction would say of when they came or left, if they are right."""
    claimed = {"in": dispute.came_at, "out": dispute.left_at}.get(direction)
    planned = dispute.session.starts_at if direction == "in" else dispute.session.ends_at
    moment: datetime = claimed or planned
    return {
        "session": dispute.session.code,
        "at": moment,
        # No words of the attendee's: it stands in the ledger for good.
        "note": _("Dispute {number}").format(number=dispute.pk),
    }
