"""Badges as PDF pages and as a picture, set by Typst with fonts that come along."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import typst

from usher.badges.outline import qr_outline
from usher.badges.templates import Template
from usher.badges.wording import Text, text_of

_HERE = Path(__file__).resolve().parent
_SOURCE = _HERE / "badges.typ"
FONTS = _HERE / "fonts"
# Dark enough for white words, and no level's own.
_NO_COLOUR = "#374151"
_PREVIEW_DOTS_AN_INCH = 200
# So many are set at once: a second's work, and whole sheets of every template.
_AT_ONCE = 240
# A compiler works for one thread at a time.
_compilers = threading.local()


@dataclass(frozen=True, slots=True)
class BadgeText:
    """What stands on one badge; what is empty stands not."""

    name: str
    event: str = ""
    company: str = ""
    level: str = ""
    colour: str = ""
    fields: tuple[str, ...] = ()
    code: str = ""


def badges_pdf(
    template: Template,
    badges: Sequence[BadgeText],
    *,
    told: Callable[[int], None] = lambda done: None,
) -> bytes:
    """Return the badges as pages, as many on each as the template says.

    `told` is called with how many are done, about once a second.
    """
    assert badges, "a PDF has at least one page"
    parts = []
    for start in range(0, len(badges), _AT_ONCE):
        parts.append(_pages(template, badges[start : start + _AT_ONCE]))
        told(min(start + _AT_ONCE, len(badges)))
    return parts[0] if len(parts) == 1 else _joined(parts)


def badge_png(template: Template, badge: BadgeText) -> bytes:
    """Return one badge, without the sheet around it, as a picture for the screen."""
    given = _given(template, [badge], is_alone=True)
    made = _compiler().compile(sys_inputs=given, format="png", ppi=_PREVIEW_DOTS_AN_INCH)
    assert isinstance(made, bytes)
    return made


def _pages(template: Template, badges: Sequence[BadgeText]) -> bytes:
    made = _compiler().compile(sys_inputs=_given(template, badges), format="pdf", pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def _joined(parts: Sequence[bytes]) -> bytes:
    writer, written = pypdf.PdfWriter(), BytesIO()
    for part in parts:
        writer.append(BytesIO(part), import_outline=False)
    writer.write(written)
    return written.getvalue()


def _compiler() -> typst.Compiler:
    # Looks through the fonts once, and at none of the machine's: a badge looks alike everywhere.
    if not hasattr(_compilers, "own"):
        _compilers.own = typst.Compiler(
            str(_SOURCE), root=str(_HERE), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
    compiler: typst.Compiler = _compilers.own
    return compiler


def _given(
    template: Template, badges: Sequence[BadgeText], *, is_alone: bool = False
) -> dict[str, str]:
    measures = {
        "width": template.width,
        "height": template.height,
        "tall": template.is_tall,
        "qr": template.qr,
        "qr_max": template.qr_max,
        "sheet": asdict(template.sheet) if template.sheet and not is_alone else None,
    }
    given = {"template": measures, "badges": [_set(badge) for badge in badges]}
    return {"given": json.dumps(given)}


def _set(badge: BadgeText) -> dict[str, Any]:
    colour = badge.colour or _NO_COLOUR
    return {
        "name": text_of(badge.name),
        "event": _text(badge.event),
        "company": _text(badge.company),
        "level": _text(badge.level),
        "colour": colour,
        "ink": _ink_on(colour),
        "fields": [text for field in badge.fields if (text := _text(field))],
        "qr": qr_outline(badge.code)._asdict() if badge.code else None,
    }


def _text(said: str) -> Text | None:
    text = text_of(said)
    return text if text["pieces"] else None


def _ink_on(colour: str) -> str:
    """Return black or white, whichever stands out more on the colour."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if light > 0.179 else "#ffffff"
