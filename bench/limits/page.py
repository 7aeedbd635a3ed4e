"""Writes what was measured last into docs/performance.md, each section in its marked place.

python -m bench.limits.page
"""

import re
from pathlib import Path
from typing import Any

from bench.limits.results import read
from bench.limits.rows import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
MARKED = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(with_results(PAGE.read_text(), read()))


def with_results(page: str, results: dict[str, Any]) -> str:
    """Return the page with each section's tables in the place that is marked with its name."""
    return MARKED.sub(
        lambda found: f"{found[1]}\n{_told(results.get(found[2]))}\n\n{found[3]}", page
    )


def _told(section: dict[str, Any] | None) -> str:
    if section is None:
        return "Not measured yet."
    options, machine = section["options"], section["machine"]
    load = section.get("load")
    before = f" Before it began, {load:g} processes wanted a processor." if load else ""
    beginning = (
        f"Medians of {options['rounds']} rounds of {options['seconds']:g} s, of {section['at']}"
        f" at `{section['commit']}` on {machine['processor']}, Python {machine['python']},"
        f" SQLite {machine['sqlite']}, PostgreSQL {machine['postgresql']}.{before}"
    )
    return f"{beginning}\n\n{markdown(section['rows'])}"


if __name__ == "__main__":
    main()
