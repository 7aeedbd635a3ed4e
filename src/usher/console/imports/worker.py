"""Applies imports beside the requests: one thread does it, a page asks how far it is.

An import of which a part is written goes on where it was: by itself after a fault, and where its
process ended, when a server starts or a page asks for it.
"""

import logging
import os
import secrets
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from threading import Timer

from django.db import DatabaseError, connections
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from usher.actions.apply_import import (
    Agreed,
    apply_import,
    begin_import,
    fail_import,
    take_over,
    words_of,
)
from usher.actions.mistakes import BadRequest
from usher.models import Import
from usher.queries.access import Access
from usher.readers import Unreadable

# Whoever applies on another machine is not heard of before it is done.
_PATIENCE = timedelta(hours=1)
# After each fault a longer one; thereafter somebody has to look, or to start the server anew.
_PAUSES_SECONDS: tuple[float, ...] = (1, 10, 60, 300)
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imports")
# The numbers of the imports that are being applied here, or wait for it.
_under_way: set[int] = set()
# Those of them that rest after a fault.
_pauses: dict[int, Timer] = {}
_log = logging.getLogger(__name__)


def start(access: Access, one: Import, agreed: Agreed) -> bool:
    """Have the import applied; False where it is applied or being applied already."""
    if not begin_import(access, one, agreed, worker=_name(os.getpid()), at=timezone.now()):
        return False
    _go_on(one.pk)
    return True


def take_up(one: Import) -> None:
    """Go on with an import whose process ended before it was done."""
    if one.state == Import.State.APPLYING and _is_lost(one, at=timezone.now()):
        take_over(one, worker=_name(os.getpid()))
        _go_on(one.pk)


def take_up_all() -> None:
    """Go on with all such imports."""
    for one in Import.objects.filter(state=Import.State.APPLYING).defer("content", "made"):
        take_up(one)


def wait() -> None:
    """Return when all that was started before is done or failed."""
    while _under_way:
        for pause in list(_pauses.values()):
            pause.join()
        _thread.submit(int).result()
    _thread.submit(int).result()


def _go_on(number: int) -> None:
    _under_way.add(number)
    _submit(number)


def _submit(number: int, faults: int = 0) -> None:
    _thread.submit(_apply, number, faults).add_done_callback(_note)


def _note(applied: Future[None]) -> None:
    """Log a fault that nobody expected: nobody asks the thread for it."""
    if fault := applied.exception():
        _log.error("an import ended with a fault", exc_info=fault)


def _go_on_later(number: int, faults: int) -> None:
    # A server that ends waits for no pause.
    pause = Timer(_PAUSES_SECONDS[faults], _submit, (number, faults + 1))
    pause.daemon = True
    _pauses[number] = pause
    pause.start()


def _apply(number: int, faults: int = 0) -> None:
    _pauses.pop(number, None)
    words = _("The server met a fault. Nothing was taken. Try again.")
    try:
        one = Import.objects.select_related("event__owner").get(pk=number)
        with translation.override(one.report.get("language")):
            words = _tried(one)
    finally:
        if words and _is_to_go_on(number, words) and faults < len(_PAUSES_SECONDS):
            _go_on_later(number, faults)
        else:
            _under_way.discard(number)
        connections.close_all()


def _is_to_go_on(number: int, words: str) -> bool:
    """Say that nothing was taken; True where something was, or the database hears nothing."""
    try:
        fail_import(Import(pk=number), words)
        return Import.objects.filter(pk=number, state=Import.State.APPLYING).exists()
    except DatabaseError:
        _log.exception("import %s is not told of its fault", number)
        return True


def _tried(one: Import) -> str:
    """Apply the import; return why nothing of it was taken, "" where it was."""
    try:
        apply_import(one, at=timezone.now(), random_bits=secrets.randbits)
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
        return one.pk not in _under_way
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
