"""What a badge's signature proves, by the examples that phones are held to as well."""

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest

from usher.badges.signatures import KEY_BYTES, PublicKey, Signer, new_key_pair, read
from usher.rules.badge_code import new_code
from usher.rules.signed_badge import (
    PREFIX,
    Reading,
    Signature,
    event_mark,
    from_base45,
    is_signed_form,
    to_base45,
)

CONTRACT = Path(__file__).resolve().parents[2] / "contract" / "badges.json"
CODE = new_code(lambda bits: 12345)
EVENT = event_mark("usher event 3:1769850000")
PRIVATE, PUBLIC = new_key_pair(lambda count: bytes(range(count)))
KEY = PublicKey(1, PUBLIC)
TEXT = Signer(1, EVENT, PRIVATE).text_of(CODE)


def contract() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("case", contract()["cases"], ids=lambda case: case["name"])
def test_a_text_says_what_the_contract_says(case):
    known = contract()
    keys = [
        PublicKey(key["id"], urlsafe_b64decode(key["public"] + "="), key["revoked_at"])
        for key in known["keys"]
    ]

    text = case["text"]
    said = (
        read(text, event=bytes.fromhex(known["event"]), keys=keys)
        if is_signed_form(text)
        else Reading(text, Signature.NONE)
    )

    # So much later that what is revoked is revoked.
    assert (said.code, str(said.as_of(10**18))) == (case["code"], case["signature"])


def test_no_bit_of_a_signed_badge_can_be_changed():
    whole = from_base45(TEXT.removeprefix(PREFIX))
    assert whole is not None
    said = set()
    for bit in range(8 * len(whole)):
        other = bytearray(whole)
        other[bit // 8] ^= 1 << bit % 8
        said.add((read(PREFIX + to_base45(bytes(other)), event=EVENT, keys=[KEY])).signature)

    assert said == {Signature.FORGED, Signature.OTHER_EVENT}


def test_what_is_not_proven_names_nobody():
    forged = read(TEXT, event=EVENT, keys=[PublicKey(1, PUBLIC[::-1])])

    assert forged == Reading(TEXT, Signature.FORGED)


def test_a_key_that_nobody_made_proves_nothing():
    assert read(TEXT, event=EVENT, keys=[]).signature is Signature.FORGED
    assert read(TEXT, event=EVENT, keys=[PublicKey(2, PUBLIC)]).signature is Signature.FORGED


def test_where_nothing_was_ever_signed_a_foreign_code_may_begin_as_it_likes():
    assert read("U1:ROOM-7", event=EVENT, keys=[]) == Reading("U1:ROOM-7", Signature.NONE)


def test_another_system_s_code_is_never_signed():
    assert Signer(1, EVENT, PRIVATE).text_of("CONF-2026-000123") == "CONF-2026-000123"


def test_a_key_is_made_of_chance_alone():
    asked: list[int] = []

    def chance(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    new_key_pair(chance)

    assert asked == [KEY_BYTES]
