"""The text of a signed badge: what it stands for, in whatever case it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usher.rules.badge_code import RANDOM_BITS, new_code
from usher.rules.signed_badge import (
    Reading,
    Signature,
    SignedBadge,
    event_mark,
    from_base45,
    is_signed_form,
    parse,
    to_base45,
)

CODE = new_code(lambda bits: 1)
BADGE = SignedBadge(7, event_mark("usher event 3:1769850000"), CODE, bytes(range(64)))


@pytest.mark.parametrize(
    ("given", "written"),
    [(b"", ""), (b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")],
)
def test_base_45_is_that_of_its_standard(given, written):
    assert to_base45(given) == written
    assert from_base45(written) == given


@given(st.binary(max_size=99))
def test_any_bytes_come_back(given):
    assert from_base45(to_base45(given)) == given


@pytest.mark.parametrize("text", ["A", "GGW", "::", "abc", "A\u00c4", "BB8 "])
def test_what_base_45_writes_for_no_bytes_is_nothing(text):
    assert from_base45(text) is None


@given(
    key=st.integers(0, 255),
    event=st.binary(min_size=4, max_size=4),
    number=st.integers(0, 2**RANDOM_BITS - 1),
    signature=st.binary(min_size=64, max_size=64),
)
def test_every_badge_is_read_as_it_was_written(key, event, number, signature):
    badge = SignedBadge(key, event, new_code(lambda bits: number), signature)

    assert parse(str(badge)) == badge
    assert parse(f"  {str(badge).lower()}\r\n") == badge


def test_a_badge_has_122_characters_so_that_it_fits_a_qr_code_of_version_5():
    assert len(str(BADGE)) == 122


@pytest.mark.parametrize(
    "text", ["", "U1:", "U1:GGW", CODE, str(BADGE)[:-3], str(BADGE) + "000", "U2" + str(BADGE)[2:]]
)
def test_anything_else_is_no_signed_badge(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "says"), [("U1:X", True), (" u1:x", True), ("U1", False), (CODE, False), ("", False)]
)
def test_its_first_letters_say_that_a_badge_is_signed(text, says):
    assert is_signed_form(text) is says


def test_what_is_signed_is_all_but_the_signature():
    other = SignedBadge(BADGE.key, BADGE.event, BADGE.code, bytes(64))

    assert other.message == BADGE.message
    assert len({one.message for one in (BADGE, *changed())}) == 4


def changed() -> list[SignedBadge]:
    return [
        SignedBadge(8, BADGE.event, CODE),
        SignedBadge(7, event_mark("usher event 4:1769850000"), CODE),
        SignedBadge(7, BADGE.event, new_code(lambda bits: 2)),
    ]


def test_a_badge_is_genuine_until_its_key_was_revoked():
    reading = Reading(CODE, Signature.GENUINE, revoked_at=100)

    assert [reading.as_of(at) for at in (99, 100)] == [Signature.GENUINE, Signature.FORGED]
    assert Reading(CODE, Signature.GENUINE).as_of(100) is Signature.GENUINE
