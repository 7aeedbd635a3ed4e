"""What is known or was chosen beside the file, for reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from usher.readers.written import Order


@dataclass(frozen=True, slots=True)
class Choices:
    """How a schedule is to be read.

    `zone`: whose clocks show the times that are written without an offset. `first_day` and
    `last_day`: the event's, for schedules that write "Saturday" or "10 Aug" and no year.
    `order`: whether 3/4/2026 puts the day first, where the file doesn't tell. `mapping`: of a
    table, which column (by its index) holds which field; None leaves it to the headings.
    """

    zone: ZoneInfo
    first_day: date | None = None
    last_day: date | None = None
    order: Order = Order.UNKNOWN
    mapping: Mapping[int, str] | None = None
