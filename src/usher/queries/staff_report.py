"""Who scanned how much, what came of it, and what was undone of it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from usher.models import Account, Entry, Event
from usher.queries.chunks import in_chunks
from usher.queries.figures import SCANNED
from usher.queries.sql import rows
from usher.queries.trails import voided

_SCANNED = """
    SELECT account_id, COUNT(*), SUM(admitted), SUM("left"), SUM(repeated), SUM(refused),
           SUM(overridden)
      FROM usher_scanned WHERE event_id = %s GROUP BY account_id
"""
_COUNTS = ("sessions", *SCANNED)
_NONE = (0,) * len(_COUNTS)
# Written out as the index says it, so that the database sees that it is meant.
_NO_SCANS = """
    SELECT seq, kind, subject, direction, scanned_by_id FROM usher_entry
     WHERE event_id = %s AND NOT (kind = 'scan') ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class StaffCounts:
    """One account's scans that stand, by what came of them; and those that were undone.

    corrected: ins and outs that they wrote by hand, and that stand.
    """

    account: Account
    sessions: int
    admitted: int
    left: int
    repeated: int
    refused: int
    overridden: int
    undone: int
    corrected: int

    @property
    def scans(self) -> int:
        """All scans, undone ones too."""
        return self.admitted + self.left + self.repeated + self.refused + self.undone


def staff_counted(event: Event) -> list[StaffCounts]:
    """Return everybody who ever scanned or corrected at the event, the busiest first."""
    scanned = {row[0]: row[1:] for row in rows(_SCANNED, [event.pk])}
    undone, corrected = _by_hand(event)
    accounts = Account.objects.in_bulk({*scanned, *undone, *corrected})
    found = [
        StaffCounts(
            account,
            **dict(zip(_COUNTS, scanned.get(pk, _NONE), strict=True)),
            undone=undone[pk],
            corrected=corrected[pk],
        )
        for pk, account in accounts.items()
    ]
    return sorted(found, key=lambda one: (-one.scans, one.account.shown_name, one.account.pk))


def _by_hand(event: Event) -> tuple[Counter[int], Counter[int]]:
    """Return how many of each account's scans are undone, and how many corrections stand."""
    entries = rows(_NO_SCANS, [event.pk])
    void = voided([(seq, kind, subject) for seq, kind, subject, *_ in entries])
    corrected = Counter(
        account
        for seq, kind, _, direction, account in entries
        if kind == "correction" and direction and seq not in void
    )
    undone: Counter[int] = Counter()
    for some in in_chunks(void):
        scans = Entry.objects.filter(event=event, seq__in=some, kind=Entry.Kind.SCAN).order_by()
        undone.update(dict(scans.values_list("scanned_by").annotate(count=Count("pk"))))
    return undone, corrected
