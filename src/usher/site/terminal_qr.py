"""QR codes for the terminal."""

from io import StringIO

import segno

# White on black by number, because a terminal's theme may change what it calls black and white.
_COLOURS = "\x1b[38;5;231;48;5;16m"
_RESET = "\x1b[0m"


def terminal_qr(text: str) -> str:
    """Return the text as a QR code of half blocks, dark on light whatever the terminal's theme."""
    drawn = StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, compact=True)
    return "".join(f"{_COLOURS}{line}{_RESET}\n" for line in drawn.getvalue().splitlines())
