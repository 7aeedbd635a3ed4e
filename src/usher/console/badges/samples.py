"""Names to try a design with: long ones, and one of each script that badges are set in."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.badges.typesetting import BadgeText


class Sample(NamedTuple):
    """A made-up attendee, and why to look at it."""

    label: Promise
    name: str
    company: str


SAMPLES = {
    "long": Sample(
        _("A long name"),
        "Janice Keihanaikukauakahihuliheekahaunaele",
        "Laboratoire d'informatique, de robotique et de microélectronique",
    ),
    "arabic": Sample(_("Arabic"), "محمد بن سلمان آل سعود", "جامعة الملك سعود"),
    "hebrew": Sample(_("Hebrew"), "יהודה הלוי", "האוניברסיטה העברית"),
    "cyrillic": Sample(_("Cyrillic"), "Борис Николаевич Ельцин", "Московский университет"),
    "greek": Sample(_("Greek"), "Μαρία Παπαδοπούλου", "Εθνικό Πανεπιστήμιο"),
    "chinese": Sample(_("Chinese"), "慕容雪村", "北京大学"),
    "japanese": Sample(_("Japanese"), "山田 はなこ", "東京大学"),
    "korean": Sample(_("Korean"), "김민준", "서울대학교"),
    "thai": Sample(_("Thai"), "สมชาย ใจดี", "จุฬาลงกรณ์มหาวิทยาลัย"),
    "hindi": Sample(_("Hindi"), "अर्जुन कुमार शर्मा", "दिल्ली विश्वविद्यालय"),
}


def sample_badge(key: str, *, event: str, level: str, colour: str) -> BadgeText:
    """Return the sample of this name as a badge of the event; the long one where there is none."""
    sample = SAMPLES.get(key, SAMPLES["long"])
    return BadgeText(
        name=sample.name,
        event=event,
        company=sample.company,
        level=level,
        colour=colour,
        code="0123456789ABCDE4",
    )
