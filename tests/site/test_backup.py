"""`usher backup` and `usher restore`, while doors scan and in all that can go wrong."""

import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event as Flag

import pytest

from tests.concurrency.databases import in_database
from tests.site.doors import Doors, ledger, seeded, until
from tests.site.serving import serving, usher

pytestmark = pytest.mark.sqlite

SCANS = 200
NAME = "usher.sqlite3"
_SCANNED = """
from tests.makers import *
from tests.door.requests import scan_json, send_scans
event = event_of("garden")
session, ada = session_of(event), attendee_of(event, name="Ada Erased")
send_scans(event.slug, *[scan_json(session, ada, number=n) for n in (1, 2)], by=event.owner)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with an event at which somebody was scanned."""
    made: Path = tmp_path_factory.mktemp("backed-up")
    in_database(f"sqlite:///{made / NAME}", _SCANNED)
    return made


@pytest.fixture(scope="module")
def backup(folder):
    """A backup of that folder's database."""
    file = folder / "copy.sqlite3"
    usher(folder, "backup", str(file))
    return file


@pytest.fixture
def copy(backup, tmp_path):
    """A copy of the backup, which the test may spoil."""
    return Path(shutil.copy(backup, tmp_path / "copy.sqlite3"))


def refused(folder: Path, *arguments: str) -> str:
    """Run a command that is refused, and return what it says."""
    with pytest.raises(subprocess.CalledProcessError) as ended:
        usher(folder, *arguments)
    assert ended.value.returncode == 1
    return str(ended.value.stderr).removeprefix("CommandError: ").rstrip()


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)


def test_a_backup_made_while_doors_scan_is_restored_elsewhere_and_proved(tmp_path):
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    elsewhere.mkdir()
    copy = tmp_path / "copy.sqlite3"
    sign_in, enough = seeded(here), Flag()
    with ThreadPoolExecutor() as pool, serving(here) as server:
        doors = Doors(server.here, sign_in)
        scanning = pool.submit(doors.scan_until, enough.is_set)
        until(lambda: len(doors.acknowledged) >= SCANS)
        before = dict(doors.acknowledged)
        usher(here, "backup", str(copy))
        after = len(doors.acknowledged)
        until(lambda: len(doors.acknowledged) >= after + SCANS)
        enough.set()
        scanning.result()

    usher(elsewhere, "restore", str(copy))

    restored = ledger(elsewhere)
    assert len(before) < after
    assert before.items() <= restored.items() < ledger(here).items()
    assert usher(elsewhere, "verify", "busy").startswith(
        f"The ledger of busy is whole: {len(restored)} entries."
    )
    assert usher(elsewhere, "refold", "busy", "--check").startswith("busy: 0 differences")
    assert doors.refused == {}


def test_phones_are_told_everything_anew_by_a_database_that_was_restored(tmp_path, folder, backup):
    usher(tmp_path, "restore", str(backup))

    (former,), (anew,) = epochs(folder), epochs(tmp_path)

    assert (len(anew), former == anew) == (8, False)


def epochs(folder: Path) -> list[str]:
    """The epoch of each event's ledger there."""
    with closing(sqlite3.connect(folder / NAME)) as database:
        return [epoch for (epoch,) in database.execute("SELECT epoch FROM usher_eventhead")]


def test_a_backup_is_for_its_owner_alone_and_no_other_file_is_touched(folder, backup):
    words = refused(folder, "backup", str(backup))

    assert words == f"{backup} is there already. Choose another name."
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir() if file.name.endswith(".part")] == []


def test_a_backup_holds_nothing_of_what_was_deleted(folder, tmp_path):
    shutil.copy(folder / NAME, tmp_path / NAME)
    kept, gone = tmp_path / "kept", tmp_path / "gone"
    usher(tmp_path, "backup", str(kept))
    change(tmp_path / NAME, "UPDATE usher_attendee SET name = ''")

    usher(tmp_path, "backup", str(gone))

    assert [b"Ada Erased" in file.read_bytes() for file in (kept, gone)] == [True, False]


def test_where_there_is_no_database_none_is_made_by_a_backup(tmp_path):
    words = refused(tmp_path, "backup", str(tmp_path / "copy"))

    assert words == f"There is no database at {tmp_path / NAME}."
    assert [(tmp_path / name).exists() for name in (NAME, "copy")] == [False, False]


def test_a_folder_that_is_not_there_is_named(folder, tmp_path):
    words = refused(folder, "backup", str(tmp_path / "gone" / "copy"))

    assert words.startswith("The database can't be copied: unable to open database")


def test_a_database_that_is_there_is_replaced_only_by_its_name_and_kept(tmp_path, folder, backup):
    usher(tmp_path, "migrate")
    there = tmp_path / NAME
    former = there.read_bytes()

    words = [
        refused(tmp_path, "restore", str(backup), *named) for named in ([], ["--replace", "copy"])
    ]
    unchanged = there.read_bytes()
    said = usher(tmp_path, "restore", str(backup), "--replace", NAME)

    assert set(words) == {
        f"There is a database at {there}. Nothing was changed. To put the backup in its place:"
        f" --replace {NAME}"
    }
    assert unchanged == former
    assert said.splitlines() == [
        "The ledger of garden is whole: 1 entries.",
        f"{backup} is in place: 1 events.",
        f"What was there before is kept as {there}.replaced-1.",
    ]
    assert ledger(tmp_path) == ledger(folder)
    assert (tmp_path / f"{NAME}.replaced-1").stat().st_size == len(former)


def test_under_a_server_that_runs_nothing_is_replaced(tmp_path, backup):
    with serving(tmp_path):
        words = refused(tmp_path, "restore", str(backup), "--replace", NAME)

    assert words == f"{tmp_path / NAME} is in use. Stop the server first; nothing was changed."


def test_a_ledger_that_was_tampered_with_is_not_restored(tmp_path, copy):
    change(copy, "UPDATE usher_entry SET note = 'changed'")

    words = refused(tmp_path, "restore", str(copy))

    assert words == (
        "The ledger of garden is broken in the backup: entry 1 is not what was written."
        " Nothing was changed."
    )
    assert sorted(file.name for file in tmp_path.glob(f"{NAME}*")) == []


def test_a_backup_that_was_damaged_is_not_restored(tmp_path, copy):
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 :] = b"x" * (len(content) - len(content) // 2)
    copy.write_bytes(content)

    words = refused(tmp_path, "restore", str(copy))

    assert words.startswith(f"{copy} is no whole backup: ")
    assert sorted(file.name for file in tmp_path.glob(f"{NAME}*")) == []


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DROP TABLE django_migrations", "it holds no data of Usher's"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('usher', '9999', '')",
            "it comes from a newer Usher",
        ),
    ],
)
def test_what_this_usher_did_not_write_is_not_restored(tmp_path, copy, statement, why):
    change(copy, statement)

    words = refused(tmp_path, "restore", str(copy))

    assert words == f"{copy} is no whole backup: {why}. Nothing was changed."


def test_a_file_that_is_not_there_is_named(tmp_path):
    words = refused(tmp_path, "restore", str(tmp_path / "gone"))

    assert words == f"{tmp_path / 'gone'} can't be copied: No such file or directory."
