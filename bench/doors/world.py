"""Virtual time, and what happens in it one after the other, the same again for the same seed."""

import heapq
import itertools
from collections.abc import Callable, Generator
from random import Random
from typing import Any, TypeAlias

SECOND = 1_000
MINUTE = 60_000

# What a process waits for: it is given how to go on, and with what.
Wait: TypeAlias = Callable[[Callable[[Any], None]], None]
Steps: TypeAlias = Generator[Wait, Any, Any]


class World:
    """Instants are milliseconds since the event's start; nothing else tells the time."""

    def __init__(self, seed: int, *, is_traced: bool = False) -> None:
        self.random = Random(seed)
        self.now = 0
        self.is_traced = is_traced
        self._numbers = itertools.count()
        self._to_come: list[tuple[int, int, Callable[[], None]]] = []

    def after(self, wait_ms: float, call: Callable[[], None]) -> None:
        """Call when so much time has passed."""
        moment = self.now + max(int(wait_ms), 0)
        heapq.heappush(self._to_come, (moment, next(self._numbers), call))

    def run(self, until: int) -> None:
        """Let everything happen that happens until then."""
        while self._to_come and self._to_come[0][0] <= until:
            self.now, _, call = heapq.heappop(self._to_come)
            call()
        self.now = max(self.now, until)

    def spawn(self, steps: Steps, *, alive: Callable[[], bool]) -> None:
        """Let a process run from wait to wait; where it isn't alive any more it ends there."""

        def go_on(value: Any) -> None:
            if not alive():
                steps.close()
                return
            try:
                wait = steps.send(value)
            except StopIteration:
                return
            wait(go_on)

        go_on(None)

    def pause(self, wait_ms: float) -> Wait:
        """Wait so long."""
        return lambda go_on: self.after(wait_ms, lambda: go_on(None))

    def chance(self, share: float) -> bool:
        """Throw the dice."""
        return self.random.random() < share

    def about(self, typical_ms: float) -> float:
        """Return a duration around this one, at times a much longer one."""
        return typical_ms * self.random.lognormvariate(0, 0.8)

    def say(self, who: str, what: str) -> None:
        """Tell a line of what happens, where somebody reads it."""
        if self.is_traced:
            seconds, thousandths = divmod(self.now, SECOND)
            print(f"{seconds:>7}.{thousandths:03} {who:<8} {what}")
