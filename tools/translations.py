"""Gather what is to be translated into src/usher/locale, and say what is missing there.

Plain Python: what Django's makemessages does with a system's gettext, done with Babel, so that
nothing has to be installed for it. `python tools/translations.py` brings the catalogues to what
the sources say now; what is not translated yet is left empty, what is no longer said is dropped.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

SOURCES = Path(__file__).resolve().parent.parent / "src" / "usher"
LOCALE = SOURCES / "locale"
LANGUAGES = ("de", "es", "fr")
MADE_BY_TOOLS = {"collected", "phone", "static", "migrations"}
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main() -> None:
    """Bring every catalogue up to date and print what each still lacks."""
    template = gathered()
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.project, catalogue.version = "Usher", ""
        catalogue.msgid_bugs_address = catalogue.last_translator = ""
        catalogue.language_team = ""
        catalogue.header_comment = f"# Usher in {catalogue.locale.english_name}."
        with path.open("wb") as file:
            write_po(file, catalogue, omit_header=False, no_location=True, sort_output=True)
        lacking = len([one for one in catalogue if one.id and not translated(one.string)])
        print(f"{language}: {len(catalogue)} texts, {lacking} not translated", file=sys.stderr)


def gathered() -> Catalog:
    """Return everything that the sources mark for translation."""
    template = Catalog(charset="utf-8")
    for text, context in _marked():
        template.add(text, context=context)
    return template


def catalogue_of(language: str) -> Catalog:
    """Return a language's catalogue as it stands; an empty one where there is none yet."""
    path = path_of(language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Return where a language's catalogue is kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def translated(string: str | list[str] | tuple[str, ...] | None) -> bool:
    """Tell whether a message has its words, in the plural too."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


def _marked() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for path in sorted(SOURCES.rglob("*")):
        if MADE_BY_TOOLS.intersection(path.relative_to(SOURCES).parts):
            continue
        if path.suffix == ".py":
            found = extract_from_file("python", path, keywords=KEYWORDS)
            yield from ((text, context) for _line, text, _comments, context in found)
        elif path.suffix in {".html", ".txt"}:
            yield from _in_template(path)


def _in_template(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    from io import BytesIO  # noqa: PLC0415 - with Django, which is set up late

    from babel.messages.extract import extract  # noqa: PLC0415 - beside the former
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

    python = templatize(path.read_text(encoding="utf-8"))
    # Templates are indented as no Python may be.
    flat = "\n".join(line.strip() for line in python.splitlines()).encode()
    for _line, text, _comments, context in extract("python", BytesIO(flat), keywords=KEYWORDS):
        yield text, context


def set_up() -> None:
    """Give Django the little it needs to read templates."""
    from django.conf import settings  # noqa: PLC0415 - not for those who only want the paths

    if not settings.configured:
        settings.configure()


if __name__ == "__main__":
    set_up()
    main()
