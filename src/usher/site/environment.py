"""What the environment says: every setting of Usher, by name, with its default.

`docs/operating.md` describes each; a test holds the two together.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


def text(name: str, default: str = "") -> str:
    """Return the setting as text."""
    return os.environ.get(f"USHER_{name}", default).strip()


def switch(name: str, *, default: bool = False) -> bool:
    """Return the setting as yes or no; 1, true, yes and on mean yes."""
    return text(name, str(default)).lower() in TRUE_WORDS


def number(name: str, default: int) -> int:
    """Return the setting as a whole number.

    Raises ValueError, naming the setting, where it is none.
    """
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"USHER_{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str) -> list[str]:
    """Return the setting's comma-separated parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_folder() -> Path:
    """Return the folder of everything that Usher writes, made if need be, for this user alone."""
    folder = Path(text("DATA_DIR", "data")).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions: as given, or made once and kept in the data folder."""
    given = text("SECRET_KEY")
    if given:
        return given
    kept = folder / "secret_key"
    try:
        with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


def database_url(folder: Path) -> str:
    """Return where the data is kept: DATABASE_URL, or one SQLite file in the data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(folder / 'usher.sqlite3'))}"
