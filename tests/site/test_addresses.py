"""Under what this machine can be reached."""

import socket
from ipaddress import ip_address

import pytest

from usher.site.addresses import Reachable, names_of, reachable


@pytest.mark.parametrize(
    ("hostname", "names"),
    [
        ("Desk", ("localhost", "desk", "desk.local")),
        ("Anna-MacBook.local", ("localhost", "anna-macbook.local")),
        ("desk.venue.example", ("localhost", "desk.venue.example", "desk.local")),
        ("localhost", ("localhost", "localhost.local")),
        ("büro pc", ("localhost",)),
    ],
)
def test_a_machine_has_its_name_and_its_name_in_the_local_network(hostname, names):
    assert names_of(hostname) == names


def test_phones_are_told_the_short_addresses_of_the_network_and_not_the_machines_own():
    addresses = ("192.168.7.20", "10.0.0.2", "2001:db8::20", "127.0.0.1", "::1")

    machine = Reachable(names=("localhost",), addresses=tuple(map(ip_address, addresses)))

    assert machine.for_phones == ["192.168.7.20", "10.0.0.2"]


def test_a_network_of_the_new_kind_alone_is_told_in_brackets():
    machine = Reachable(names=(), addresses=(ip_address("2001:db8::20"), ip_address("::1")))

    assert machine.for_phones == ["[2001:db8::20]"]


def test_a_machine_without_a_network_is_reached_by_itself():
    machine = Reachable(names=(), addresses=(ip_address("127.0.0.1"), ip_address("::1")))

    assert machine.for_phones == ["localhost"]


def test_every_address_found_is_one_of_this_machine():
    addresses = reachable().addresses

    for address in addresses:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        with socket.socket(family, socket.SOCK_DGRAM) as own:
            # Only an address of this machine can be bound.
            own.bind((str(address), 0))
    assert {ip_address("127.0.0.1")} - set(addresses) == set()
