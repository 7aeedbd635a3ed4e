"""The last measurement, kept in bench/results.json."""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[1] / "results.json"


def read(file: Path = RESULTS) -> dict[str, Any]:
    """Return what was kept, by section; nothing where nothing was."""
    if not file.exists():
        return {}
    kept: dict[str, Any] = json.loads(file.read_text())
    return kept


def keep(file: Path, name: str, section: dict[str, Any]) -> None:
    """Keep a section in the place of what was measured of it before."""
    told = read(file) | {name: section}
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
