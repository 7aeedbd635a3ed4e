"""Plots as numbers: where bars, lines and their labels stand. Rendering only.

Places across are in percent of the width, so that words keep their size on any screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from usher.queries.steps import Step

# Lines and areas are drawn in a square of this size, which is stretched.
SQUARE = 1000
_HOURS_MAX = 12
_NICE = (1, 2, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it begins, how wide and how high it is, all in percent."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a place in percent; `minor` ones give way on narrow screens."""

    place: str
    value: datetime | int
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Arrivals as bars, people inside as a line above an area, over the same hours."""

    bars: list[Bar]
    line: str
    area: str
    hours: list[Tick]
    inside_ticks: list[Tick]
    arrival_ticks: list[Tick]
    steps: Sequence[Step]
    peak: Step
    arrivals: int


def plot_of(steps: Sequence[Step], zone: ZoneInfo) -> Plot | None:
    """Return the plot of these steps; None where there is nothing to show."""
    if not steps:
        return None
    inside_max = _ceiling(max(step.most for step in steps))
    arrivals_max = _ceiling(max(step.arrivals for step in steps))
    line = _line(steps, inside_max)
    return Plot(
        bars=_bars(steps, arrivals_max),
        line=f"M{line}",
        area=f"M0,{SQUARE}L{line}L{SQUARE},{SQUARE}Z",
        hours=_hours(steps, zone),
        inside_ticks=_ticks(inside_max),
        arrival_ticks=_ticks(arrivals_max),
        steps=steps,
        peak=max(steps, key=lambda step: step.most),
        arrivals=sum(step.arrivals for step in steps),
    )


def _bars(steps: Sequence[Step], most: int) -> list[Bar]:
    width = 100 / len(steps)
    return [
        Bar(
            x=_percent(number * width + width * 0.1),
            y=_percent(100 - 100 * step.arrivals / most),
            width=_percent(width * 0.8),
            height=_percent(100 * step.arrivals / most),
        )
        for number, step in enumerate(steps)
        if step.arrivals
    ]


def _line(steps: Sequence[Step], most: int) -> str:
    # As stairs: each step is as high as the most who were inside within it.
    points = []
    for number, step in enumerate(steps):
        height = SQUARE - SQUARE * step.most // most
        points.append(f"{SQUARE * number // len(steps)},{height}")
        points.append(f"{SQUARE * (number + 1) // len(steps)},{height}")
    return "L".join(points)


def _hours(steps: Sequence[Step], zone: ZoneInfo) -> list[Tick]:
    begin = steps[0].begins_at
    length = (steps[1].begins_at - begin if len(steps) > 1 else timedelta(minutes=5)) * len(steps)
    local = begin.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second)
    hour = begin - past + (timedelta(hours=1) if past else timedelta())
    hours = []
    while hour < begin + length:
        hours.append(hour)
        hour += timedelta(hours=1)
    if not hours:
        return [Tick("0%", begin)]
    shown = hours[:: -(-len(hours) // _HOURS_MAX)]
    return [
        Tick(_percent(100 * ((hour - begin) / length)), hour, minor=number % 3 != 0)
        for number, hour in enumerate(shown)
    ]


def _ticks(most: int) -> list[Tick]:
    return [Tick("0%", most), Tick("50%", most // 2)] if most % 2 == 0 else [Tick("0%", most)]


def _ceiling(most: int) -> int:
    """Return a round number that is at least this."""
    unit = 1
    while True:
        for nice in _NICE:
            if nice * unit >= most:
                return max(1, nice * unit)
        unit *= 10


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
