"""What lies between a phone and the server: it drops, delays, doubles and turns around."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.doors.world import Wait, World

# The server, or what stands before it, said nothing.
SILENCE = None


class NotAnswered(Exception):
    """The server stopped before it could say anything."""


@dataclass(slots=True)
class Quality:
    """How bad a network is: shares of what is dropped and doubled, and a typical way in ms."""

    dropped: float
    doubled: float
    way_ms: float


class Link:
    """One phone's way to the server."""

    def __init__(self, world: World, quality: Quality) -> None:
        self.world = world
        self.quality = quality
        self.is_up = True

    def ask(self, request: Callable[[], Any], *, patience_ms: float) -> Wait:
        """Send a request and wait for its answer, or for nothing as long as patience lasts.

        Whoever stops waiting stops nothing: what is under way arrives all the same.
        """

        def begin(go_on: Callable[[Any], None]) -> None:
            asking = _Asking(self, request, go_on)
            if not self.is_up:
                # The radio knows at times, and at times it only waits.
                wait = self.world.random.choice((5, 300, patience_ms))
                self.world.after(wait, asking.give_up)
                return
            self.world.after(patience_ms, asking.give_up)
            asking.send()
            if self.world.chance(self.quality.doubled):
                asking.send()

        return begin

    def way(self) -> float:
        """Return how long it takes one way, this time."""
        return self.world.about(self.quality.way_ms)

    def passes(self) -> bool:
        """Tell whether it comes through, this time."""
        return self.is_up and not self.world.chance(self.quality.dropped)


class _Asking:
    """One request on its way."""

    def __init__(
        self, link: Link, request: Callable[[], Any], go_on: Callable[[Any], None]
    ) -> None:
        self.link = link
        self.request = request
        self.go_on = go_on
        self.is_over = False

    def send(self) -> None:
        if self.link.passes():
            self.link.world.after(self.link.way(), self.arrive)

    def arrive(self) -> None:
        try:
            answer = self.request()
        except NotAnswered:
            return
        if self.link.passes():
            self.link.world.after(self.link.way(), lambda: self._end(answer))

    def give_up(self) -> None:
        self._end(SILENCE)

    def _end(self, answer: Any) -> None:
        if not self.is_over:
            self.is_over = True
            self.go_on(answer)
