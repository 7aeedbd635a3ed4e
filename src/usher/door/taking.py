"""The work behind the scan route: a batch of requests in, an answer for each out.

Runs in the coalescer's thread. Who sends, what they may and what is decided are each asked once
for the whole batch, and nothing of it is kept for the next.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.scans import Answer as Said
from usher.actions.scans import Scan, Upload
from usher.door.answers import results
from usher.door.coalescer import LARGE_BATCH_MIN
from usher.door.figures import BATCHES, SCANS
from usher.models import Event
from usher.queries.access import Standing, denial, standing_in
from usher.queries.sign_in import Credential, signed_in
from usher.queries.sql import is_out_of_room, microseconds
from usher.rules.permissions import Permission
from usher.wire.http import Answer
from usher.wire.problems import NO_SUCH_EVENT, NOT_SIGNED_IN, Refusal, problem_answer
from usher.wire.reading import FAULTS

log = logging.getLogger("usher.door")

_DISK_FULL = Refusal(
    503,
    gettext_lazy(
        "The server's disk is full. Nothing was taken; keep the scan until there is room."
    ),
    # Room has to be made by a person.
    10,
)
_UNWRITABLE = Refusal(
    503,
    gettext_lazy("The database can't be reached or written. Nothing was taken; send it again."),
    2,
)


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One request to the scan route, as far as it could be read without the database.

    `first` is the place of its first scan in what was sent, where this is a part of it.
    """

    credential: Credential
    language: str
    event: str
    scans: Sequence[Scan]
    first: int = 0

    @property
    def lane(self) -> str:
        """Scans of one event are written one after the other."""
        return self.event

    @property
    def weight(self) -> int:
        """How many scans it brings."""
        return len(self.scans)

    def parts(self) -> "list[ScanRequest]":
        """Return the request in parts, between which doors go.

        Where one is refused, the others stand: sent again, their scans are answered the same.
        """
        if len(self.scans) <= LARGE_BATCH_MIN:
            return [self]
        return [
            replace(self, scans=self.scans[first : first + LARGE_BATCH_MIN], first=first)
            for first in range(0, len(self.scans), LARGE_BATCH_MIN)
        ]


def take(requests: Sequence[ScanRequest]) -> list[Answer]:
    """Answer the requests in order. Where the database fails, each is tried alone once more.

    The thread's connection is kept from batch to batch, and opened anew after it failed.
    """
    BATCHES.observe(sum(len(request.scans) for request in requests))
    try:
        return _take(requests)
    except FAULTS:
        log.exception("a batch failed", extra={"requests": len(requests)})
        connection.close()
        return _take_alone(requests)


def _take_alone(requests: Sequence[ScanRequest]) -> list[Answer]:
    answers: list[Answer] = []
    for request in requests:
        try:
            answers += _take([request])
        except FAULTS as fault:
            log.exception("a request failed")
            refusal = _DISK_FULL if is_out_of_room(fault) else _UNWRITABLE
            connection.close()
            if isinstance(fault, OperationalError | InterfaceError):
                # It is the database and no request: the others would only wait as long again.
                return answers + [refusal.told(one.language) for one in requests[len(answers) :]]
            answers.append(refusal.told(request.language))
    return answers


def _take(requests: Sequence[ScanRequest]) -> list[Answer]:
    at = microseconds(timezone.now())
    accounts = signed_in({request.credential for request in requests}, at=at)
    answers: dict[int, Answer] = {}
    by_event: defaultdict[str, dict[int, ScanRequest]] = defaultdict(dict)
    for place, request in enumerate(requests):
        if request.credential in accounts:
            by_event[request.event][place] = request
        else:
            answers[place] = NOT_SIGNED_IN.told(request.language)
    for slug, asked in by_event.items():
        answers |= _take_event(slug, asked, accounts, at)
    return [answers[place] for place in range(len(requests))]


def _take_event(
    slug: str, asked: dict[int, ScanRequest], accounts: dict[Credential, int], at: int
) -> dict[int, Answer]:
    senders = {place: accounts[request.credential] for place, request in asked.items()}
    standing = standing_in(slug, set(senders.values()))
    answers: dict[int, Answer] = {}
    uploads: dict[int, Upload] = {}
    for place, request in asked.items():
        permissions = standing.permissions.get(senders[place]) if standing else None
        if permissions and Permission.SCAN_ATTENDEES in permissions:
            uploads[place] = Upload(
                account_id=senders[place],
                may_override=Permission.OVERRIDE_SESSION_SCANS in permissions,
                may_correct=Permission.CORRECT_ENTRIES in permissions,
                scans=request.scans,
                language=request.language,
            )
        else:
            answers[place] = _turned_away(standing, senders[place], request.language)
    if standing and uploads:
        admitted = admit(standing.event, list(uploads.values()), received_at=at)
        for place, said in zip(uploads, admitted, strict=True):
            answers[place] = _answer(standing.event, said, asked[place])
    return answers


def _turned_away(standing: Standing | None, account: int, language: str) -> Answer:
    if standing is None or account not in standing.permissions:
        return NO_SUCH_EVENT.told(language)
    with translation.override(language):
        return problem_answer(403, denial(standing.event, Permission.SCAN_ATTENDEES))


def _answer(event: Event, said: list[Said] | BadRequest, request: ScanRequest) -> Answer:
    if isinstance(said, BadRequest):
        with translation.override(request.language):
            return _mistaken(said, request.first)
    SCANS.add(one.outcome for one in said)
    # Finding a language costs as much as answering: only where there are words.
    words = any(one.reasons for one in said)
    with translation.override(request.language) if words else nullcontext():
        return results(said, event.zone)


def _mistaken(mistake: BadRequest, first: int) -> Answer:
    if mistake.index is not None:
        mistake.index += first
    status = 409 if isinstance(mistake, Conflict) else 422
    return problem_answer(status, mistake.detail, mistakes=[mistake])
