"""A badge code as a QR code that cheap phones read (decision 37).

Level Q, so that dirt and glare on a badge are forgiven. A code of Usher's fits version 1: 21
modules, the coarsest there is. Another system's longer code takes the version that it needs; where
it would grow finer than a phone reads at arm's length, level M keeps the modules larger.
"""

from io import BytesIO

import segno

_VERSION_MAX = 4
# The empty border that decoders look for.
_BORDER = 4


def qr_code(code: str) -> segno.QRCode:
    """Return the QR code of a badge code."""
    made = segno.make(code, error="q", micro=False, boost_error=False)
    if int(made.version) <= _VERSION_MAX:
        return made
    return segno.make(code, error="m", micro=False, boost_error=False)


def qr_svg(code: str) -> bytes:
    """Return the QR code as SVG, black on white whatever is around it, as large as it is given."""
    written = BytesIO()
    qr_code(code).save(
        written, kind="svg", border=_BORDER, light="#fff", xmldecl=False, omitsize=True
    )
    return written.getvalue()


def qr_png(code: str, *, module_pixels: int) -> bytes:
    """Return the QR code as PNG, each module so many pixels wide."""
    written = BytesIO()
    qr_code(code).save(written, kind="png", border=_BORDER, scale=module_pixels)
    return written.getvalue()
