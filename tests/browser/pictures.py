"""Pictures of badges as a phone's camera sees them: a card with a name and a QR code, badly lit."""

from collections.abc import Callable

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

WIDTH, HEIGHT = 1280, 720
CARD_WIDTH, CARD_HEIGHT = 380, 540
CODE_WIDTH = 300
SHEET_MARGIN = 40
# The same grain in every run, so that a badge that is read once is read always.
SEED = 20260131


def room() -> Picture:
    """A grey room with nothing in it to read."""
    light = np.linspace(90, 150, WIDTH, dtype=np.float32)[None, :, None]
    return _seen(np.broadcast_to(light, (HEIGHT, WIDTH, 3)) + _grain(6))


def badge(code: str, name: str = "") -> Picture:
    """A badge, straight, in the middle of the room."""
    made = segno.make(code, error="q", micro=False, boost_error=False)
    # Printed to one size: a longer code has more modules and smaller ones.
    pixels = CODE_WIDTH // made.symbol_size(border=4)[0]
    modules = np.array(list(made.matrix_iter(scale=pixels, border=4)), dtype=np.uint8)
    return _carried(cv2.cvtColor((1 - modules) * 255, cv2.COLOR_GRAY2BGR), name)


def photo(png: bytes) -> Picture:
    """A picture that was taken elsewhere, held into the room."""
    taken = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_COLOR)
    assert taken is not None
    size = (CODE_WIDTH, CODE_WIDTH)
    return _carried(_seen(cv2.resize(taken, size, interpolation=cv2.INTER_AREA)), "")


def sheet(page: Picture) -> Picture:
    """A printed page, as large as the whole of it is in view."""
    height = HEIGHT - 2 * SHEET_MARGIN
    width = round(page.shape[1] * height / page.shape[0])
    small = cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA)
    picture = room()
    left = (WIDTH - width) // 2
    picture[SHEET_MARGIN : SHEET_MARGIN + height, left : left + width] = small
    return picture


def scratched(code: str) -> Picture:
    """A badge whose code nobody can read any more: a finder pattern is gone, and more."""
    picture = badge(code, "Scratched")
    middle, span = (HEIGHT // 2, WIDTH // 2), CARD_WIDTH // 2
    picture[middle[0] - 60 : middle[0] + 120, middle[1] - span : middle[1] + span : 3] = 255
    picture[middle[0] + 20 : middle[0] + 130, middle[1] - span : middle[1] + span] = 255
    return picture


def tilted(picture: Picture, degrees: float = 40) -> Picture:
    """The same, turned about the upright axis away from the phone."""
    turn, far = np.deg2rad(degrees), 1000.0
    half_width, half_height = WIDTH / 2, HEIGHT / 2
    straight = np.array(
        [[x, y] for x in (-half_width, half_width) for y in (-half_height, half_height)]
    )
    depth = far + straight[:, 0] * np.sin(turn)
    seen = (
        np.stack([straight[:, 0] * np.cos(turn), straight[:, 1]], axis=1) * (far / depth)[:, None]
    )
    middle = np.array([half_width, half_height])
    way = cv2.getPerspectiveTransform(
        (straight + middle).astype(np.float32), (seen + middle).astype(np.float32)
    )
    return _seen(cv2.warpPerspective(picture, way, (WIDTH, HEIGHT), borderValue=(110, 110, 110)))


def blurred(picture: Picture) -> Picture:
    """The same, moved while the shutter was open, and out of focus."""
    moved = cv2.blur(picture, (9, 1))
    return _seen(cv2.GaussianBlur(moved, (0, 0), 2.0))


def noisy(picture: Picture) -> Picture:
    """The same, with the grain of a cheap sensor."""
    return _seen(picture + _grain(40))


def dark(picture: Picture) -> Picture:
    """The same in a corridor without lamps."""
    return _seen(picture * 0.15 + _grain(5))


def clean(picture: Picture) -> Picture:
    """The same."""
    return picture


CONDITIONS: dict[str, Callable[[Picture], Picture]] = {
    "clean": clean,
    "tilted": tilted,
    "blurred": blurred,
    "noisy": noisy,
    "dark": dark,
}


def _carried(code: Picture, name: str) -> Picture:
    """Put the code on a card with the name, and the card into the room."""
    card = np.full((CARD_HEIGHT, CARD_WIDTH, 3), 255, dtype=np.uint8)
    cv2.putText(card, name, (24, 90), cv2.FONT_HERSHEY_DUPLEX, 1.1, (40, 30, 20), 2, cv2.LINE_AA)
    side = code.shape[0]
    left, top = (CARD_WIDTH - side) // 2, CARD_HEIGHT - side - 40
    card[top : top + side, left : left + side] = code
    picture = room()
    top, left = (HEIGHT - CARD_HEIGHT) // 2, (WIDTH - CARD_WIDTH) // 2
    picture[top : top + CARD_HEIGHT, left : left + CARD_WIDTH] = card
    return picture


def _grain(strength: float) -> NDArray[np.float32]:
    chance = np.random.default_rng(SEED)
    return (chance.standard_normal((HEIGHT, WIDTH, 3)) * strength).astype(np.float32)


def _seen(picture: NDArray[np.generic]) -> Picture:
    seen: Picture = np.clip(picture, 0, 255).astype(np.uint8)
    return seen
