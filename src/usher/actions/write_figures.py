"""Write by how much the figures of reports change: a row a minute, or an account, of a session."""

from collections import Counter, defaultdict

from usher.models import Event
from usher.queries.figures import FLOW, SCANNED, Figures, Key
from usher.queries.sql import run_each


def write_figures(event: Event, figures: Figures) -> None:
    """Add the figures to those that are stored. Whoever writes holds the event's ledger."""
    _write(event, figures.flow, "usher_flow", "minute", FLOW)
    _write(event, figures.scanned, "usher_scanned", "account_id", SCANNED)


def _write(
    event: Event, figures: Counter[Key], table: str, key: str, columns: tuple[str, ...]
) -> None:
    changed: defaultdict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for (session, at, name), count in figures.items():
        if count:
            changed[session, at][name] = count
    # Quoted: LEFT and OPEN are words of SQL.
    quoted = [f'"{name}"' for name in columns]
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in quoted)
    run_each(
        f"""
        INSERT INTO {table} (event_id, session_id, {key}, {", ".join(quoted)})
        VALUES ({", ".join(["%s"] * (3 + len(columns)))})
        ON CONFLICT (event_id, session_id, {key}) DO UPDATE SET {sums}
        """,
        [
            (event.pk, *place, *(counts.get(name, 0) for name in columns))
            for place, counts in sorted(changed.items())
        ],
    )
