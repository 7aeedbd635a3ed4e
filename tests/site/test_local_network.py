"""Serving phones while this machine moves from one network to another."""

import asyncio
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest

from usher.site.addresses import Reachable
from usher.site.local_network import LocalNetwork, listen_everywhere, new_tls


def machine_at(address: str) -> Reachable:
    return Reachable(names=("localhost", "desk"), addresses=(ip_address(address),))


class Moving:
    """A machine that moves to another network."""

    def __init__(self, folder: Path) -> None:
        self.at = machine_at("192.168.7.20")
        tls = new_tls()
        self.network = LocalNetwork(
            listen_everywhere(0, tls), tls, folder=folder, look=lambda: self.at
        )
        self.tls = tls

    async def is_trusted_at(self, address: str) -> bool:
        """Tell whether a phone that trusts the authority is content with this address."""
        phone = ssl.create_default_context(cafile=self.network.lan.authority)
        server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=self.tls)
        async with server:
            port = server.sockets[0].getsockname()[1]
            try:
                _, writer = await asyncio.open_connection(
                    "127.0.0.1", port, ssl=phone, server_hostname=address
                )
            except ssl.SSLCertVerificationError:
                return False
            writer.close()
            return True


@pytest.fixture
def moving(settings, tmp_path):
    settings.ALLOWED_HOSTS = ["usher.example"]
    machine = Moving(tmp_path)
    yield machine
    for listener in machine.network.listeners:
        listener.socket.close()


def test_a_running_server_is_trusted_at_its_new_address_and_no_more_at_the_old(moving):
    before = asyncio.run(moving.is_trusted_at("192.168.7.20"))
    moving.at = machine_at("10.1.2.3")

    moving.network.follow()

    assert before is True
    assert asyncio.run(moving.is_trusted_at("10.1.2.3")) is True
    assert asyncio.run(moving.is_trusted_at("192.168.7.20")) is False


def test_a_running_server_answers_under_its_new_address_and_the_names_it_was_given(
    moving, settings
):
    moving.at = machine_at("10.1.2.3")

    moving.network.follow()

    assert settings.ALLOWED_HOSTS == ["usher.example", "localhost", "desk", "10.1.2.3"]
    assert settings.USHER_LAN.url == f"https://10.1.2.3:{moving.network.listeners[0].port}"


def test_a_certificate_that_cannot_be_written_does_not_end_the_scanning(moving, tmp_path):
    (tmp_path / "authority.pem").write_bytes(b"half an autho")
    moving.at = machine_at("10.1.2.3")

    asyncio.run(moving.network.follow_if_possible())

    assert asyncio.run(moving.is_trusted_at("192.168.7.20")) is True
