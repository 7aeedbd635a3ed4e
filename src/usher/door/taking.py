"""The work behind the scan route: a batch of requests in, an answer for each out.

Runs in the coalescer's thread. Who sends, what they may and what is decided are each asked once
for the whole batch.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.scans import Answer as Admitted
from usher.actions.scans import Scan, Upload
from usher.door.answers import results
from usher.door.figures import BATCHES, SCANS
from usher.models import Account, Event
from usher.queries.access import Access, accesses_to
from usher.queries.sign_in import Credential, accounts_of
from usher.queries.sql import is_out_of_room, microseconds
from usher.rules.permissions import Permission
from usher.wire.http import Answer
from usher.wire.problems import problem_answer

log = logging.getLogger("usher.door")

# Room has to be made by a person.
FULL_DISK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One request to the scan route, as far as it could be read without the database."""

    credential: Credential
    language: str
    event: str
    scans: Sequence[Scan]


def take(requests: Sequence[ScanRequest]) -> list[Answer]:
    """Answer the requests in order. Where the database fails, each is tried alone once more.

    The thread's connection is kept from batch to batch, and opened anew after it failed.
    """
    BATCHES.observe(sum(len(request.scans) for request in requests))
    try:
        return _take(requests)
    except (DatabaseError, InterfaceError):
        log.exception("a batch failed", extra={"requests": len(requests)})
        connection.close()
        return [_take_alone(request) for request in requests]


def _take_alone(request: ScanRequest) -> Answer:
    try:
        return _take([request])[0]
    except (DatabaseError, InterfaceError) as fault:
        log.exception("a request failed")
        connection.close()
        with translation.override(request.language):
            return _not_taken(fault)


def _not_taken(fault: Exception) -> Answer:
    if is_out_of_room(fault):
        return problem_answer(
            503,
            _("The server's disk is full. Nothing was taken; keep the scan until there is room."),
            retry_seconds=FULL_DISK_SECONDS,
        )
    return problem_answer(
        503,
        _("The database can't be reached or written. Nothing was taken; send it again."),
        retry_seconds=2,
    )


def _take(requests: Sequence[ScanRequest]) -> list[Answer]:
    accounts = accounts_of({request.credential for request in requests}, at=timezone.now())
    answers: dict[int, Answer] = {}
    by_event: defaultdict[str, list[int]] = defaultdict(list)
    for place, request in enumerate(requests):
        if request.credential in accounts:
            by_event[request.event].append(place)
        else:
            with translation.override(request.language):
                answers[place] = problem_answer(401, _("Sign in, or send a bearer token."))
    for slug, places in by_event.items():
        asked = {place: requests[place] for place in places}
        answers |= _take_event(slug, asked, accounts)
    return [answers[place] for place in range(len(requests))]


def _take_event(
    slug: str, requests: dict[int, ScanRequest], accounts: dict[Credential, Account]
) -> dict[int, Answer]:
    senders = {place: accounts[request.credential] for place, request in requests.items()}
    accesses = accesses_to(slug, set(senders.values()))
    answers: dict[int, Answer] = {}
    uploads: dict[int, Upload] = {}
    for place, request in requests.items():
        access = accesses.get(senders[place].pk)
        if access is not None and access.may(Permission.SCAN_ATTENDEES):
            uploads[place] = _upload(access, request)
            continue
        with translation.override(request.language):
            answers[place] = _turned_away(access)
    if uploads:
        event = next(iter(accesses.values())).event
        answers |= _admit(event, uploads, requests)
    return answers


def _turned_away(access: Access | None) -> Answer:
    if access is None:
        return problem_answer(404, _("There is no such event."))
    return problem_answer(403, access.denial(Permission.SCAN_ATTENDEES))


def _upload(access: Access, request: ScanRequest) -> Upload:
    return Upload(
        account_id=access.account.pk,
        may_override=access.may(Permission.OVERRIDE_SESSION_SCANS),
        scans=request.scans,
        language=request.language,
    )


def _admit(
    event: Event, uploads: dict[int, Upload], requests: dict[int, ScanRequest]
) -> dict[int, Answer]:
    received_at = microseconds(timezone.now())
    admitted = admit(event, list(uploads.values()), received_at=received_at)
    return {
        place: _answer(event, one, requests[place].language)
        for place, one in zip(uploads, admitted, strict=True)
    }


def _answer(event: Event, admitted: list[Admitted] | BadRequest, language: str) -> Answer:
    with translation.override(language):
        if isinstance(admitted, BadRequest):
            status = 409 if isinstance(admitted, Conflict) else 422
            return problem_answer(status, admitted.detail, mistakes=[admitted])
        SCANS.add(one.outcome for one in admitted)
        return Answer(200, results(admitted, event.zone))
