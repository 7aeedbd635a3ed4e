"""How many were in a session at one moment, as far as the record knows by now."""

import json

from usher.models import Session
from usher.queries.sql import rows


def counted_inside(session: Session, *, at: int) -> tuple[int, int]:
    """Return how many were inside at that moment, and how many had ever been let in by then.

    Where nobody is scanned out, all who were let in are taken to be inside (decision 8).
    """
    inside = attended = 0
    query = "SELECT stays FROM usher_presence WHERE session_id = %s"
    for (stays,) in rows(query, [session.pk]):
        begun = [stay for stay in json.loads(stays) if stay[0] <= at]
        attended += bool(begun)
        inside += bool(begun) and (begun[-1][1] is None or begun[-1][1] > at)
    return (inside if session.tracks_out else attended), attended
