"""Small makers of what is said of how a session went."""

from datetime import timedelta
from itertools import count
from typing import Any

from tests.makers import key_of
from usher.actions.attest import Attestation, attest
from usher.models import Account, Session
from usher.queries.access import access_to
from usher.queries.chain import Line
from usher.queries.sql import microseconds
from usher.rules.session_times import What

_keys = count(50_000)


def said(
    session: Session,
    what: What,
    minutes: float = 0,
    *,
    by: Account | None = None,
    key: str = "",
    arrives: float | None = None,
    **fields: Any,
) -> Line:
    """Say it so many minutes after the planned start; it arrives at once unless told otherwise."""
    access = access_to(session.event.slug, by or session.event.owner)
    assert access is not None
    if what is What.ATTESTED:
        fields = {"name": "Nadia Haddad", "words": "It went as recorded."} | fields
    at = session.starts_at + timedelta(minutes=minutes)
    received = session.starts_at + timedelta(minutes=minutes if arrives is None else arrives)
    return attest(
        access,
        Attestation(session, what, microseconds(at), **fields),
        key=key or key_of(next(_keys)),
        received_at=microseconds(received),
    )


def went(session: Session, begin: float, end: float, *breaks: tuple[float, float]) -> None:
    """Say when the session began, paused and ended, in minutes after the planned start."""
    said(session, What.STARTED, begin)
    for one, other in breaks:
        said(session, What.BREAK_BEGAN, one)
        said(session, What.BREAK_ENDED, other)
    said(session, What.ENDED, end)
