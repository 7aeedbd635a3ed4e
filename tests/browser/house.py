"""The server that the browser tests look at, and what its database says."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.site.serving import environment

ROOT = Path(__file__).resolve().parents[2]
SEED_SECONDS_MAX = 60

_ENTRIES = """
SELECT entry.seq, entry.outcome, entry.direction, account.email AS scanned_by, entry.note,
       entry.overrode, entry.reasons, attendee.name AS attendee, session.code AS session
  FROM usher_entry entry
  JOIN usher_event event ON event.id = entry.event_id
  JOIN usher_session session ON session.id = entry.session_id
  JOIN usher_account account ON account.id = entry.scanned_by_id
  LEFT JOIN usher_attendee attendee ON attendee.id = entry.attendee_id
 WHERE event.slug = ? AND session.code = ?
 ORDER BY entry.seq
"""

_ATTESTATIONS = """
SELECT entry.kind, entry.said
  FROM usher_entry entry
  JOIN usher_event event ON event.id = entry.event_id
  JOIN usher_session session ON session.id = entry.session_id
 WHERE event.slug = ? AND session.code = ? AND entry.attendee_id IS NULL
       AND entry.kind IN ('attestation', 'void')
 ORDER BY entry.seq
"""


@dataclass(frozen=True, slots=True)
class Conference:
    """An event that is on now: see tests/browser/seed.py for who and what is in it."""

    folder: Path
    slug: str
    name: str
    password: str
    unknown_code: str
    emails: dict[str, str]
    cookies: dict[str, str]
    badges: dict[str, str]

    @property
    def api(self) -> str:
        """Where its API is."""
        return f"/api/v1/events/{self.slug}"

    def attestations(self, session: str) -> list[dict[str, Any]]:
        """Read what was said of how a session went, and what was taken back."""
        with closing(sqlite3.connect(self.folder / "usher.sqlite3")) as database:
            found = database.execute(_ATTESTATIONS, (self.slug, session)).fetchall()
        return [{"kind": kind, "said": json.loads(said or "null")} for kind, said in found]

    def entries(self, session: str) -> list[dict[str, Any]]:
        """Read a session's lines of the ledger out of the database itself, the oldest first."""
        with closing(sqlite3.connect(self.folder / "usher.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            found = database.execute(_ENTRIES, (self.slug, session)).fetchall()
        return [
            dict(row)
            | {
                "overrode": json.loads(row["overrode"]),
                "reasons": [reason["code"] for reason in json.loads(row["reasons"])],
            }
            for row in found
        ]


def conference_of(folder: Path, slug: str, *, crowd: int = 0) -> Conference:
    """Make an event on the server of this data folder; `crowd` more people come to it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.seed", slug, str(crowd)],
        env=environment(folder) | {"DJANGO_SETTINGS_MODULE": "usher.site.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=SEED_SECONDS_MAX,
    )
    return Conference(folder, **json.loads(done.stdout))
