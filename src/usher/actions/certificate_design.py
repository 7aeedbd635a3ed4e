"""Change how an event's certificates look and what they say."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from usher.actions.credit_rules import check_may_rule
from usher.actions.mistakes import BadRequest
from usher.actions.pictures import Limits, redrawn
from usher.models import CertificateDesign, Event
from usher.queries.access import Access

COLOUR = re.compile(r"#[0-9a-f]{6}")
LOGO_BYTES_MAX = 2_000_000
LOGO_LIMITS = Limits(LOGO_BYTES_MAX, pixels_max=20_000_000, field="logo")
LOGO_SIZE = (900, 360)
_LENGTHS_MAX = {"title": 120, "organizer": 200, "statement": 600, "signed_by": 200}


@dataclass(frozen=True, slots=True)
class DesignValues:
    """The texts and the colour; `logo` is a file's content, None where the logo stays."""

    title: str
    organizer: str
    statement: str
    signed_by: str
    colour: str
    logo: bytes | None = None


@transaction.atomic
def change_certificate_design(
    access: Access, values: DesignValues, *, at: datetime
) -> CertificateDesign:
    """Keep the design; certificates that are issued keep their words, and are drawn anew.

    Raises BadRequest, naming the field, or Denied.
    """
    check_may_rule(access)
    texts = {name: _one_line(getattr(values, name), name) for name in _LENGTHS_MAX}
    for name in ("title", "organizer"):
        if not texts[name]:
            raise BadRequest(_("This is needed."), field=name)
    if not COLOUR.fullmatch(values.colour.lower()):
        words = _("Write a colour as # and six of 0 to 9 and a to f.")
        raise BadRequest(words, field="colour")
    kept = {**texts, "colour": values.colour.lower(), "changed_at": at}
    if values.logo is not None:
        kept["logo"] = small_png(values.logo) if values.logo else b""
    Event.objects.select_for_update().get(pk=access.event.pk)
    defaults = kept | {"changed_by": access.account}
    return CertificateDesign.objects.update_or_create(event=access.event, defaults=defaults)[0]


def small_png(content: bytes) -> bytes:
    """Return the picture no larger than LOGO_SIZE, drawn anew: no metadata is left."""
    return redrawn(content, LOGO_LIMITS, _drawn)


def _drawn(image: Image.Image) -> bytes:
    clear = image.convert("RGBA")
    clear.thumbnail(LOGO_SIZE)
    out = BytesIO()
    clear.save(out, "PNG", optimize=True)
    return out.getvalue()


def _one_line(text: str, name: str) -> str:
    most, kept = _LENGTHS_MAX[name], " ".join(text.split())
    if len(kept) > most:
        raise BadRequest(_("Use {most} characters or fewer.").format(most=most), field=name)
    return kept
