"""Gives a program a way to sign in as an account."""

from usher.models import Account, Token
from usher.queries.tokens import token_digest


def create_token(account: Account, token: str, *, label: str = "") -> Token:
    """Let whoever shows this token act as the account. Only the token's digest is kept."""
    return Token.objects.create(account=account, digest=token_digest(token), label=label)
