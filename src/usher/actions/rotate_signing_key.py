"""Gives an event a new key to sign badges by."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.signing_keys import RandomBytes, check_may_sign, make_key
from usher.queries.access import Access
from usher.queries.signing import newest_key_of


def rotate_signing_key(
    access: Access, *, replacing: int, at: datetime, random_bytes: RandomBytes
) -> None:
    """Sign by a new key from now on; what the one of the number `replacing` signed stays genuine.

    Where that one is not the newest any more, somebody else was first and nothing is done.
    Raises Denied, or BadRequest where no number is left.
    """
    check_may_sign(access)
    with ledger.hold(access.event):
        newest = newest_key_of(access.event)
        if newest and newest.number == replacing:
            make_key(access.event, at=at, random_bytes=random_bytes)
