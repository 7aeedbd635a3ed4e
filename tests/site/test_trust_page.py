"""The page that tells how to trust this server."""

import re
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from usher.console.trust.lan import Lan
from usher.site.addresses import Reachable
from usher.site.tls_certificates import certify


@pytest.fixture
def lan(settings, tmp_path) -> Lan:
    """A server on the local network."""
    machine = Reachable(names=("localhost",), addresses=(ip_address("192.168.7.20"),))
    certified = certify(machine, folder=tmp_path, at=datetime(2026, 1, 31, tzinfo=UTC))
    told = Lan(url="https://192.168.7.20:8443", authority=certified.authority)
    settings.USHER_LAN = told
    return told


def test_anybody_reads_how_to_trust_the_server_and_which_fingerprint_to_expect(lan, client):
    page = client.get("/trust/").content.decode()

    authority = x509.load_pem_x509_certificate(lan.authority.read_bytes())
    expected = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    assert re.findall('<code id="fingerprint">([^/]+)</code>', page.replace("<wbr>", "")) == [
        expected
    ]
    assert re.findall("<summary>([^<]+)</summary>", page) == [
        "Android",
        "iPhone and iPad",
        "Mac",
        "Windows",
        "Linux, and Firefox everywhere",
    ]
    assert re.findall('alt="QR code of ([^"]+)"', page) == ["https://192.168.7.20:8443/trust/"]


def test_the_page_links_to_the_authority_as_phones_take_it_and_without_its_key(lan, client):
    page = client.get("/trust/").content.decode()
    (address,) = re.findall('class="button main" href="([^"]+)"', page)

    answer = client.get(address)

    assert address == "/trust/usher-authority.crt"
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert answer.content == lan.authority.read_bytes()
    assert answer.content.count(b"PRIVATE KEY") == 0


def test_a_server_without_an_authority_says_so_and_hands_out_none(settings, client):
    settings.USHER_LAN = None

    page, authority = client.get("/trust/"), client.get("/trust/usher-authority.crt")

    assert page.content.decode().count("There is nothing to trust here") == 1
    assert page.content.decode().count("usher-authority.crt") == 0
    assert (page.status_code, authority.status_code) == (200, 404)
