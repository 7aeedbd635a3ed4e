"""One address has one role in an event (decision 32)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.makers import attendee_of, event_of, event_user_of
from usher.actions.addresses import claim, claim_many, in_the_other_role, release
from usher.actions.mistakes import Conflict
from usher.models import Address, Event

ATTENDEE, EVENT_USER = Address.Role.ATTENDEE, Address.Role.EVENT_USER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Nora@Example.ORG", "nora@example.org", id="case"),
        pytest.param("  nora@example.org\n", "nora@example.org", id="spaces around it"),
        pytest.param("nora@bücher.example", "nora@xn--bcher-kva.example", id="IDNA"),
        pytest.param("nora@BÜCHER.example", "nora@bücher.example", id="IDNA in capitals"),
        pytest.param("zoe\u0308@example.org", "zoë@example.org", id="NFC"),
    ],
)
def test_two_ways_to_write_an_address_are_one_address(one: str, other: str):
    event = event_of()

    first = claim(event, one, ATTENDEE)
    second = claim(event, other, ATTENDEE)

    assert first.pk == second.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a.b@example.org", "ab@example.org", id="dots"),
        pytest.param("a@example.org", "a+door@example.org", id="plus"),
        pytest.param("a@example.org", "a@mail.example.org", id="domain"),
        pytest.param("zoe@example.org", "zoë@example.org", id="accent"),
    ],
)
def test_addresses_that_differ_otherwise_may_have_different_roles(one: str, other: str):
    event = event_of()

    claim(event, one, ATTENDEE)
    claim(event, other, EVENT_USER)

    assert sorted(event.addresses.values_list("role", flat=True)) == [ATTENDEE, EVENT_USER]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (ATTENDEE, EVENT_USER, "nora@example.org is already an attendee's address"),
        (EVENT_USER, ATTENDEE, "nora@example.org is already an event user's address"),
    ],
)
def test_the_second_role_is_refused_and_told_to_use_a_second_address(
    first: Address.Role, second: Address.Role, words: str
):
    event = event_of()
    claim(event, "nora@example.org", first)

    with pytest.raises(Conflict) as refusal:
        claim_many(event, ["ada@example.org", "nora@example.org"], second)

    assert refusal.value.detail.startswith(words)
    assert refusal.value.detail.endswith("second address.")
    assert (refusal.value.field, refusal.value.index) == ("email", 1)


@pytest.mark.django_db
def test_a_refused_list_of_addresses_leaves_nothing_behind():
    event = event_of()
    claim(event, "nora@example.org", EVENT_USER)

    with pytest.raises(Conflict):
        claim_many(event, ["ada@example.org", "nora@example.org"], ATTENDEE)

    assert list(event.addresses.values_list("email", flat=True)) == ["nora@example.org"]


@pytest.mark.django_db
def test_another_event_gives_the_address_the_other_role():
    claim(event_of(), "nora@example.org", EVENT_USER)

    address = claim(event_of(), "nora@example.org", ATTENDEE)

    assert address.role == ATTENDEE


@pytest.mark.django_db
def test_attendees_without_an_address_have_no_rule():
    assert claim_many(event_of(), ["", "  "], ATTENDEE) == {}


@pytest.mark.django_db
def test_all_addresses_in_the_other_role_can_be_asked_for_at_once():
    event = event_of()
    claim(event, "nora@example.org", EVENT_USER)

    found = in_the_other_role(event, ["Ada@example.org", "NORA@example.org", ""], ATTENDEE)

    assert found == {"NORA@example.org"}


@pytest.mark.django_db
def test_five_hundred_addresses_take_as_many_queries_as_one():
    event = event_of()
    many = [f"a{number}@example.org" for number in range(500)]

    with CaptureQueriesContext(
        connection,
    ) as one_query:
        claim_many(event, ["one@example.org"], ATTENDEE)
    with CaptureQueriesContext(connection) as many_queries:
        rows = claim_many(event, many, ATTENDEE)

    assert len(rows) == 500
    assert len(many_queries) == len(one_query)


@pytest.mark.django_db
def test_an_address_is_given_back_only_when_nobody_has_it():
    event = event_of()
    attendee = attendee_of(event, email="ada@example.org")
    event_user = event_user_of(event)
    unused = claim(event, "gone@example.org", EVENT_USER)

    for address in (attendee.address, event_user.address, unused):
        assert address is not None
        release(address)

    left = set(event.addresses.values_list("email", flat=True))
    assert left == {"ada@example.org", event_user.address.email}


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_one_address_for_two_roles_at_once_never_both_succeed():
    event = event_of()
    addresses = [f"racer{number}@example.org" for number in range(12)]

    answers = [_race(event, email) for email in addresses]

    assert [sorted(answer) for answer in answers] == [["claimed", "refused"]] * len(addresses)
    assert event.addresses.count() == len(addresses)


def _race(event: Event, email: str) -> list[str]:
    together = Barrier(2)

    def run(role: Address.Role) -> str:
        together.wait()
        try:
            claim(event, email, role)
        except Conflict:
            return "refused"
        else:
            return "claimed"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (ATTENDEE, EVENT_USER)))
