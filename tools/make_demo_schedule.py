"""Make the demo's programme of FOSDEM 2026's.

python tools/make_demo_schedule.py SCHEDULE.XML

Only titles, tracks, rooms and times are taken; no speakers, no abstracts. What may be done with
the result stands in src/usher/demo_data/ATTRIBUTION.md.
"""

import csv
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from usher.readers import read_sessions

RESULT = Path(__file__).resolve().parent.parent / "src/usher/demo_data/fosdem-2026.csv"
ZONE = ZoneInfo("Europe/Brussels")


def main() -> None:
    """Write the programme."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    sessions = read_sessions(source.read_bytes(), name=source.name, zone=ZONE)
    sessions.sort(key=lambda session: (session.starts_at, session.room, session.code))
    with RESULT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["code", "title", "track", "room", "start", "end"])
        for session in sessions:
            times = (
                moment.astimezone(ZONE).isoformat(timespec="minutes")
                for moment in (session.starts_at, session.ends_at)
            )
            rows.writerow([session.code, session.title, session.track, session.room, *times])
    sys.stdout.write(f"{RESULT.name}: {len(sessions)} sessions\n")


if __name__ == "__main__":
    main()
