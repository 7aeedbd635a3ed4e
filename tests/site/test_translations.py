"""Everything that is said in English is said in every language, with the same things filled in."""

import re
from string import Formatter

import pytest

from tools import translations

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]")


@pytest.fixture(scope="module")
def said():
    return {(one.id, one.context) for one in translations.gathered() if one.id}


def messages_of(language: str):
    return [one for one in translations.catalogue_of(language) if one.id]


def places_in(text: str) -> set[str]:
    named = set(PLACES.findall(text))
    try:
        return named | {f"{{{name}}}" for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return named


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_language_has_every_text_and_no_other(language, said):
    written = {(one.id, one.context) for one in messages_of(language)}

    assert sorted(map(str, said - written)) == []
    assert sorted(map(str, written - said)) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_language_leaves_no_text_in_english(language):
    lacking = [
        one.id
        for one in messages_of(language)
        if one.fuzzy or not translations.translated(one.string)
    ]

    assert lacking == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_translation_fills_in_what_the_original_does(language):
    differing = []
    for one in messages_of(language):
        originals = one.id if isinstance(one.id, tuple) else (one.id,)
        allowed = set().union(*map(places_in, originals))
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        # A singular may leave its number out.
        wrong = [text for text in strings if not places_in(text) <= allowed]
        if wrong or places_in(strings[-1]) != places_in(originals[-1]):
            differing.append(one.id)

    assert differing == []
