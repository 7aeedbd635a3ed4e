"""The camera of the phones in these tests: a video file that Chromium plays as if it filmed it.

The file is written over in place while the camera is open: Chromium reads each frame anew, and
shows another picture some 100 ms later. A file put in its place would never be seen.
"""

from pathlib import Path

import cv2
from playwright.sync_api import Page

from tests.browser import pictures
from tests.browser.pictures import CONDITIONS, HEIGHT, WIDTH, Picture

FRAMES = 2
_HEAD = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420mpeg2\n".encode()

_FRAMES_PASS = """(count) => new Promise((done) => {
  const video = document.querySelector('video')
  const next = () => (count-- > 0 ? video.requestVideoFrameCallback(next) : done())
  next()
})"""


class Camera:
    """What the phones' cameras look at."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.shows: str | None = None
        self.file.write_bytes(_video(pictures.room()))

    def show(self, code: str | None, condition: str = "clean", name: str = "") -> None:
        """Hold a badge with this code to the cameras, or take it away."""
        seen = pictures.room() if code is None else pictures.badge(code, name)
        self.show_picture(CONDITIONS[condition](seen), code)

    def show_picture(self, picture: Picture, means: str | None) -> None:
        """Hold any picture to the cameras; `means` says what is to be read in it."""
        self.shows = means
        with self.file.open("r+b") as video:
            video.write(_video(picture))


def let_frames_pass(page: Page, count: int) -> None:
    """Wait until this phone's camera has shown so many more frames; 30 come in a second."""
    page.evaluate(_FRAMES_PASS, count)


def _video(picture: Picture) -> bytes:
    frame = b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes()
    return _HEAD + frame * FRAMES
