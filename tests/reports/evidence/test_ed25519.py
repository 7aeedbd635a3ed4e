"""The verifier's own Ed25519 says what RFC 8032 and a well-kept library say."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from usher.badges.signatures import proves
from usher.reports.evidence.verify import ORDER, P, is_signed

# RFC 8032, section 7.1, tests 1, 2, 3 and SHA(abc): secret key, message, signature.
VECTORS = {
    "1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
        "1cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
        "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "3": (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760"
        "984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "SHA(abc)": (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23"
        "a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c6"
        "6431e0303dca179c138ac17ad9bef1177331a704",
    ),
}


# Slow on purpose: it is written to be read.
few = settings(max_examples=25)


def public_of(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


@pytest.mark.parametrize("vector", VECTORS)
def test_it_says_what_the_vectors_of_rfc_8032_say(vector):
    secret, message, signature = map(bytes.fromhex, VECTORS[vector])

    public = public_of(secret)

    assert is_signed(public, signature, message)
    assert not is_signed(public, signature, message + b"x")


@few
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_the_library_signs_it_takes(secret, message):
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(message)

    assert is_signed(public_of(secret), signature, message)


@few
@given(
    secret=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=50),
    at=st.integers(0, 95),
    bit=st.integers(0, 7),
)
def test_what_is_changed_by_one_bit_is_taken_by_neither(secret, message, at, bit):
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(message)
    whole = bytearray(public_of(secret) + signature)
    whole[at] ^= 1 << bit
    public, changed = bytes(whole[:32]), bytes(whole[32:])

    assert is_signed(public, changed, message) is proves(public, changed, message) is False


@few
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_of_any_bytes_it_says_what_the_library_says(public, signature):
    assert is_signed(public, signature, b"") is proves(public, signature, b"")


def test_a_signature_whose_number_is_too_great_is_none():
    secret, message, signature = map(bytes.fromhex, VECTORS["2"])
    greater = int.from_bytes(signature[32:], "little") + ORDER
    malleable = signature[:32] + greater.to_bytes(32, "little")

    assert not is_signed(public_of(secret), malleable, message)
    assert not proves(public_of(secret), malleable, message)


def test_what_has_another_length_or_is_no_point_is_none():
    secret, message, signature = map(bytes.fromhex, VECTORS["2"])
    no_point = (P - 1 + 2).to_bytes(32, "little")

    assert not is_signed(public_of(secret)[:31], signature, message)
    assert not is_signed(public_of(secret), signature + b"0", message)
    assert not is_signed(no_point, signature, message)
