"""`usher demo`, as a person types it."""

import os
import stat
import subprocess
import sys

import pytest

pytestmark = pytest.mark.sqlite


@pytest.fixture
def usher(tmp_path):
    """Run a command of Usher's on data of its own."""
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "usher", *arguments],
            env=surroundings | {"USHER_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_demo_is_made_from_nothing_and_moved_when_asked_again(usher, tmp_path):
    first, second = usher("demo"), usher("demo")

    made, moved = first.stdout.splitlines(), second.stdout.splitlines()
    assert (first.returncode, second.returncode) == (0, 0)
    assert made[0] == "Made “Demo: the programme of FOSDEM 2026” [fosdem-demo]."
    assert moved[0] == "Moved “Demo: the programme of FOSDEM 2026” [fosdem-demo] to now."
    assert made[1:] == moved[1:]

    kept = tmp_path / "demo_password"
    assert f"the password {kept.read_text()} (kept in {kept})" in first.stdout
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    assert usher("verify", "fosdem-demo").returncode == 0
    assert usher("refold", "fosdem-demo", "--check").returncode == 0


def test_a_refused_file_ends_the_process_with_1(usher, tmp_path):
    usher("migrate", "--verbosity", "0")
    made = usher(
        *("create_event", "garden-days", "--name", "Garden Days"),
        *("--timezone", "Europe/Brussels", "--owner", "ana@example.org"),
    )
    (tmp_path / "bad.csv").write_text("Name,Email\nBob,bob\n")

    refused = usher("import_attendees", "garden-days", str(tmp_path / "bad.csv"))

    assert (made.returncode, refused.returncode, refused.stdout) == (0, 1, "")
    assert "row 2, column Email" in refused.stderr
