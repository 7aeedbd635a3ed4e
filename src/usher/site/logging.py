"""Log lines: one JSON object a line, without personal data.

A line tells the route's pattern, never the address that was asked for, since a search holds a
name and a link may hold an id.
"""

import json
import logging
import logging.config
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

# PostgreSQL adds the row that it refused.
_DETAIL = re.compile(r"\nDETAIL:.*?(?=\n\n|\Z)", re.DOTALL)

requests = logging.getLogger("usher.requests")


class JsonLines(logging.Formatter):
    """Writes a record and its extra fields as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        line.pop("request", None)
        if record.exc_info:
            told = self.formatException(record.exc_info)
            line["exception"] = _DETAIL.sub("\n(detail left out)", told)
        return json.dumps(line, default=str, ensure_ascii=False)


def configure(settings: dict[str, Any]) -> None:
    """Send all log lines to standard error as JSON, from `settings["level"]` upward."""
    # Lines don't tell who wrote them, and to find that out took a third of the time of a line.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": "usher.site.logging.JsonLines"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": settings["level"]},
            "loggers": {
                # Django names the path, which may hold a name that was searched for.
                "django.request": {"level": "ERROR"},
                "django.channels.server": {"level": "WARNING"},
            },
        }
    )


class RequestLog:
    """Logs each request that Django answers: method, route, status, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and log it."""
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log_request(
            method=request.method or "",
            route=match.route if match else "static",
            status=response.status_code,
            seconds=time.perf_counter() - started,
        )
        return response


def log_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Log one answered request; `route` is the pattern, never the path."""
    if not requests.isEnabledFor(logging.INFO):
        return
    requests.info(
        "answered",
        extra={
            "method": method,
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
