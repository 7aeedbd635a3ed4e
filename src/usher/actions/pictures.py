"""Pictures that somebody sends: opened with limits, and drawn anew without what they tell."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from usher.actions.mistakes import BadRequest

_FORMATS = ("JPEG", "PNG")
# What Pillow raises of a broken file, and of one that unpacks to far more than it is.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a picture may hold, and the field of the form that it is sent in."""

    bytes_max: int
    pixels_max: int
    field: str


def redrawn(content: bytes, limits: Limits, draw: Callable[[Image.Image], bytes]) -> bytes:
    """Return what `draw` makes of a JPEG or PNG file.

    Raises BadRequest where it is too large or no picture.
    """
    if len(content) > limits.bytes_max:
        words = _("The file is larger than {most} MB. Send a smaller one.")
        raise BadRequest(words.format(most=limits.bytes_max // 1_000_000), field=limits.field)
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            _check_pixels(image, limits)
            return draw(image)
    except _UNREADABLE:
        words = _("This file is no JPEG or PNG picture that can be read. Send another one.")
        raise BadRequest(words, field=limits.field) from None


def _check_pixels(image: Image.Image, limits: Limits) -> None:
    # Before anything is unpacked: a small file can hold a picture that fills the memory.
    if image.width * image.height > limits.pixels_max:
        words = _("The picture has more than {most} million pixels. Send a smaller one.")
        raise BadRequest(words.format(most=limits.pixels_max // 1_000_000), field=limits.field)
