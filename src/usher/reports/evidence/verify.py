"""Checks a bundle of evidence that Usher made. It needs Python 3.8 or newer, and nothing else.

    python3 verify.py                     checks the folder that this file lies in
    python3 verify.py BUNDLE              checks another folder, or a ZIP file as it is
    python3 verify.py BUNDLE --kept FILE  also holds it to signed heads that were kept elsewhere

It changes nothing and asks no network. Exit code 0: all is as it was written; 1: something is
not, and the first line that was altered, removed, inserted or reordered is named; 2: no bundle.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import IO, Any, NamedTuple

LEDGER, HEADS, KEYS, MANIFEST = "ledger.jsonl", "heads.jsonl", "keys.json", "manifest.json"
LINE = re.compile(
    rb'\{"digest":"([0-9a-f]{64})","line":(\[[0-9]{1,19},([0-9]{1,19}),.*\])\}\n', re.DOTALL
)


# Ed25519 signatures, as RFC 8032 describes them.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = Any  # x, y, z, t: the point (x/z, y/z), where t is x*y/z


def point(octets: bytes) -> Point:
    """Return the point that these 32 bytes stand for; None where they stand for none."""
    y, odd = int.from_bytes(octets, "little") % 2**255, octets[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and odd):
        return None
    x = x if x % 2 == odd else P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * D * one[3] * two[3], 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, one: Point) -> Point:
    """Return the point added to itself so many times."""
    total = (0, 1, 1, 0)
    while number:
        if number % 2:
            total = add(total, one)
        one, number = add(one, one), number // 2
    return total


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the signature of the message was made by the key whose public half this is."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left, right = times(s, BASE), add(r, times(int.from_bytes(digest, "little") % ORDER, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


class Bundle:
    """A folder, or a ZIP file that is read as it is."""

    def __init__(self, path: str) -> None:
        """Take the path of either."""
        self.zip = None if os.path.isdir(path) else zipfile.ZipFile(path)
        self.path = path

    def names(self) -> list[str]:
        """Return the names of all files."""
        return sorted(self.zip.namelist() if self.zip else os.listdir(self.path))

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading. Raises Fault where it is not there."""
        if name not in self.names():
            raise Fault(f"The file {name} was removed.")
        return self.zip.open(name) if self.zip else open(os.path.join(self.path, name), "rb")


class Line(NamedTuple):
    """One line of the ledger: its digest, what that covers, and the entry's number."""

    digest: str
    text: bytes
    seq: int


class Fault(Exception):
    """What is not as it was written, in words."""


def entry_of(line: bytes | None) -> Line | None:
    """Return what the line holds; None where it is no line of a ledger."""
    found = LINE.fullmatch(line or b"")
    return Line(found[1].decode(), found[2], int(found[3])) if found else None


def link(previous: str, entry: Line) -> str:
    """Return the digest that the entry has to have after this one."""
    return hashlib.sha256(previous.encode() + entry.text).hexdigest()


def check_ledger(bundle: Bundle, ends: dict[int, str]) -> int:
    """Check each line of the ledger, and return how many there are.

    The digests of the entries that `ends` names are put there. Raises Fault at the first line
    that is not as it was written.
    """
    previous, number = "", 0
    with bundle.open(LEDGER) as file:
        for number, line in enumerate(file, 1):
            entry = entry_of(line)
            if entry is None or entry.seq != number or link(previous, entry) != entry.digest:
                raise Fault(f"Line {number} of the ledger: {fate(bundle, number, previous)}.")
            previous = entry.digest
            if number in ends:
                ends[number] = previous
    return number


def fate(bundle: Bundle, number: int, previous: str) -> str:
    """Return what became of the line with this number; all lines before it are right."""
    with bundle.open(LEDGER) as file:
        here, after = map(entry_of, [*islice(file, number - 1, number + 1), None][:2])
        if here is None:
            return "it was altered, and is no line of a ledger any more"
        if here.seq == number:
            if after and after.seq == number and link(previous, after) == after.digest:
                return f"it was inserted; the entry {number} that was written stands behind it"
            before = f", or entry {number - 1} with its digest made anew" if number > 1 else ""
            return f"entry {number} was altered{before}"
        if here.seq < number:
            return f"it was inserted, and repeats entry {here.seq}"
    return out_of_turn(bundle, number, here.seq, after)


def out_of_turn(bundle: Bundle, number: int, seq: int, after: Line | None) -> str:
    """Return why a later entry stands where this one should."""
    missed, again = 0, False
    with bundle.open(LEDGER) as file:
        for place, entry in enumerate(map(entry_of, islice(file, number, None)), number + 1):
            if entry and entry.seq == number and not missed:
                missed = place
            again = again or bool(entry and entry.seq == seq)
    if missed and again:
        return f"it was inserted, and repeats entry {seq}"
    if missed:
        return f"the lines were reordered: entry {number} stands in line {missed}"
    if after and after.seq == number + 1:
        return f"entry {number} was altered, and calls itself {seq}"
    last = f" to {seq - 1}" if seq > number + 1 else ""
    return f"entry {number}{last} was removed; entry {seq} follows entry {number - 1}"


def check_signed(signed: dict[str, Any], event: int, keys: dict[int, str], what: str) -> None:
    """Raise Fault unless the statement is of this event and signed by one of its keys."""
    statement = signed["statement"]
    if statement["event"] != event:
        raise Fault(f"{what} is of another event.")
    if keys.get(statement["key"]) != signed["public"]:
        raise Fault(f"{what} was signed by a key {statement['key']} that this event does not have.")
    public, signature = (bytes.fromhex(signed[name]) for name in ("public", "signature"))
    message = json.dumps(statement, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if not is_signed(public, signature, message.encode()):
        raise Fault(f"{what} was altered: its signature is wrong.")


def check_head(head: dict[str, Any], ends: dict[int, str], lines: int, what: str) -> None:
    """Raise Fault unless the ledger has the entry with which it ended on that day."""
    said = head["statement"]
    if said["seq"] > lines:
        raise Fault(f"The ledger's end was removed, from entry {lines + 1} on: {what} has more.")
    if ends[said["seq"]] != said["digest"]:
        rest = f"entry {said['seq']} or one before it is another now"
        raise Fault(f"The ledger was written anew. It differs from {what} first: {rest}.")


def read(bundle: Bundle, name: str) -> list[Any]:
    """Return what the file holds, line by line; raises Fault where it can't be read."""
    try:
        with bundle.open(name) as file:
            return [json.loads(line) for line in file]
    except ValueError:
        raise Fault(f"The file {name} was altered: it can't be read.") from None


def heads_of(bundle: Bundle, kept: str | None) -> list[Any]:
    """Return each signed head with its name, the first day's first."""
    heads = [("the head", one) for one in read(bundle, HEADS)]
    if kept:
        with open(kept, "rb") as file:
            heads += [("the kept head", json.loads(line)) for line in file]
    heads.sort(key=lambda one: (one[1]["statement"]["day"], one[1]["statement"]["seq"]))
    return [(f"{name} of {one['statement']['day']}", one) for name, one in heads]


def check_files(bundle: Bundle, files: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the bundle's files."""
    names = set(bundle.names())
    for name, digest in sorted(files.items()):
        right = hashlib.sha256()
        if name in names:
            with bundle.open(name) as file:
                for piece in iter(partial(file.read, 1 << 20), b""):
                    right.update(piece)
        if right.hexdigest() != digest:
            yield f"The file {name} was {'altered' if name in names else 'removed'}."


def check_ends(signed: list[Any], keys: list[Any], ends: dict[int, str], lines: int) -> None:
    """Raise Fault at the first head, or the manifest, that is false; `lines` -1: unknown."""
    public = {key["number"]: key["public"] for key in keys}
    last = signed[-1][1]["statement"]
    for name, one in signed:
        check_signed(one, last["event"], public, name)
        if lines >= 0:
            check_head(one, ends, lines, name)
    if lines > last["seq"]:
        raise Fault(f"Line {last['seq'] + 1} of the ledger: it was added behind the ledger's end.")


def check(bundle: Bundle, kept: str | None) -> tuple[list[str], list[str]]:
    """Return what is not as it was written, what matters most first, and else what is proved."""
    (manifest,), (keys,), faults, lines = read(bundle, MANIFEST), read(bundle, KEYS), [], -1
    signed = [*heads_of(bundle, kept), ("the manifest", manifest)]
    ends = {one["statement"]["seq"]: "" for _, one in signed}
    try:
        lines = check_ledger(bundle, ends)
    except Fault as fault:
        faults.append(str(fault))
    try:
        check_ends(signed, keys, ends, lines)
    except Fault as fault:
        faults.append(str(fault))
    files, names = manifest["statement"]["files"], bundle.names()
    # Of the ledger's file there is more to say than that.
    faults += [one for one in check_files(bundle, files) if lines >= 0 or LEDGER not in one]
    beside = ", ".join(one for one in names if one not in files and one != MANIFEST)
    return faults, [*summary(manifest["statement"], keys, len(signed) - 1, beside)]


def summary(said: dict[str, Any], keys: list[Any], heads: int, beside: str) -> Iterator[str]:
    """Yield what stands proved, and what nobody but the reader can compare."""
    yield f"Whole: {said['name']}, {said['seq']} entries, as of {said['made_at']}."
    yield f"The ledger ends with {said['digest'] or 'nothing'}."
    yield f"It bears out {heads} signed heads, one a day, and {len(said['files'])} files are right."
    for key in keys:
        revoked = f"; revoked on {key['revoked_at']}" if key["revoked_at"] else ""
        print_of = hashlib.sha256(bytes.fromhex(key["public"])).hexdigest()[:32]
        yield f"Key {key['number']} has the fingerprint {print_of}{revoked}."
    if beside:
        yield f"No part of the bundle, and not checked: {beside}."
    yield "Compare the fingerprints, or one head, with what the organizer told you another way."


def main() -> int:
    """Check the bundle that the command line names, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("bundle", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--kept", metavar="FILE", help="signed heads that were kept elsewhere")
    given = parser.parse_args()
    try:
        faults, told = check(Bundle(given.bundle), given.kept)
    except (OSError, zipfile.BadZipFile) as fault:
        print(f"No bundle of evidence: {fault}", file=sys.stderr)
        return 2
    except Fault as fault:
        faults, told = [str(fault)], []
    except (KeyError, TypeError, ValueError, AttributeError):
        faults, told = ["A file was altered: it does not hold what it should."], []
    for words in faults or told:
        print(words[:1].upper() + words[1:])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
