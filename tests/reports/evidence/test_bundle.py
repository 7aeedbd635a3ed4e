"""A bundle of evidence holds the whole record, and a bare Python finds it whole."""

import csv
import json
import re
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.makers import START, account_of, attendee_of, event_of, session_of
from tests.reports.evidence.bundles import LATER, audited, bundle_of, event_with_days, unpacked
from usher.actions.check_heads import first_false_head
from usher.actions.erase_people import erase_people
from usher.actions.refold import checked
from usher.models import Entry, EventHead, SigningKey
from usher.queries.chain import COLUMNS, first_break
from usher.reports.evidence.bundle import Wanted, write_bundle

pytestmark = pytest.mark.django_db


def lines_in(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


def test_the_bare_verifier_finds_a_bundle_whole_packed_or_not(tmp_path):
    event = event_with_days()
    bundle = bundle_of(event, tmp_path)
    folder = unpacked(bundle, tmp_path / "unpacked")

    head = EventHead.objects.get(event=event)
    key = sha256(bytes(SigningKey.objects.get().public)).hexdigest()[:32]
    whole = (
        0,
        [
            "Whole: Garden Days, 12 entries, as of 2026-03-02T09:00:00Z.",
            f"The ledger ends with {head.digest}.",
            "It bears out 3 signed heads, one a day, and 15 files are right.",
            f"Key 1 has the fingerprint {key}.",
            "Compare the fingerprints, or one head, with what the organizer told you another way.",
        ],
    )
    assert audited(bundle) == whole
    assert audited(folder) == whole
    assert audited(program=folder / "verify.py") == whole


def test_it_holds_to_heads_that_were_kept_elsewhere(tmp_path):
    event = event_with_days()
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes((folder / "heads.jsonl").read_bytes())

    assert audited(folder, "--kept", kept)[0] == 0


def test_the_manifest_names_each_file_and_the_readme_says_what_it_is(tmp_path):
    event = event_with_days()
    with zipfile.ZipFile(bundle_of(event, tmp_path)) as file:
        names = set(file.namelist())
        manifest = json.loads(file.read("manifest.json"))
        readme = file.read("README.txt").decode()

    told = set(re.findall(r"^([\w.]+\.(?:jsonl|json|csv|py)) ", readme, re.MULTILINE))
    assert set(manifest["statement"]["files"]) == names - {"manifest.json"}
    assert told == names - {"README.txt"}


def test_the_readme_speaks_the_events_language(tmp_path):
    event = event_with_days()
    event.language = "de"
    event.save(update_fields=["language"])

    with zipfile.ZipFile(bundle_of(event, tmp_path)) as file:
        readme = file.read("README.txt").decode()

    assert readme.startswith("Nachweis: Garden Days\n")
    assert max(map(len, readme.splitlines())) <= 100


def test_the_ledger_is_what_was_written_and_names_nobody(tmp_path):
    event = event_with_days()
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")

    written = lines_in(folder, "ledger.jsonl")

    assert [one["digest"] for one in written] == [
        entry.digest for entry in Entry.objects.filter(event=event).order_by("seq")
    ]
    first = dict(zip(COLUMNS, written[0]["line"], strict=False))
    attendee = event.attendees.get(name="Ada 0 0")
    assert (first["event_id"], first["seq"], first["attendee_id"]) == (event.pk, 1, attendee.pk)
    assert b"Ada" not in (folder / "ledger.jsonl").read_bytes()
    people = {one["attendee"]: one["name"] for one in lines_in(folder, "people.jsonl")[:-1]}
    assert people[attendee.pk] == "Ada 0 0"
    assert lines_in(folder, "people.jsonl")[-1] == {
        "account": event.owner.pk,
        "name": event.owner.shown_name,
    }


def test_what_follows_from_the_ledger_lies_beside_it(tmp_path):
    event = event_with_days(days=1, scans=1)
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")

    (interval,) = csv.DictReader((folder / "attendance.csv").read_text().splitlines())
    (session,) = lines_in(folder, "sessions.jsonl")
    settings = json.loads((folder / "settings.json").read_text())
    rules = json.loads((folder / "rules.json").read_text())

    assert interval == {
        "attendee": str(event.attendees.get().pk),
        "session": str(session["session"]),
        "entered_utc": "2026-01-31T09:00:00Z",
        "left_utc": "2026-01-31T10:00:00Z",
        "opened": "scanned",
        "closed": "assumed",
        "entry_in": "1",
        "entry_out": "",
        "overrode": "",
        "conflict": "no",
        "doubtful": "no",
    }
    assert (session["code"], session["starts_at"]) == ("TREES", "2026-01-31T09:00:00Z")
    assert (settings["ledger_columns"], settings["timezone"]) == (list(COLUMNS), "Europe/Brussels")
    assert set(rules) >= {"cases"}


def test_without_people_a_bundle_is_whole_and_names_nobody(tmp_path):
    event = event_with_days()
    bundle = bundle_of(event, tmp_path, with_people=False)

    with zipfile.ZipFile(bundle) as file:
        names = file.namelist()
        held = b"".join(map(file.read, names))

    assert audited(bundle)[0] == 0
    assert ("people.jsonl" in names, b"Ada" in held) == (False, False)


def test_after_people_were_erased_the_ledger_in_the_bundle_is_the_same(tmp_path):
    event = event_with_days()
    before = unpacked(bundle_of(event, tmp_path), tmp_path / "before")

    erase_people(event, at=LATER)
    bundle = bundle_of(event, tmp_path)

    after = unpacked(bundle, tmp_path / "after")
    assert audited(bundle)[0] == 0
    assert (first_break(event), first_false_head(event), checked(event)) == (None, None, [])
    for name in ("ledger.jsonl", "heads.jsonl", "attendance.csv"):
        assert (after / name).read_bytes() == (before / name).read_bytes()
    assert b"Ada" in (before / "people.jsonl").read_bytes()
    assert b"Ada" not in (after / "people.jsonl").read_bytes()


def test_an_event_at_which_nothing_was_scanned_has_evidence_of_that(tmp_path):
    event = event_of(owner=account_of())
    session_of(event)
    attendee_of(event)

    code, said = audited(bundle_of(event, tmp_path))

    assert (code, said[1]) == (0, "The ledger ends with nothing.")


def test_how_far_it_is_is_told_in_entries(tmp_path):
    told: list[tuple[int, int]] = []

    event = event_with_days()
    entries = write_bundle(
        tmp_path / "b.zip", Wanted(event, START), lambda *done: told.append(done)
    )

    assert (entries, told) == (12, [(12, 12)])


@pytest.mark.parametrize("content", [None, b"", b"no zip"])
def test_what_is_no_bundle_is_told_from_one_that_was_altered(tmp_path, content):
    path = tmp_path / "bundle.zip"
    if content is not None:
        path.write_bytes(content)

    code, said = audited(path)

    assert (code, said[0][:22]) == (2, "No bundle of evidence:")
