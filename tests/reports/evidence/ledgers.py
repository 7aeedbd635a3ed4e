"""Ledgers and bundles made by hand, without a database: what the verifier has to see through."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
EVENT = 7
# So many entries arrive on a day.
A_DAY = 5


def canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def chained(texts: Sequence[Any]) -> list[bytes]:
    """Return the lines of a ledger whose chain is right, whatever the entries say."""
    digest, lines = "", []
    for text in map(canonical, texts):
        digest = sha256(digest.encode() + text).hexdigest()
        lines.append(line_of(digest, text))
    return lines


def line_of(digest: str, text: bytes) -> bytes:
    return b'{"digest":"%s","line":%s}\n' % (digest.encode(), text)


def entries(count: int) -> list[Any]:
    """Return what so many entries say."""
    return [
        [EVENT, seq, "scan", f"key-{seq}", 3, seq % 4, {"note": "dé]},jà"}, None, True]
        for seq in range(1, count + 1)
    ]


def digest_in(line: bytes) -> str:
    return str(json.loads(line)["digest"])


def signed(statement: dict[str, Any], key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    said = statement | {"event": EVENT, "key": 1}
    public = key.public_key().public_bytes_raw().hex()
    return {"public": public, "signature": key.sign(canonical(said)).hex(), "statement": said}


def heads_of(lines: Sequence[bytes], key: Ed25519PrivateKey = KEY) -> list[dict[str, Any]]:
    """Return the signed head of each day that is over."""
    ends = range(A_DAY, len(lines), A_DAY)
    return [
        signed(
            {"day": f"2026-02-{day:02}", "seq": end, "digest": digest_in(lines[end - 1])},
            key,
        )
        for day, end in enumerate(ends, 1)
    ]


def write_bundle(folder: Path, lines: Sequence[bytes], key: Ed25519PrivateKey = KEY) -> Path:
    """Write a bundle that is right, as far as these lines are."""
    folder.mkdir(exist_ok=True)
    public = key.public_key().public_bytes_raw().hex()
    files = {
        "ledger.jsonl": b"".join(lines),
        "heads.jsonl": b"".join(canonical(head) + b"\n" for head in heads_of(lines, key)),
        "keys.json": canonical([{"number": 1, "public": public, "revoked_at": None}]) + b"\n",
        "people.jsonl": b'{"attendee":1,"name":"Ada"}\n',
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = {
        "name": "Garden Days",
        "made_at": "2026-03-01T00:00:00Z",
        "seq": len(lines),
        "digest": digest_in(lines[-1]) if lines else "",
        "files": {name: sha256(content).hexdigest() for name, content in files.items()},
    }
    (folder / "manifest.json").write_bytes(canonical(signed(manifest, key)) + b"\n")
    return folder
