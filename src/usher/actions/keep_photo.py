"""Keeps an attendee's photo, small and without what a camera writes into it."""

from datetime import datetime
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageOps

from usher.actions import ledger
from usher.actions.attendee_values import check_is_not_erased, check_may_manage_attendees
from usher.actions.pictures import Limits, redrawn
from usher.models import Attendee, Photo
from usher.queries.access import Access

BYTES_MAX = 10_000_000
PIXELS_MAX = 50_000_000
KEPT_SIZE = (480, 640)
_QUALITY = 82


def keep_photo(access: Access, attendee: Attendee, content: bytes, *, at: datetime) -> Photo:
    """Keep the picture of a JPEG or PNG file instead of the one before.

    Raises BadRequest where it is too large or no picture, Conflict or Denied.
    """
    check_may_manage_attendees(access)
    values = {"image": small_jpeg(content), "added_at": at}
    with ledger.hold(access.event):
        # Read again: they may have been erased while the picture was drawn.
        check_is_not_erased(Attendee.objects.get(event=access.event, pk=attendee.pk))
        return Photo.objects.update_or_create(attendee=attendee, defaults=values)[0]


@transaction.atomic
def remove_photo(access: Access, attendee: Attendee) -> None:
    """Delete the photo; where there is none, nothing happens."""
    check_may_manage_attendees(access)
    Photo.objects.filter(attendee=attendee).delete()


def small_jpeg(content: bytes) -> bytes:
    """Return the picture upright and no larger than KEPT_SIZE, drawn anew: no metadata is left."""
    limits = Limits(BYTES_MAX, PIXELS_MAX, field="photo")
    return redrawn(content, limits, _drawn)


def _drawn(image: Image.Image) -> bytes:
    image.draft("RGB", KEPT_SIZE)
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail(KEPT_SIZE)
    clear = upright.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    out = BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
