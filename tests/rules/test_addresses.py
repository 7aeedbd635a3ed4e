"""When two e-mail addresses are one (decision 32)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usher.rules.addresses import same_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@example.org", "ANA@Example.ORG"),
        ("ana@example.org", "  ana@example.org\t"),
        ("josé@example.org", "jose\u0301@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana@MÜNCHEN.example", "ana@XN--MNCHEN-3YA.example"),
        ("ana@mu\u0308nchen.example", "ana@münchen.example"),
        ("ana@例え.example", "ana@xn--r8jz45g.example"),
        ("ana@例え。example", "ana@xn--r8jz45g.example"),
    ],
)
def test_two_ways_to_write_one_address(one, other):
    assert same_form(one) == same_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.b@example.org", "ab@example.org"),
        ("a+door@example.org", "a@example.org"),
        ("a+door@example.org", "a+desk@example.org"),
        ("a@example.org", "a@example.com"),
        ("a@example.org", "a@mail.example.org"),
        ("josé@example.org", "jose@example.org"),
        ("a@münchen.example", "a@munchen.example"),
    ],
)
def test_dots_tags_accents_and_domains_make_another_address(one, other):
    assert same_form(one) != same_form(other)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("", ""),
        ("Nobody", "nobody"),
        ("Ana@", "ana@"),
        ("@Example.org", "@example.org"),
        ('"a@b"@Example.org', '"a@b"@example.org'),
        ("ana@example..org", "ana@example..org"),
        ("ana@ü..Org", "ana@ü..org"),
        (f"ana@{'X' * 64}.ü", f"ana@{'x' * 64}.ü"),
        ("ana@xn--ü.org", "ana@xn--ü.org"),
    ],
)
def test_what_is_no_address_is_compared_as_it_is_written(address, form):
    assert same_form(address) == form


def test_a_sharp_s_in_a_domain_is_two_plain_ones():
    assert same_form("ana@straße.example") == "ana@strasse.example"


def test_a_domain_longer_than_any_is_left_alone():
    long = ".".join(["ü"] * 127)
    too_long = f"{long}ü"

    assert same_form(f"ana@{long}") == "ana@" + ".".join(["xn--tda"] * 127)
    assert same_form(f"ana@{too_long}") == f"ana@{too_long}"


@given(st.text() | st.builds("{}@{}.{}".format, st.text(), st.text(), st.text()))
def test_the_form_of_a_form_is_the_form_whatever_was_typed(text):
    form = same_form(text)

    assert same_form(form) == form
