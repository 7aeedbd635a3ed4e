"""What reports count, as the trails give it: who came and went by the minute, who scanned what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from usher.models import Event, Flow, Scanned
from usher.queries.chain import Line
from usher.queries.trails import Trail
from usher.rules.intervals import Closed, Stay
from usher.rules.judge import Outcome

MINUTE = 60_000_000

# By `(session, minute, column)` and by `(session, account, column)`.
Key = tuple[int, int, str]
FLOW = ("came", "went", "moved", "open")
SCANNED = ("admitted", "left", "repeated", "refused", "overridden")


@dataclass(slots=True)
class Figures:
    """How many there are of each, or by how many there are more."""

    flow: Counter[Key] = field(default_factory=Counter)
    scanned: Counter[Key] = field(default_factory=Counter)

    def replace(self, before: Trail, after: Trail) -> None:
        """Count one attendee's trail as it is now, and no longer as it was."""
        was, stays = before.whereabouts.stays, after.whereabouts.stays
        for session in was.keys() | stays.keys():
            if was.get(session) != stays.get(session):
                self._count_stays(session, was.get(session, []), times=-1)
                self._count_stays(session, stays.get(session, []), times=1)
        stood, stands = {one.seq for one in before.seen}, {one.seq for one in after.seen}
        self._count_scans(before, except_for=stands, times=-1)
        self._count_scans(after, except_for=stood, times=1)

    def refuse(self, session: int, account: int) -> None:
        """Count a scan of a badge that is nobody's."""
        self.scanned[session, account, "refused"] += 1

    def _count_stays(self, session: int, stays: list[Stay], *, times: int) -> None:
        for stay in stays:
            came = stay.entered_at // MINUTE
            self.flow[session, came, "came"] += times
            if stay.left_at is None:
                self.flow[session, came, "open"] += times
            else:
                how = "moved" if stay.closed is Closed.IMPLIED else "went"
                self.flow[session, stay.left_at // MINUTE, how] += times

    def _count_scans(self, trail: Trail, *, except_for: set[int], times: int) -> None:
        for seen in trail.seen:
            if seen.kind == "scan" and seen.seq not in except_for:
                place = seen.one.session, seen.scanned_by_id
                self.scanned[*place, str(seen.outcome)] += times
                if seen.overrode and seen.outcome is Outcome.ADMITTED:
                    self.scanned[*place, "overridden"] += times


def changed(
    before: Mapping[int, Trail], after: Mapping[int, Trail], lines: Iterable[Line]
) -> Figures:
    """Return by how much the figures change by these lines, from trails before and after them."""
    figures = Figures()
    for attendee, trail in after.items():
        was = before.get(attendee)
        if trail is not was:
            figures.replace(was or Trail(), trail)
    for line in lines:
        if line.attendee_id is None:
            figures.refuse(line.session_id, line.scanned_by_id)
    return figures


def stored_figures(event: Event) -> Figures:
    """Return what is stored now."""
    return Figures(
        _stored(event, Flow, "minute", FLOW), _stored(event, Scanned, "account", SCANNED)
    )


def figures_that_differ(given: Figures, kept: Figures, codes: dict[int, str]) -> list[str]:
    """Return a sentence for each figure that is stored otherwise than it is given."""
    found = []
    for name in ("flow", "scanned"):
        should, has = getattr(given, name), getattr(kept, name)
        for key in sorted(should.keys() | has.keys()):
            if should[key] != has[key]:
                session, at, what = key
                found.append(
                    f"{name} of session {codes[session]} at {at}: {what} is {has[key]}, "
                    f"not {should[key]}"
                )
    return found


def _stored(event: Event, model: type[Model], key: str, columns: tuple[str, ...]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    rows: Any = model._default_manager.filter(event=event).values_list("session", key, *columns)
    for session, at, *counts in rows.iterator(chunk_size=5000):
        found.update({(session, at, name): n for name, n in zip(columns, counts, strict=True)})
    return found
