"""Take in scans that a phone could not send and saved to a file, as if it had sent them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest
from usher.actions.scans import Scan, Upload
from usher.models import Account, Case, Entry, Event, Session
from usher.queries.access import Access, access_to
from usher.queries.chunks import in_chunks
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission

# As many as a phone sends at a time, so that doors that are open wait no longer than for one.
BATCH = 250


@dataclass(frozen=True, slots=True)
class Saved:
    """One scan out of a file, good in form; `where` says its place there."""

    where: str
    event: str
    scan: Scan


@dataclass(slots=True)
class Became:
    """What became of one event's scans: `there` are those that the ledger told of already.

    `cases` are the cases that those written opened. `refused` holds where, and why.
    """

    event: str
    written: int = 0
    there: int = 0
    cases: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_scans(
    email: str, scans: Sequence[Saved], *, at: datetime, accept_removed: bool = False
) -> list[Became]:
    """Write the scans as an upload of this account, and say what became of them, event by event.

    What the account may is asked as at the door. `accept_removed` takes its scans even where it
    may scan no longer; then nothing is overridden. A scan that can't be taken keeps none of the
    others out. Batch by batch, and by the scans' ids: done again, it goes on where it ended.
    Raises BadRequest where there is no such account.
    """
    account = _account(email)
    by_event: defaultdict[str, list[Saved]] = defaultdict(list)
    for one in scans:
        by_event[one.event].append(one)
    return [
        _Import(account, at, accept_removed).take(slug, found) for slug, found in by_event.items()
    ]


@dataclass(frozen=True, slots=True)
class _Import:
    account: Account
    at: datetime
    accept_removed: bool

    def take(self, slug: str, scans: list[Saved]) -> Became:
        became = Became(slug)
        event = Event.objects.select_related("owner").filter(slug=slug).first()
        access = access_to(slug, self.account)
        against = self._against(event, access)
        if event is None or against:
            became.refused += [(one.where, against) for one in scans]
            return became
        needed = (Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS)
        may_override = access is not None and all(access.may(one) for one in needed)
        known = _of_known_sessions(event, scans, became)
        # The oldest first, as a phone sends them.
        known.sort(key=lambda one: one.scan.scanned_at)
        for part in in_chunks(known, size=BATCH):
            self._write(event, part, became, may_override=may_override)
        return became

    def _against(self, event: Event | None, access: Access | None) -> str:
        if event is None:
            return _("There is no such event here.")
        if self.accept_removed or (access and access.may(Permission.SCAN_ATTENDEES)):
            return ""
        return _("{account} may not scan at this event, or no longer.").format(
            account=self.account.email
        )

    def _write(
        self, event: Event, part: list[Saved], became: Became, *, may_override: bool
    ) -> None:
        before = _seqs(event, part)
        while part:
            scans = [one.scan for one in part]
            upload = Upload(self.account.pk, may_override=may_override, scans=scans)
            (answers,) = admit(event, [upload], received_at=microseconds(self.at))
            if not isinstance(answers, BadRequest):
                break
            assert answers.index is not None, "of a scan out of many it is said which is wrong"
            became.refused.append((part.pop(answers.index).where, answers.detail))
        written = _seqs(event, part) - before
        became.written += len(written)
        became.there += len(part) - len(written)
        became.cases += Case.objects.filter(event=event, seq__in=written).count()


def _account(email: str) -> Account:
    try:
        return Account.objects.get_by_natural_key(email)
    except Account.DoesNotExist:
        words = _("There is no account {email} here, so nobody can answer for these scans.")
        raise BadRequest(words.format(email=email), field="account") from None


def _of_known_sessions(event: Event, scans: Iterable[Saved], became: Became) -> list[Saved]:
    codes = set(Session.objects.filter(event=event).values_list("code", flat=True))
    known = []
    for one in scans:
        if one.scan.session in codes:
            known.append(one)
        else:
            unknown = _("This event has no session {code}.").format(code=one.scan.session)
            became.refused.append((one.where, unknown))
    return known


def _seqs(event: Event, scans: Iterable[Saved]) -> set[int]:
    """Return the places of the entries that these scans themselves are."""
    entries = Entry.objects.filter(event=event, key__in=[one.scan.key for one in scans])
    return set(entries.values_list("seq", flat=True))
