"""Whatever is done to a bundle, the verifier tells: which line, and what became of it."""

import ast
import io
import json
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.reports.evidence.bundles import audited
from tests.reports.evidence.ledgers import (
    A_DAY,
    canonical,
    chained,
    digest_in,
    entries,
    heads_of,
    line_of,
    signed,
    write_bundle,
)
from usher.reports.evidence import verify

COUNT = 23
LINES = chained(entries(COUNT))
PLACE = st.integers(1, COUNT)


class Held:
    """A ledger that is in memory, as a bundle of nothing else."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines

    def open(self, name: str) -> io.BytesIO:
        assert name == verify.LEDGER
        return io.BytesIO(b"".join(self.lines))


def fault_in(lines: list[bytes]) -> str:
    """Return what is said of a ledger that is not as it was written."""
    with pytest.raises(verify.Fault) as fault:
        verify.check_ledger(Held(lines), {})
    return str(fault.value)


def faults(folder: Path, lines: list[bytes] | None = None, *, kept: Path | None = None):
    """Return all that is said of a bundle, its ledger put in another one's place if need be."""
    if lines is not None:
        (folder / "ledger.jsonl").write_bytes(b"".join(lines))
    found, _ = verify.check(verify.Bundle(str(folder)), str(kept) if kept else None)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bundle(tmp_path, LINES)


def test_a_bundle_as_it_was_written_is_whole(folder):
    assert faults(folder, LINES) == []


@given(place=PLACE, data=st.data())
def test_an_entry_that_is_altered_anywhere_is_named(place, data):
    line = LINES[place - 1]
    at = data.draw(st.integers(0, len(line) - 2))
    octet = data.draw(st.integers(0, 255).filter(lambda one: one not in (line[at], 10)))
    altered = line[:at] + bytes([octet]) + line[at + 1 :]

    fault = fault_in([*LINES[: place - 1], altered, *LINES[place:]])

    assert fault.startswith(f"Line {place} of the ledger: ")


@given(place=PLACE)
def test_what_an_entry_says_is_altered_and_called_so(place):
    altered = LINES[place - 1].replace(b'"scan"', b'"void"')

    fault = fault_in([*LINES[: place - 1], altered, *LINES[place:]])

    before = f", or entry {place - 1} with its digest made anew" if place > 1 else ""
    assert fault == f"Line {place} of the ledger: entry {place} was altered{before}."


@given(place=st.integers(1, COUNT - 1), digits=st.integers(COUNT + 1, 10**15))
def test_an_entry_that_calls_itself_another_is_altered(place, digits):
    said = f"{place},".encode(), f"{digits},".encode()
    altered = LINES[place - 1].replace(b"[7," + said[0], b"[7," + said[1], 1)

    fault = fault_in([*LINES[: place - 1], altered, *LINES[place:]])

    # The last but one could also have been removed with the last one in its place.
    words = f"entry {place} was altered, and calls itself {digits}"
    assert fault == f"Line {place} of the ledger: {words}."


@given(first=st.integers(1, COUNT - 1), count=st.integers(1, COUNT - 1))
def test_entries_that_are_removed_are_named(first, count):
    assume(first + count <= COUNT)

    fault = fault_in([*LINES[: first - 1], *LINES[first - 1 + count :]])

    after = first + count
    which = f"entry {first}" + (f" to {after - 1}" if count > 1 else "")
    words = f"{which} was removed; entry {after} follows entry {first - 1}"
    assert fault == f"Line {first} of the ledger: {words}."


@given(place=PLACE, source=PLACE)
def test_an_entry_that_is_inserted_once_more_is_named(place, source):
    # Before itself or behind, the second of the two is the one too many.
    at = place + 1 if place == source else place

    fault = fault_in([*LINES[: place - 1], LINES[source - 1], *LINES[place - 1 :]])

    assert fault == f"Line {at} of the ledger: it was inserted, and repeats entry {source}."


@given(place=PLACE, digest=st.sampled_from(["made anew", "of another"]))
def test_an_entry_that_was_never_written_is_named(place, digest):
    text = canonical([7, place, "scan", "forged", 3, 1, {}, None, True])
    before = digest_in(LINES[place - 2]) if place > 1 else ""
    of_another = digest_in(LINES[place - 1])
    made_anew = verify.link(before, verify.Line("", text, place))
    forged = line_of(made_anew if digest == "made anew" else of_another, text)

    fault = fault_in([*LINES[: place - 1], forged, *LINES[place - 1 :]])

    # With a right digest it stands in its place, and the one that was there is one too many.
    named = {"made anew": place + 1, "of another": place}[digest]
    assert fault.startswith(f"Line {named} of the ledger: it was inserted")


@given(order=st.permutations(range(COUNT)))
@example(order=[1, 0, *range(2, COUNT)])
@example(order=[*range(1, COUNT), 0])
@example(order=[COUNT - 1, *range(COUNT - 1)])
def test_lines_in_another_order_are_named_at_the_first_that_is_out_of_it(order):
    assume(list(order) != list(range(COUNT)))
    first = next(place for place, line in enumerate(order, 1) if line != place - 1)

    fault = fault_in([LINES[one] for one in order])

    where = order.index(first - 1) + 1
    words = f"the lines were reordered: entry {first} stands in line {where}"
    assert fault == f"Line {first} of the ledger: {words}."


@pytest.mark.parametrize("left", [0, 4, 5, 14, 19, 20, 22])
def test_a_ledger_that_is_cut_off_is_found_by_the_next_signed_head(folder, left):
    (fault,) = [one for one in faults(folder, LINES[:left]) if "The file" not in one]

    day = left // A_DAY + 1
    has_more = f"the head of 2026-02-{day:02}" if day * A_DAY < COUNT else "the manifest"
    assert fault == f"The ledger's end was removed, from entry {left + 1} on: {has_more} has more."


def test_an_entry_behind_the_end_is_named(folder):
    longer = chained(entries(COUNT + 1))

    assert f"Line {COUNT + 1} of the ledger: it was added behind the ledger's end." in faults(
        folder, longer
    )


@pytest.mark.parametrize("place", [1, 5, 6, 20, 21, COUNT])
def test_a_chain_that_is_written_anew_is_found_by_the_first_day_that_differs(folder, place):
    said = entries(COUNT)
    said[place - 1][2] = "void"

    fault = faults(folder, chained(said))[0]

    day, end = (place - 1) // A_DAY + 1, -(-place // A_DAY) * A_DAY
    name = f"the head of 2026-02-{day:02}" if end < COUNT else "the manifest"
    rest = f"entry {min(end, COUNT)} or one before it is another now"
    assert fault == f"The ledger was written anew. It differs from {name} first: {rest}."


@pytest.mark.parametrize("thief", [bytes(range(32)), bytes(32)], ids=["same key", "new key"])
def test_a_bundle_that_is_made_anew_as_a_whole_is_found_by_heads_that_were_kept(tmp_path, thief):
    kept, said = tmp_path / "kept.jsonl", entries(COUNT)
    kept.write_bytes(b"".join(canonical(head) + b"\n" for head in heads_of(LINES)))
    said[A_DAY][2] = "void"
    key = Ed25519PrivateKey.from_private_bytes(thief)
    bundle = write_bundle(tmp_path / "bundle", chained(said), key)

    assert faults(bundle) == []
    (fault,) = faults(bundle, kept=kept)
    assert fault == (
        "The ledger was written anew. It differs from the kept head of 2026-02-02 first:"
        " entry 10 or one before it is another now."
        if thief == bytes(range(32))
        else "the kept head of 2026-02-01 was signed by a key 1 that this event does not have."
    )


@pytest.mark.parametrize("name", ["heads.jsonl", "keys.json", "people.jsonl", "ledger.jsonl"])
def test_a_file_that_is_removed_is_named(tmp_path, name):
    bundle = write_bundle(tmp_path, LINES)
    (bundle / name).unlink()

    code, said = audited(bundle)

    assert (code, said) == (1, [f"The file {name} was removed."])


def test_a_file_that_is_altered_is_named(tmp_path):
    bundle = write_bundle(tmp_path, LINES)
    (bundle / "people.jsonl").write_text('{"attendee":1,"name":"Eve"}\n')

    assert audited(bundle) == (1, ["The file people.jsonl was altered."])


def test_a_head_that_is_altered_or_left_out_is_found(tmp_path):
    bundle = write_bundle(tmp_path, LINES)
    heads = heads_of(LINES)
    heads[1]["statement"]["digest"] = "0" * 64
    altered = b"".join(canonical(head) + b"\n" for head in heads)
    left_out = b"".join(canonical(head) + b"\n" for head in heads_of(LINES)[1:])

    found = []
    for content in (altered, left_out, b"{}\n", b"no json\n"):
        (bundle / "heads.jsonl").write_bytes(content)
        found.append(audited(bundle))

    of_file = "The file heads.jsonl was altered"
    assert found == [
        (
            1,
            ["The head of 2026-02-02 was altered: its signature is wrong.", f"{of_file}."],
        ),
        (1, [f"{of_file}."]),
        (1, ["A file was altered: it does not hold what it should."]),
        (1, [f"{of_file}: it can't be read."]),
    ]


def test_a_manifest_that_is_altered_or_of_another_event_is_found(tmp_path):
    bundle = write_bundle(tmp_path, LINES)
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    manifest["statement"]["name"] = "Another"
    (bundle / "manifest.json").write_bytes(canonical(manifest))
    altered = audited(bundle)
    other = signed(manifest["statement"])
    other["statement"]["event"] = 8
    (bundle / "manifest.json").write_bytes(canonical(other))

    assert altered == (1, ["The manifest was altered: its signature is wrong."])
    assert audited(bundle) == (1, ["The head of 2026-02-01 is of another event."])


def test_what_lies_beside_is_said_to_be_no_part_of_the_bundle(tmp_path):
    bundle = write_bundle(tmp_path, LINES)
    (bundle / "attendance-corrected.csv").write_text("Eve")

    code, said = audited(bundle)

    assert code == 0
    assert said[-2] == "No part of the bundle, and not checked: attendance-corrected.csv."


def test_the_verifier_is_one_file_for_python_3_8_and_stands_alone():
    source = Path(verify.__file__).read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 8))

    named = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([ast.alias(node.module)] if isinstance(node, ast.ImportFrom) else node.names)
    }
    assert named - set(sys.stdlib_module_names) == set()
    assert len(source.splitlines()) <= 300
