"""The file of scans that a phone saved."""

import json
from pathlib import Path

import pytest

from usher.readers import Unreadable
from usher.readers import saved_scans as reader
from usher.readers.saved_scans import read_saved_scans

CONTRACT = Path(__file__).parents[2] / "contract" / "saved_scans.json"


def saved(**changed) -> bytes:
    return json.dumps(json.loads(CONTRACT.read_text("utf-8")) | changed).encode()


def refusal_of(content: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        read_saved_scans(content)
    return str(raised.value)


def test_each_scan_has_its_event_its_door_and_its_place_in_the_file():
    found = read_saved_scans(CONTRACT.read_bytes())

    assert (found.account, found.saved_at.isoformat()) == (
        "nadia@example.org",
        "2026-02-01T10:12:00+00:00",
    )
    assert [(one.where, one.event, one.door, one.fields["id"][-1]) for one in found.scans] == [
        ("scan 1 (line 14)", "garden-days", "h3k9x2p7:TREES:in", "1"),
        ("scan 2 (line 30)", "garden-days", "h3k9x2p7:TREES:in", "3"),
        ("scan 3 (line 60)", "garden-days", "h3k9x2p7:PONDS:out", "4"),
    ]


def test_where_a_scan_lost_its_id_places_are_numbers_alone():
    doors = [{"door": "", "scans": [{"session": "A"}, {"id": "x"}]}]

    found = read_saved_scans(saved(events=[{"slug": "garden-days", "doors": doors}]))

    assert [one.where for one in found.scans] == ["scan 1", "scan 2"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is not whole JSON. Save the scans from the phone again."),
        (CONTRACT.read_bytes()[:-9], "The file is not whole JSON. Save the scans from the phone"),
        (b"[" * 100_000, "The file is not whole JSON. Save the scans from the phone again."),
        (b"\xff\xfe\x00", "The file is not the text that a phone saves."),
        (b"[]", "The file holds no scans that a phone saved."),
        (saved(about="Something else"), "The file holds no scans that a phone saved."),
        (saved(version=2), "The file was saved by a later version of the app."),
        (saved(account=None), "The file is damaged."),
        (saved(account="nadia\x00@example.org"), "The file is damaged."),
        (saved(saved_at="yesterday"), "The file is damaged."),
        (saved(events={"slug": "garden-days"}), "The file is damaged."),
        (
            saved(events=[{"slug": "a", "doors": [{"door": "", "scans": [7]}]}]),
            "The file is damage",
        ),
    ],
)
def test_what_no_phone_saved_is_refused_by_name(content: bytes, words: str):
    assert refusal_of(content)[: len(words)] == words


def test_a_file_of_more_than_any_phone_saves_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "SCANS_MAX", 2)
    many = refusal_of(CONTRACT.read_bytes())
    monkeypatch.setattr(reader, "BYTES_MAX", 100)
    large = refusal_of(CONTRACT.read_bytes())

    assert many == "The file holds more than 2 scans; no phone saves as many."
    assert large == "The file is larger than 0 MiB; no phone saves as much."
