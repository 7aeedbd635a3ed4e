"""The sizes of badges that exist in shops. All lengths are millimetres.

Sheets are measured as their makers publish them: from the edge of the paper to the first badge,
and from one badge to the next.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """How badges lie on a sheet of paper; the first is at `left`, `top`."""

    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    step_across: float
    step_down: float


@dataclass(frozen=True, slots=True)
class Template:
    """A badge's size, and the sheet that it lies on; without one, each badge is a page.

    `qr` is the side of the QR code with its quiet zone; a longer code may take up to `qr_max`.
    """

    key: str
    label: Promise
    meaning: Promise
    width: float
    height: float
    qr: float
    qr_max: float
    sheet: Sheet | None = None

    @property
    def is_tall(self) -> bool:
        """Tell whether the QR code stands below the name, and not beside it."""
        return self.height > self.width

    @property
    def a_page(self) -> int:
        """How many badges one page holds."""
        return self.sheet.columns * self.sheet.rows if self.sheet else 1


def _letter(columns: int, rows: int, *, across: float, down: float, size: float) -> Sheet:
    """Return a sheet of Letter paper whose badges, `size` inches wide, lie in its middle."""
    left = (8.5 - across * (columns - 1) - size) / 2
    top = {3: 1.0, 4: 0.583333}[rows]
    steps = across * _INCH, down * _INCH
    return Sheet(215.9, 279.4, columns, rows, left * _INCH, top * _INCH, *steps)


TEMPLATES = {
    one.key: one
    for one in (
        Template(
            "a6",
            _("A6 portrait"),
            _("105 × 148 mm, one a page: for a holder on a lanyard"),  # noqa: RUF001 - the sign of sizes is meant
            105,
            148,
            44,
            50,
        ),
        Template(
            "4x3",
            _("4 × 3 in landscape"),  # noqa: RUF001 - the sign of sizes is meant
            _("101.6 × 76.2 mm, one a page: for a holder on a lanyard"),  # noqa: RUF001 - the sign of sizes is meant
            4 * _INCH,
            3 * _INCH,
            36,
            40,
        ),
        Template(
            "cr80",
            _("Plastic card (CR80)"),
            _("85.6 × 54 mm, one a page: for a card printer"),  # noqa: RUF001 - the sign of sizes is meant
            85.6,
            53.98,
            29,
            36,
        ),
        Template(
            "label",
            _("Label 86 × 54 mm"),  # noqa: RUF001 - the sign of sizes is meant
            _("One a page: for a label printer at the desk"),
            86,
            54,
            29,
            36,
        ),
        Template(
            "avery-l7418",
            _("Avery L7418, A4"),
            _("86 × 55 mm, eight a sheet: inserts for badge holders"),  # noqa: RUF001 - the sign of sizes is meant
            86,
            55,
            29,
            36,
            Sheet(210, 297, 2, 4, 19, 38.5, 86, 55),
        ),
        Template(
            "avery-5392",
            _("Avery 5392, Letter"),
            _("4 × 3 in, six a sheet: inserts for badge holders"),  # noqa: RUF001 - the sign of sizes is meant
            4 * _INCH,
            3 * _INCH,
            36,
            40,
            _letter(2, 3, across=4, down=3, size=4),
        ),
        Template(
            "avery-5395",
            _("Avery 5395, Letter"),
            _("3⅜ × 2⅓ in, eight a sheet: labels that stick on clothes"),  # noqa: RUF001 - the sign of sizes is meant
            3.375 * _INCH,
            2.333333 * _INCH,
            30,
            36,
            _letter(2, 4, across=3.75, down=2.5, size=3.375),
        ),
    )
}
