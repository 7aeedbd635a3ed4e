"""What the documents point to is there."""

import re

from django.core.management import get_commands

from tests.docs.pages import OURS, ROOT, code_of, page

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PICTURE_BYTES_MAX = 200_000


def test_every_link_leads_to_a_file() -> None:
    broken = [
        f"{file.name}: {target}"
        for file in OURS
        for target in LINK.findall(file.read_text(encoding="utf-8"))
        if not (file.parent / target).is_file()
    ]

    assert broken == []


def test_every_picture_is_shown_and_small() -> None:
    shown = {
        (file.parent / target).resolve()
        for file in OURS
        for target in LINK.findall(file.read_text(encoding="utf-8"))
    }
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())

    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [one.name for one in pictures if one.stat().st_size > PICTURE_BYTES_MAX] == []


def test_every_command_that_is_named_exists() -> None:
    made = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    ours = {f"usher {name}" for name in {*get_commands(), "help"}} | {f"make {one}" for one in made}

    unknown = [
        f"{file.name}: {code}"
        for file in OURS
        for code in code_of(file.read_text(encoding="utf-8"))
        for command in re.findall(r"(?:^|/)((?:usher|make) [a-z_]+)", code)
        if command not in ours
    ]

    assert unknown == []
