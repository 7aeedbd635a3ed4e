"""The first command of all, on a machine where nothing was prepared."""

import os
import subprocess
import sys
from pathlib import Path

FORMS = (
    ("create_event", "conf", "--name", "Conf", "--timezone", "Europe/Berlin")
    + ("--owner", "me@example.org"),
    ("create_token", "me@example.org"),
    ("verify", "conf"),
    ("refold", "conf", "--check"),
)


def usher(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "usher", *arguments],
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"USHER_DATA_DIR": str(folder / "data")},
        capture_output=True,
        text=True,
    )


def test_the_commands_need_no_other_to_come_before_them(tmp_path: Path) -> None:
    done = [usher(tmp_path, *form) for form in FORMS]

    assert [(one.returncode, one.stderr) for one in done] == [
        (0, ""),
        (0, "Keep it safe: it is not shown again.\n"),
        (0, ""),
        (0, ""),
    ]
    assert (tmp_path / "data" / "usher.sqlite3").stat().st_mode & 0o777 == 0o600
    assert done[1].stdout.startswith("usher_")
    assert len(done[1].stdout.splitlines()) == 1
