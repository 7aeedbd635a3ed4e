"""Who is signed in, for many requests at once and without Django's request.

The same rules as Django's own: a session of the database that hasn't ended, of an active
account, made before its password was changed last; or a bearer token that wasn't revoked.

Plain SQL, because the door asks with each batch and keeps nothing: what was taken away a moment
ago is gone. Django's query sets took several times as long.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import constant_time_compare

from usher.models import Account
from usher.queries.sql import among, rows, stored_moment
from usher.queries.tokens import token_digest


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request shows to say who sends it: the key of a sign-in, or a bearer token."""

    session_key: str = ""
    token: str = ""


def signed_in(credentials: Collection[Credential], *, at: int) -> dict[Credential, int]:
    """Return the ids of the accounts that these credentials prove at this instant.

    In a constant number of queries.
    """
    by_token = _by_token({one.token for one in credentials if one.token})
    by_session = _by_session({one.session_key for one in credentials if one.session_key}, at)
    proved = {
        one: by_token.get(one.token) if one.token else by_session.get(one.session_key)
        for one in credentials
    }
    return {one: account for one, account in proved.items() if account is not None}


def account_of(credential: Credential, *, at: int) -> Account | None:
    """Return the account that the credential proves at this instant."""
    proved = signed_in([credential], at=at).get(credential)
    return None if proved is None else Account.objects.filter(pk=proved).first()


def _by_token(tokens: Iterable[str]) -> dict[str, int]:
    digests = {token_digest(token): token for token in tokens}
    if not digests:
        return {}
    condition, parameter = among(digests)
    found = rows(
        f"""
        SELECT token.digest, account.id
          FROM usher_token token JOIN usher_account account ON account.id = token.account_id
         WHERE token.digest {condition} AND token.revoked_at IS NULL AND account.is_active
        """,
        [parameter],
    )
    return {digests[digest]: account for digest, account in found}


def _by_session(keys: Collection[str], at: int) -> dict[str, int]:
    if not keys:
        return {}
    condition, parameter = among(keys)
    found = rows(
        f"""
        SELECT session_key, session_data FROM django_session
         WHERE session_key {condition} AND expire_date > %s
        """,
        [parameter, stored_moment(at)],
    )
    made = {key: _decoded(stored) for key, stored in found}
    hashes = _password_hashes({account for account, _ in made.values()})
    return {
        key: account
        for key, (account, made_with) in made.items()
        if account in hashes and constant_time_compare(made_with, hashes[account])
    }


def _password_hashes(accounts: Collection[int]) -> dict[int, str]:
    """Return what a sign-in to each of the active accounts holds of its password."""
    condition, parameter = among(accounts)
    found = rows(
        f"SELECT id, password FROM usher_account WHERE id {condition} AND is_active", [parameter]
    )
    return {account: _session_hash(password) for account, password in found}


# Both are made of what is stored and nothing else, so what is kept of them can't grow old.
@lru_cache(maxsize=4096)
def _session_hash(password: str) -> str:
    return Account(password=password).get_session_auth_hash()


@lru_cache(maxsize=4096)
def _decoded(stored: str) -> tuple[int, str]:
    """Return whose sign-in this is, and what it holds of their password then."""
    said: dict[str, Any] = SessionStore().decode(stored)
    return int(said.get(SESSION_KEY, 0)), said.get(HASH_SESSION_KEY, "")
