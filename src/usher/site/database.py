"""How the database is opened."""

from typing import Any

import dj_database_url

# FULL, because a scan is answered only when it is on disk: with NORMAL a power cut loses commits
# that were already acknowledged.
SQLITE_PRAGMAS = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -64000;
"""

# A server that is gone without a word is given up after some seconds; the system would wait for
# a quarter of an hour. What the address says goes before.
POSTGRES_PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///PATH` or `postgres://…`.

    Raises ValueError where the address is of neither form.
    """
    settings: dict[str, Any] = dict(dj_database_url.parse(url))
    # Django answers each request in a thread of its own, so a connection that is kept would be
    # kept for nobody. The door's one thread keeps its own.
    settings["CONN_MAX_AGE"] = 0
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            # A transaction that reads and then writes can't wait its way out of a busy database
            # unless it says at its beginning that it will write.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
            "timeout": 30,
        }
        return settings
    if settings["ENGINE"] == "django.db.backends.postgresql":
        # The door's statements are kept prepared (`queries/sql.py`); Django's own never are.
        prepared = {"prepare_threshold": 2}
        settings["OPTIONS"] = POSTGRES_PATIENCE | settings.get("OPTIONS", {}) | prepared
        return settings
    raise ValueError("DATABASE_URL must be sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME.")
