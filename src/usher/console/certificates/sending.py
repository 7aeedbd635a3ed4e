"""E-mails to attendees: a thread works through the queues, and a page says how far each is."""

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from django.contrib import messages
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usher.actions.deliver import note_interrupted, queue_again, send_next
from usher.actions.deliver_certificates import queue_certificates
from usher.actions.deliver_links import queue_links
from usher.actions.mistakes import BadRequest
from usher.console.pages import event_page, show
from usher.models import Delivery, Event
from usher.queries.access import Access
from usher.queries.deliveries import (
    attendees_without_link,
    deliveries_counted,
    failed_deliveries,
    unsent_certificates,
    waiting_deliveries,
)
from usher.queries.review import is_open, review_of
from usher.reports.mailings import mailings
from usher.rules.permissions import Permission

FAILED_SHOWN_MAX = 100
PAGES = {
    Delivery.What.CERTIFICATE: "certificate_deliveries",
    Delivery.What.LINK: "link_deliveries",
}
# One at a time: doors on the same machine want the other processor.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="certificates")
_busy: set[int] = set()
_lock = Lock()
_log = logging.getLogger(__name__)


@event_page(Permission.MANAGE_EVENT)
def deliveries(request: HttpRequest, access: Access, what: Delivery.What) -> HttpResponse:
    """Say how far the sending is; whatever waits after a restart goes on from here."""
    event, at = access.event, timezone.now()
    note_interrupted(event, at=at)
    if waiting_deliveries(event, what, at=at).exists():
        wake(event)
    counts = deliveries_counted(event, what, at=at)
    context = {
        "what": what,
        "address": request.path,
        "counts": counts,
        "all": sum(counts.values()),
        "is_busy": bool(counts["waiting"] or counts["sending"]),
        "failed": failed_deliveries(event, what, most=FAILED_SHOWN_MAX),
        "unsent": _unsent(event, what),
        "is_open": is_open(review_of(event), at),
        "here": "certificates",
    }
    part = "certificates/progress.html"
    page = part if request.headers.get("HX-Request") else "certificates/deliveries.html"
    return show(request, access, page, context)


@require_POST
@event_page(Permission.MANAGE_EVENT)
def send(request: HttpRequest, access: Access, what: Delivery.What) -> HttpResponse:
    """Put into the queue what was never sent, or what failed, and begin."""
    try:
        count = _queued(request, access, what)
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
        return redirect("certificates", access.event.slug)
    if count:
        messages.success(request, _words(what, count).format(count=number_format(count)))
    else:
        messages.info(request, _("There is nothing to send."))
    wake(access.event)
    return redirect(PAGES[what], access.event.slug)


def wake(event: Event) -> None:
    """Let the thread work through the event's queues, unless it is at it already."""
    with _lock:
        if event.pk in _busy:
            return
        _busy.add(event.pk)
    _thread.submit(_work, event)


def wait() -> None:
    """Return when all that was begun before is done."""
    _thread.submit(int).result()


def _queued(request: HttpRequest, access: Access, what: Delivery.What) -> int:
    at = timezone.now()
    if "again" in request.POST:
        return queue_again(access, what, at=at)
    if what == Delivery.What.LINK:
        return queue_links(access, at=at)
    return queue_certificates(access, at=at)


def _words(what: Delivery.What, count: int) -> str:
    if what == Delivery.What.LINK:
        return ngettext("{count} link is on its way.", "{count} links are on their way.", count)
    return ngettext(
        "{count} certificate is on its way.", "{count} certificates are on their way.", count
    )


def _unsent(event: Event, what: Delivery.What) -> int:
    found = attendees_without_link if what == Delivery.What.LINK else unsent_certificates
    return found(event).count()


def _work(event: Event) -> None:
    try:
        for what, writing in mailings(event, secrets.token_urlsafe, at=timezone.now()):
            while send_next(event, what, writing, at=timezone.now()):
                pass
    except DatabaseError:
        _log.exception("e-mails were not sent to the end")
    finally:
        with _lock:
            _busy.discard(event.pk)
        connections.close_all()
