"""What the documents say, taken apart for the tests."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(text: str) -> list[str]:
    """Return what stands as code: between backticks, or indented as a block."""
    return [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(.+)$", text, re.MULTILINE)]
