"""A film of badges that are held to a camera one after the other, each with its number on a strip.

The strip is the top of each frame, sixteen black or white fields: whoever watches the film knows
from it which badge is in view, without reading the badge.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from tests.browser.pictures import CODE_WIDTH, HEIGHT, WIDTH, Picture, badge, room, tilted

FRAMES_A_SECOND = 30
HELD_FRAMES = 20
BETWEEN_FRAMES = 7
STRIP_HEIGHT = 24
STRIP_FIELDS = 16
# The same grain in every run.
SEED = 20260131
_HEAD = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420mpeg2\n".encode()


def write_clip(file: Path, codes: Sequence[str]) -> float:
    """Write the film of these badges, numbered from one, and return how many seconds it lasts."""
    empty = _frame(room(), 0)
    with file.open("wb") as film:
        film.write(
            f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420mpeg2\n".encode()
        )
        for number, code in enumerate(codes, 1):
            seen = CONDITIONS[condition_of(number)](badge(code, f"Badge {number}"))
            film.write(empty * BETWEEN_FRAMES + _frame(seen, number) * HELD_FRAMES)
    return len(codes) * (HELD_FRAMES + BETWEEN_FRAMES) / FRAMES_A_SECOND


def write_empty(file: Path) -> None:
    """Write a film in which there is nothing to read."""
    file.write_bytes(_HEAD + _frame(room(), 0) * 2)


def condition_of(number: int) -> str:
    """Return how the badge of this number is seen."""
    return tuple(CONDITIONS)[(number - 1) % len(CONDITIONS)]


def _frame(picture: Picture, number: int) -> bytes:
    marked = picture.copy()
    width = WIDTH // STRIP_FIELDS
    for field in range(STRIP_FIELDS):
        is_white = number >> (STRIP_FIELDS - 1 - field) & 1
        marked[:STRIP_HEIGHT, field * width : (field + 1) * width] = 255 * is_white
    return b"FRAME\n" + cv2.cvtColor(marked, cv2.COLOR_BGR2YUV_I420).tobytes()


def _far(picture: Picture, side: int) -> Picture:
    """The same from further away: the code is so many pixels wide."""
    share = side / CODE_WIDTH
    size = (round(WIDTH * share), round(HEIGHT * share))
    seen = room()
    top, left = (HEIGHT - size[1]) // 2, (WIDTH - size[0]) // 2
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    seen[top : top + size[1], left : left + size[0]] = small
    return seen


def _small(picture: Picture) -> Picture:
    return _far(picture, 110)


def _combined(picture: Picture) -> Picture:
    """Further away, turned, in poor light, and moved while the shutter was open."""
    seen = cv2.blur(tilted(_far(picture, 190), 30), (5, 1)) * 0.45
    grain = np.random.default_rng(SEED).standard_normal(seen.shape) * 5
    combined: Picture = np.clip(seen + grain, 0, 255).astype(np.uint8)
    return combined


def _glaring(picture: Picture) -> Picture:
    """A lamp is mirrored where the code is."""
    light = np.zeros((HEIGHT, WIDTH, 1), dtype=np.float32)
    cv2.ellipse(light, (WIDTH // 2 + 30, HEIGHT // 2 + 70), (95, 60), 25, 0, 360, 330, -1)
    glow = cv2.GaussianBlur(light, (0, 0), 18)[:, :, None]
    glaring: Picture = np.clip(picture + glow, 0, 255).astype(np.uint8)
    return glaring


CONDITIONS: dict[str, Callable[[Picture], Picture]] = {
    "clean": lambda picture: picture,
    "110 px": _small,
    "turned 40": tilted,
    "combined": _combined,
    "glare": _glaring,
}
