"""Certificates by e-mail: a thread works through the queue, and a page says how far it is."""

import logging
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

from usher.actions.deliver_certificates import (
    note_interrupted,
    queue_again,
    queue_deliveries,
    send_next,
)
from usher.console.pages import event_page, show
from usher.models import Event
from usher.queries.access import Access
from usher.queries.certificates import (
    deliveries_counted,
    failed_deliveries,
    unsent_count,
    waiting_deliveries,
)
from usher.reports.certificates import drawing_for
from usher.rules.permissions import Permission

FAILED_SHOWN_MAX = 100
# One at a time: doors on the same machine want the other processor.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="certificates")
_busy: set[int] = set()
_lock = Lock()
_log = logging.getLogger(__name__)


@event_page(Permission.MANAGE_EVENT)
def deliveries(request: HttpRequest, access: Access) -> HttpResponse:
    """Say how far the sending is; whatever waits after a restart goes on from here."""
    note_interrupted(access.event, at=timezone.now())
    if waiting_deliveries(access.event).exists():
        wake(access.event)
    counts = deliveries_counted(access.event)
    context = {
        "counts": counts,
        "all": sum(counts.values()),
        "is_busy": bool(counts["waiting"] or counts["sending"]),
        "failed": failed_deliveries(access.event, most=FAILED_SHOWN_MAX),
        "unsent": unsent_count(access.event),
        "here": "certificates",
    }
    part = "certificates/progress.html"
    page = part if request.headers.get("HX-Request") else "certificates/deliveries.html"
    return show(request, access, page, context)


@require_POST
@event_page(Permission.MANAGE_EVENT)
def send(request: HttpRequest, access: Access) -> HttpResponse:
    """Put into the queue what was never sent, or what failed, and begin."""
    at = timezone.now()
    again = "again" in request.POST
    count = queue_again(access, at=at) if again else queue_deliveries(access, at=at)
    words = ngettext(
        "{count} certificate is on its way.", "{count} certificates are on their way.", count
    )
    if count:
        messages.success(request, words.format(count=number_format(count)))
    else:
        messages.info(request, _("There is nothing to send."))
    wake(access.event)
    return redirect("certificate_deliveries", access.event.slug)


def wake(event: Event) -> None:
    """Let the thread work through the event's queue, unless it is at it already."""
    with _lock:
        if event.pk in _busy:
            return
        _busy.add(event.pk)
    _thread.submit(_work, event)


def wait() -> None:
    """Return when all that was begun before is done."""
    _thread.submit(int).result()


def _work(event: Event) -> None:
    try:
        drawn = drawing_for(event)
        while send_next(event, drawn, at=timezone.now()):
            pass
    except DatabaseError:
        _log.exception("certificates were not sent to the end")
    finally:
        with _lock:
            _busy.discard(event.pk)
        connections.close_all()
