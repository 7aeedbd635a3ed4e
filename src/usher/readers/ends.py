"""The ends of sessions that a file gives none: when what comes next begins."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from usher.readers.drafts import Draft
from usher.readers.problems import Place

_WITHOUT_NEXT = timedelta(hours=1)


def derive_ends(drafts: Sequence[tuple[Place, Draft]], zone: ZoneInfo) -> None:
    """Give every sound draft an end, and say as a doubt which was derived.

    A session in a room lasts until the next in that room, or until one without room, which is
    for all; one without room lasts until the next anywhere. The last of its day gets an hour.
    """
    starts = _Starts([draft for _place, draft in drafts])
    for place, draft in drafts:
        if not place.sound or draft.starts_at is None or draft.ends_at is not None:
            continue
        following = starts.after(draft.starts_at, draft.room)
        if following and _day(following, zone) == _day(draft.starts_at, zone):
            draft.ends_at = following
            words = _("there is no end; {end} was taken, when the next begins")
        else:
            draft.ends_at = draft.starts_at + _WITHOUT_NEXT
            words = _("there is no end and nothing follows; {end} was taken, an hour later")
        end = draft.ends_at.astimezone(zone)
        place.doubt(_("end"), words.format(end=f"{end:%Y-%m-%d %H:%M}"))


def _day(moment: datetime, zone: ZoneInfo) -> object:
    return moment.astimezone(zone).date()


class _Starts:
    """When sessions begin, in order: in each room, in none, and anywhere."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._anywhere: list[datetime] = []
        self._by_room: dict[str, list[datetime]] = {}
        timed = ((draft.starts_at, draft.room) for draft in drafts if draft.starts_at)
        for start, room in sorted(timed):
            self._anywhere.append(start)
            self._by_room.setdefault(room, []).append(start)

    def after(self, moment: datetime, room: str) -> datetime | None:
        if not room:
            return _next(self._anywhere, moment)
        nexts = (_next(self._by_room.get(name, []), moment) for name in (room, ""))
        return min((start for start in nexts if start), default=None)


def _next(starts: Sequence[datetime], moment: datetime) -> datetime | None:
    index = bisect_right(starts, moment)
    return starts[index] if index < len(starts) else None
