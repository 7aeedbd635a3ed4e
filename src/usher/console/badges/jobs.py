"""Printing that takes longer than a request."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from usher.actions.made_files import BADGES
from usher.badges.templates import Template
from usher.badges.typesetting import BadgeText, badges_pdf
from usher.console.jobs import Job, Jobs, Told

_FILE = "badges.pdf"
_log = logging.getLogger(__name__)

JOBS = Jobs(BADGES)


def start(
    account: int,
    event: int,
    template: Template,
    badges: Sequence[BadgeText],
    note: Callable[[], object] | None = None,
) -> str | None:
    """Have the badges printed and return the job's token; None where too many wait already.

    `note` is called once the file is there. Asked again for the same, it is made once.
    """
    wanted = (template.key, badges, note is not None)
    digest = hashlib.sha256(repr(wanted).encode()).hexdigest()

    def make(folder: Path, told: Told) -> None:
        (folder / _FILE).write_bytes(badges_pdf(template, badges, told=told))
        if note:
            _noted(note)

    return JOBS.start(Job(account, event, len(badges), digest, name=_FILE), make)


def pdf_of(token: str) -> Path:
    """Return where the job's PDF is; only when it is done."""
    return JOBS.file_of(token, _FILE)


def _noted(note: Callable[[], object]) -> None:
    try:
        note()
    except (DatabaseError, ObjectDoesNotExist):
        # The file is there all the same; who prints it may print them again as new ones.
        _log.exception("that badges were printed was not noted")
