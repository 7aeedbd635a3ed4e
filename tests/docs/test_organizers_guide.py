"""docs/organizers.md names every place of an event and every permission, and shows pictures."""

import re

import pytest
from django.conf import settings

from tests.docs.pages import ROOT, page
from tools import translations
from usher.console.pages import PLACES
from usher.queries.access import LABELS

GUIDE = "docs/organizers.md"
PICTURE = re.compile(r"!\[([^\]]*)\]\((pictures/[^)]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
# Where a paragraph begins, and the word that says what bold means.
LEADS = {"At the desk", "One attendee's page", "bold"}
PERMISSION = re.compile(r"^\| \*\*([^*|]+)\*\* \| \S", re.MULTILINE)


@pytest.mark.parametrize("label", [str(place.label) for place in PLACES])
def test_every_place_of_an_event_is_named(label: str) -> None:
    assert page(GUIDE).count(f"**{label}**") > 0


def test_the_eight_permissions_have_a_line_each() -> None:
    staff = page(GUIDE).partition("## 5. Staff")[2].partition("## 6.")[0]

    assert PERMISSION.findall(staff) == [str(label) for label in LABELS.values()]


def test_words_in_bold_stand_on_the_screen_as_they_stand_in_the_guide() -> None:
    bold = {words.rstrip(":,") for words in BOLD.findall(page(GUIDE)) if not words.endswith(".")}

    said = [text for one in translations.gathered() for text in forms_of(one.id)]
    assert {label for label in bold if not any(text.startswith(label) for text in said)} == LEADS


def forms_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def test_each_picture_is_there_and_says_what_it_shows() -> None:
    pictures = PICTURE.findall(page(GUIDE))

    missing = [file for words, file in pictures if not (ROOT / "docs" / file).is_file()]
    assert (bool(pictures), missing) == (True, [])
    assert [file for words, file in pictures if len(words.split()) < 4] == []


def test_every_language_that_is_offered_is_named() -> None:
    in_english = {"en": "English", "de": "German", "es": "Spanish", "fr": "French"}
    languages = page(GUIDE).partition("## 11.")[2]

    unnamed = [code for code, _ in settings.LANGUAGES if in_english[code] not in languages]
    assert unnamed == []


def test_each_chapter_stands_in_the_contents() -> None:
    chapters = re.findall(r"^## (\d+\. .+)$", page(GUIDE), re.MULTILINE)
    contents = re.findall(r"^(\d+\. )\[(.+)\]\(#", page(GUIDE), re.MULTILINE)

    assert chapters == ["".join(line) for line in contents]
