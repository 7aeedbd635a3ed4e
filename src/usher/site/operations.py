"""What load balancers and monitoring ask: /healthz, /readyz and /metrics, in front of Django.

They are asked every few seconds under whatever name the asking machine knows this one by. So
they check no host, tell nothing of any event, and are neither counted nor logged, save that
something is lacking.
"""

import hmac
import json
import logging
import os
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from usher.door.coalescer import Coalescer
from usher.door.figures import BATCHES, SCANS
from usher.door.taking import ScanRequest
from usher.live.hub import Hub
from usher.site.backup import last_backup_at
from usher.site.readiness import Readiness, free_bytes
from usher.wire.figures import CONTENT_TYPE, Counts, Histogram, gauge
from usher.wire.http import Answer, Scope
from usher.wire.problems import problem_answer

log = logging.getLogger("usher.operations")

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
_CLASSES = ("", "1xx", "2xx", "3xx", "4xx", "5xx")
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Operations:
    """Watches one application, and answers for it."""

    def __init__(self, waiting: Coalescer[ScanRequest, Answer], hub: Hub) -> None:
        self._waiting = waiting
        self._hub = hub
        self._readiness = Readiness()
        self._requests = Counts(
            "usher_requests_total",
            "Answered requests, by class of status.",
            label="status",
            values=_CLASSES[1:],
        )
        self._seconds = Histogram(
            "usher_scan_request_seconds",
            "Time that requests to the scan route took.",
            bounds=_BOUNDS,
        )

    def answered(self, status: int) -> None:
        """Count a request that was answered."""
        self._requests.add((_CLASSES[status // 100],))

    def took(self, seconds: float) -> None:
        """Count the time that a request to the scan route took."""
        self._seconds.observe(seconds)

    async def answer(self, scope: Scope) -> Answer:
        """Answer a request to one of PATHS."""
        if scope["method"] not in {"GET", "HEAD"}:
            words = _("This address answers {methods} only.").format(methods="GET, HEAD")
            return problem_answer(405, words, headers=((b"allow", b"GET, HEAD"),))
        if scope["path"] == "/healthz":
            return Answer(200, b'{"live": true}')
        if scope["path"] == "/readyz":
            return await self._ready()
        return self._figures(scope)

    async def _ready(self) -> Answer:
        lacking = await self._readiness.lacks()
        if self._waiting.is_full:
            lacking = [*lacking, "queue"]
        if self._waiting.is_closed:
            lacking = [*lacking, "stopping"]
        if not lacking:
            return Answer(200, b'{"ready": true}')
        log.warning("not ready", extra={"lacking": lacking})
        return Answer(503, json.dumps({"ready": False, "lacking": lacking}).encode())

    def _figures(self, scope: Scope) -> Answer:
        token = settings.USHER_METRICS_TOKEN
        if not token:
            return problem_answer(404, _("There is nothing at this address."))
        if not hmac.compare_digest(_bearer(scope), f"bearer {token}".encode()):
            return problem_answer(401, _("Sign in, or send a bearer token."))
        return Answer(200, "\n".join([*self._lines(), ""]).encode(), CONTENT_TYPE)

    def _lines(self) -> Iterator[str]:
        backup_at = last_backup_at()
        age = None if backup_at is None else max(0.0, time.time() - backup_at)
        return chain(
            SCANS.lines(),
            BATCHES.lines(),
            self._seconds.lines(),
            self._requests.lines(),
            gauge("usher_waiting_scans", "Scans that wait to be written.", self._waiting.weight),
            gauge("usher_feed_listeners", "Live feeds that are open.", self._hub.listening),
            gauge("usher_disk_free_bytes", "Room on the disk of the data.", free_bytes()),
            gauge("usher_last_backup_age_seconds", "Time since the last backup.", age),
            gauge("process_resident_memory_bytes", "Memory of this process.", _memory_bytes()),
        )


def _bearer(scope: Scope) -> bytes:
    sent: bytes = dict(scope["headers"]).get(b"authorization", b"")
    scheme, space, token = sent.partition(b" ")
    return scheme.lower() + space + token


def _memory_bytes() -> int | None:
    # Only Linux says it in a file.
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
