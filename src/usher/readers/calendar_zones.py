"""The zones that a calendar names by TZID: known ones, or defined by the file in a VTIMEZONE."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from usher.readers import moments
from usher.readers.problems import Misread, excerpt
from usher.readers.vtimezone import defined_zones

_NAME_MAX = 200


class Zones:
    """The zones of one calendar."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._defined = {zone.name: zone for zone in defined_zones(lines)}

    def instant(
        self,
        naive: datetime,
        name: str,
        *,
        after: datetime | None,
        doubt: Callable[[str], None],
    ) -> datetime:
        """What the clocks of the zone mean, in UTC; see `moments.instant`.

        A zone that the file alone defines is read more strictly, and without doubts: see
        `DefinedZone.instant`.
        """
        defined = self._defined.get(name)
        known = _known(name) or (_known(defined.location) if defined else None)
        if known is not None:
            return moments.instant(naive, known, after=after, doubt=doubt)
        if defined is None:
            words = _("{zone} is no time zone that is known or defined in the file")
            raise Misread(words.format(zone=excerpt(name)))
        return defined.instant(naive)


def _known(name: str) -> ZoneInfo | None:
    """By its name, by Windows' name for it, or by the end of a name with a vendor's before it."""
    plain = WINDOWS_TO_OLSON.get(name, name).strip("/ ")[:_NAME_MAX]
    names = _known_names()
    for start in (0, *(match.end() for match in re.finditer(r"[/_]", plain))):
        olson = names.get(plain[start:].casefold())
        if olson is not None and (start == 0 or "/" in olson):
            return ZoneInfo(olson)
    return None


@cache
def _known_names() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}
