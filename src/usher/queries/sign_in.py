"""Who is signed in, for many requests at once and without Django's request.

The same rules as Django's own: a session of the database that hasn't ended, of an active
account, made before its password was changed last; or a bearer token that wasn't revoked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.utils.crypto import constant_time_compare

from usher.models import Account, Token
from usher.queries.tokens import token_digest


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request shows to say who sends it: the key of a sign-in, or a bearer token."""

    session_key: str = ""
    token: str = ""


def accounts_of(credentials: Collection[Credential], *, at: datetime) -> dict[Credential, Account]:
    """Return the accounts that these credentials prove now, in a constant number of queries."""
    by_token = _by_token({one.token for one in credentials if one.token})
    by_session = _by_session({one.session_key for one in credentials if one.session_key}, at)
    proved = {
        one: by_token.get(one.token) if one.token else by_session.get(one.session_key)
        for one in credentials
    }
    return {one: account for one, account in proved.items() if account}


def _by_token(tokens: Iterable[str]) -> dict[str, Account]:
    digests = {token_digest(token): token for token in tokens}
    if not digests:
        return {}
    found = Token.objects.filter(
        digest__in=digests, revoked_at=None, account__is_active=True
    ).select_related("account")
    return {digests[one.digest]: one.account for one in found}


def _by_session(keys: Collection[str], at: datetime) -> dict[str, Account]:
    if not keys:
        return {}
    found = SignIn.objects.filter(session_key__in=keys, expire_date__gt=at)
    kept = {one.session_key: _decoded(one.session_data) for one in found}
    wanted = {said[SESSION_KEY] for said in kept.values() if SESSION_KEY in said}
    accounts = {str(one.pk): one for one in Account.objects.filter(pk__in=wanted, is_active=True)}
    signed_in = {}
    for key, said in kept.items():
        account = accounts.get(said.get(SESSION_KEY, ""))
        if account and _made_with_this_password(account, said):
            signed_in[key] = account
    return signed_in


def _made_with_this_password(account: Account, said: dict[str, Any]) -> bool:
    return constant_time_compare(said.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())


# The stored text says all there is to know, so its decoded form can't grow old.
@lru_cache(maxsize=4096)
def _decoded(stored: str) -> dict[str, Any]:
    said: dict[str, Any] = SessionStore().decode(stored)
    return said
