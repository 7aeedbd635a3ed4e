"""Photos are drawn anew: small, upright, without what a camera wrote into the file."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.makers import START, attendee_of, event_of, event_user_of
from usher.actions import keep_photo as photos
from usher.actions.keep_photo import keep_photo, remove_photo, small_jpeg
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.models import Event, Photo
from usher.queries.access import Access, access_to
from usher.rules.permissions import ALL, Permission

ORIENTATION, GPS = 0x0112, 0x8825


def written(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    content = BytesIO()
    image.save(content, kind, **more)
    return content.getvalue()


def drawn(content: bytes) -> Image.Image:
    return Image.open(BytesIO(small_jpeg(content)))


def png_claiming(width: int, height: int) -> bytes:
    """Return a few bytes that say they unpack to a picture of this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def access_of(event: Event, *permissions: Permission) -> Access:
    staff = event_user_of(event, *permissions).account
    assert staff is not None
    found = access_to(event.slug, staff)
    assert found is not None
    return found


def test_a_large_photo_becomes_a_small_jpeg_of_the_same_shape():
    small = drawn(written(Image.new("RGB", (3000, 2000), "teal"), "JPEG"))

    assert (small.format, small.size) == ("JPEG", (480, 320))


def test_a_small_picture_is_not_blown_up():
    assert drawn(written(Image.new("RGB", (40, 30)))).size == (40, 30)


def test_place_time_and_comments_are_left_out_and_the_picture_stands_upright():
    image = Image.new("RGB", (400, 200), "teal")
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"

    small = drawn(written(image, "JPEG", exif=exif, comment=b"at home"))

    assert small.size == (200, 400)
    assert dict(small.getexif()) == {}
    assert "comment" not in small.info


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_colour_are_taken(mode: str):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert drawn(written(Image.new(mode, (20, 20)), kind)).mode == "RGB"


def test_what_is_clear_becomes_white():
    assert drawn(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))).getpixel((5, 5)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        written(Image.new("RGB", (20, 20)), "GIF"),
        written(Image.new("RGB", (200, 200), "teal"), "JPEG")[:300],
        written(Image.new("RGB", (200, 200), "teal"))[:100],
    ],
    ids=["empty", "text", "svg", "gif", "half a jpeg", "half a png"],
)
def test_what_is_no_whole_jpeg_or_png_is_refused(content: bytes):
    with pytest.raises(BadRequest) as mistake:
        small_jpeg(content)

    assert mistake.value.field == "photo"


@pytest.mark.parametrize("size", [(10_000, 5_001), (60_000, 60_000)])
def test_a_small_file_that_unpacks_to_a_vast_picture_is_refused(size: tuple[int, int]):
    with pytest.raises(BadRequest):
        small_jpeg(png_claiming(*size))


def test_a_file_of_too_many_bytes_is_refused_unread(monkeypatch):
    monkeypatch.setattr(photos, "BYTES_MAX", 100)

    with pytest.raises(BadRequest) as mistake:
        small_jpeg(b"0" * 101)

    assert mistake.value.detail.startswith("The file is larger")


@pytest.mark.django_db
def test_a_second_photo_takes_the_place_of_the_first_and_can_be_removed():
    event = event_of()
    ada, access = attendee_of(event), access_of(event, Permission.MANAGE_ATTENDEES)

    for colour in ("teal", "coral"):
        kept = keep_photo(access, ada, written(Image.new("RGB", (20, 20), colour)), at=START)
    count = Photo.objects.count()
    remove_photo(access, ada)

    assert (count, kept.attendee) == (1, ada)
    assert Photo.objects.count() == 0


@pytest.mark.django_db
def test_no_photo_is_kept_of_an_erased_attendee_nor_without_manage_attendees():
    event = event_of()
    content = written(Image.new("RGB", (20, 20)))
    erased, ada = attendee_of(event, erased_at=START), attendee_of(event)

    with pytest.raises(Conflict):
        keep_photo(access_of(event, Permission.MANAGE_ATTENDEES), erased, content, at=START)
    others = access_of(event, *(ALL - {Permission.MANAGE_ATTENDEES}))
    with pytest.raises(Denied):
        keep_photo(others, ada, content, at=START)
    with pytest.raises(Denied):
        remove_photo(others, ada)

    assert Photo.objects.count() == 0
