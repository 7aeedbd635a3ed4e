"""What docs/staff.md calls the buttons of the room monitor stands on them."""

import re

from tests.docs.pages import ROOT, page

WORDS = (ROOT / "phone" / "src" / "words" / "monitor" / "en.ts").read_text("utf-8").casefold()


def test_words_in_bold_stand_on_the_room_monitors_screen() -> None:
    chapter = page("docs/staff.md").partition("## In the room")[2].partition("\n## ")[0]
    bold = [words.rstrip(":,").casefold() for words in re.findall(r"\*\*([^*]+)\*\*", chapter)]

    assert len(bold) > 8
    assert [words for words in bold if words not in WORDS] == []
