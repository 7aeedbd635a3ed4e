"""A bundle of evidence is written from the command line, and a bare Python checks it."""

from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.reports.evidence.bundles import audited, event_with_days
from usher.models import Export

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("export_evidence", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_a_bundle_is_written_checked_by_a_bare_python_and_on_record(tmp_path):
    event, path = event_with_days(), tmp_path / "evidence.zip"

    said = run("garden-days", str(path))

    assert said == [
        f"{path}: the evidence of garden-days, 12 entries.",
        "Whoever has it checks it with: python3 verify.py",
    ]
    assert audited(path)[0] == 0
    export = Export.objects.get()
    assert (export.event, export.what, export.rows, export.made_by) == (event, "evidence", 12, None)
    assert export.digest == sha256(path.read_bytes()).hexdigest()


def test_names_can_be_left_out(tmp_path):
    event_with_days()

    run("garden-days", str(tmp_path / "evidence.zip"), "--without-people")

    assert Export.objects.get().parameters == {"people": "no"}
    assert audited(tmp_path / "evidence.zip")[0] == 0


def test_no_file_is_overwritten_and_no_folder_made(tmp_path):
    event_with_days()
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")

    for path, words in ((there, "is there already"), (tmp_path / "no" / "x.zip", "no folder")):
        with pytest.raises(CommandError, match=words):
            run("garden-days", str(path))

    assert there.read_bytes() == b"mine"
    assert not Export.objects.exists()
