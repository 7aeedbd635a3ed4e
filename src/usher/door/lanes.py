"""What waits, in a lane for each event: whoever takes goes round, so that no lane waits."""

from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Lanes of items, each with a weight."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[tuple[Item, int]]] = {}
        self._count = 0
        self.weight = 0

    def __len__(self) -> int:
        return self._count

    def put(self, lane: str, item: Item, weight: int) -> None:
        """Let an item wait at the end of its lane."""
        self._lanes.setdefault(lane, deque()).append((item, weight))
        self._count += 1
        self.weight += weight

    def take(self, *, weight_max: int) -> list[Item]:
        """Take one item of each lane in turn, until they weigh so much; the last is taken whole."""
        taken, weight = [], 0
        while self._lanes and weight < weight_max:
            lane = next(iter(self._lanes))
            waiting = self._lanes.pop(lane)
            item, weighs = waiting.popleft()
            taken.append(item)
            weight += weighs
            if waiting:
                self._lanes[lane] = waiting
        self._count -= len(taken)
        self.weight -= weight
        return taken
