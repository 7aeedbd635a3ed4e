"""A QR code as one closed path.

Drawn a row or a square at a time, print and screens show hairlines between neighbours.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from usher.badges.qr import qr_code

# The empty border that decoders look for, in modules.
QUIET_ZONE = 4

_Point = tuple[int, int]


class Outline(NamedTuple):
    """A QR code as SVG, one unit a module, and how many it is wide with its quiet zone."""

    svg: str
    modules: int


def qr_outline(code: str) -> Outline:
    """Return the badge code's QR code, black on white."""
    matrix = qr_code(code).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    path = "".join(_written(loop) for loop in _loops(matrix))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/>'
        f'<path d="{path}" fill-rule="evenodd"/></svg>'
    )
    return Outline(svg, side)


def _loops(matrix: Sequence[Sequence[int]]) -> Iterator[list[_Point]]:
    """Walk along the edges between dark and light, with dark on the right hand."""
    onward: dict[_Point, list[_Point]] = {}
    for start, end in _edges(matrix):
        onward.setdefault(start, []).append(end)
    while onward:
        loop = [next(iter(onward))]
        while loop[-1] in onward:
            ends = onward[loop[-1]]
            loop.append(ends.pop())
            if not ends:
                del onward[loop[-2]]
        yield loop[:-1]


def _edges(matrix: Sequence[Sequence[int]]) -> Iterator[tuple[_Point, _Point]]:
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    for x, y in dark:
        corners = (x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)
        beside = (x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)
        for turn, neighbour in enumerate(beside):
            if neighbour not in dark:
                yield corners[turn], corners[(turn + 1) % 4]


def _written(loop: list[_Point]) -> str:
    points = [f"{x + QUIET_ZONE} {y + QUIET_ZONE}" for x, y in loop]
    return f"M{'L'.join(points)}z"
