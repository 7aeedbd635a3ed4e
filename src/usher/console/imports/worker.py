"""Applies imports beside the requests: one thread does it, a page asks how far it is.

How far it is stays in memory, because on SQLite nobody can write while the import does. So only
the process that applies knows; any other tells that it is under way. If that process ends before
it is done, nothing was taken, and the next page that asks says so.
"""

import logging
import os
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache

from django.db import DatabaseError, connections
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from usher.actions.apply_import import (
    Agreed,
    apply_import,
    begin_import,
    fail_import,
    words_of,
)
from usher.actions.mistakes import BadRequest
from usher.models import Import
from usher.queries.access import Access
from usher.readers import Unreadable

# Whoever applies on another machine is not heard of before it is done.
_PATIENCE = timedelta(hours=1)
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imports")
# How many rows of how many are written, by the number of an import that is being applied here.
_progress: dict[int, tuple[int, int]] = {}
_log = logging.getLogger(__name__)


def start(access: Access, one: Import, agreed: Agreed) -> bool:
    """Have the import applied; False where it is applied or being applied already."""
    is_known = one.pk in _progress
    _progress.setdefault(one.pk, (0, 0))
    if not begin_import(access, one, worker=_name(os.getpid()), at=timezone.now()):
        if not is_known:
            _progress.pop(one.pk, None)
        return False
    _thread.submit(_apply, one.pk, agreed, translation.get_language() or "en")
    return True


def progress_of(one: Import) -> tuple[int, int]:
    """Return how many rows of how many are written; (0, 0) where that isn't known here."""
    return _progress.get(one.pk, (0, 0))


def tell_lost(one: Import) -> None:
    """Mark an import as failed whose process ended before it was done."""
    if one.state == Import.State.APPLYING and _is_lost(one, at=timezone.now()):
        fail_import(one, _("The server was started again meanwhile. Nothing was taken."))
        one.refresh_from_db(fields=["state", "report"])


def wait() -> None:
    """Return when all that was started before is done or failed."""
    _thread.submit(int).result()


def _apply(number: int, agreed: Agreed, language: str) -> None:
    words = _("The server met a fault. Nothing was taken. Try again.")
    try:
        one = Import.objects.select_related("event__owner").get(pk=number)
        with translation.override(language):
            words = _tried(one, agreed)
    finally:
        if words:
            fail_import(Import(pk=number), words)
        _progress.pop(number, None)
        connections.close_all()


def _tried(one: Import, agreed: Agreed) -> str:
    """Apply the import; return why it was not, "" where it was."""

    def told(done: int, total: int) -> None:
        _progress[one.pk] = (done, total)

    try:
        apply_import(one, agreed, at=timezone.now(), random_bits=secrets.randbits, told=told)
    except Unreadable as unreadable:
        return words_of(unreadable)
    except BadRequest as mistake:
        return mistake.detail
    except DatabaseError:
        _log.exception("import %s was not applied", one.pk)
        return _("The database was busy or refused it. Nothing was taken. Try again.")
    return ""


@cache
def _name(process: int) -> str:
    # Asked with the process, as one that was forked is another.
    return f"{socket.gethostname()} {process} {secrets.token_hex(8)}"


def _is_lost(one: Import, *, at: datetime) -> bool:
    worker = one.report.get("worker", "")
    if worker == _name(os.getpid()):
        return one.pk not in _progress
    host, process, _token = worker.split(" ")
    if host == socket.gethostname():
        return int(process) == os.getpid() or not _lives(int(process))
    begun = parse_datetime(one.report.get("begun", ""))
    return begun is None or at - begun > _PATIENCE


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
