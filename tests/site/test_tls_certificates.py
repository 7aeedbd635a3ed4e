"""The certificates that `usher serve --lan` makes."""

import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from usher.site.addresses import Reachable, names_of
from usher.site.tls_certificates import Certified, UnreadableAuthority, certify

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
VENUE = ("192.168.7.20", "2001:db8::20", "127.0.0.1", "::1")


def machine(*addresses: str, hostname: str = "desk") -> Reachable:
    return Reachable(names=names_of(hostname), addresses=tuple(map(ip_address, addresses)))


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def accepted(certified: Certified, host: str, *, at: datetime = NOW) -> bool:
    """Tell whether a phone that trusts the authority takes the server for this host."""
    try:
        subject: x509.GeneralName = x509.IPAddress(ip_address(host))
    except ValueError:
        subject = x509.DNSName(host)
    store = Store([read(certified.authority)])
    verifier = PolicyBuilder().store(store).time(at).build_server_verifier(subject)
    try:
        verifier.verify(read(certified.server), [])
    except VerificationError:
        return False
    return True


@pytest.mark.parametrize("host", [*VENUE, "localhost", "desk", "desk.local"])
def test_phones_that_trust_the_authority_take_the_server_at_each_address(tmp_path, host):
    certified = certify(machine(*VENUE), folder=tmp_path, at=NOW)

    taken = accepted(certified, host)

    assert taken is True


def test_phones_take_the_server_at_no_other_address(tmp_path):
    certified = certify(machine(*VENUE), folder=tmp_path, at=NOW)

    taken = [accepted(certified, host) for host in ("192.168.7.21", "example.org")]

    assert taken == [False, False]


def test_a_stolen_authority_opens_no_web_site(tmp_path):
    certified = certify(machine(*VENUE), folder=tmp_path, at=NOW)
    forged = tmp_path / "forged.pem"

    forged.write_bytes(_signed_with(tmp_path / "authority.pem", name="bank.example"))

    assert accepted(Certified(certified.authority, forged, renewed=True), "bank.example") is False


def test_the_same_forgery_for_a_name_of_this_machine_shows_that_the_name_is_what_stops_it(tmp_path):
    certified = certify(machine(*VENUE), folder=tmp_path, at=NOW)
    forged = tmp_path / "forged.pem"

    forged.write_bytes(_signed_with(tmp_path / "authority.pem", name="desk.local"))

    assert accepted(Certified(certified.authority, forged, renewed=True), "desk.local") is True


def test_the_next_start_changes_nothing(tmp_path):
    certify(machine(*VENUE), folder=tmp_path, at=NOW)
    before = contents(tmp_path)

    again = certify(machine(*VENUE), folder=tmp_path, at=NOW + timedelta(days=300))

    assert again.renewed is False
    assert contents(tmp_path) == before


def test_another_network_renews_the_server_and_keeps_the_authority(tmp_path):
    first = certify(machine(*VENUE), folder=tmp_path, at=NOW)
    authority = first.authority.read_bytes()

    second = certify(machine("10.1.2.3"), folder=tmp_path, at=NOW)

    assert second.renewed is True
    assert second.authority.read_bytes() == authority
    assert [accepted(second, host) for host in ("10.1.2.3", "192.168.7.20")] == [True, False]


def test_a_machine_that_was_renamed_keeps_its_authority(tmp_path):
    authority = certify(machine(*VENUE), folder=tmp_path, at=NOW).authority.read_bytes()

    renamed = certify(machine(*VENUE, hostname="front"), folder=tmp_path, at=NOW)

    assert renamed.authority.read_bytes() == authority
    # Of the bare new name the authority may not speak, which it could not know of.
    hosts = ("192.168.7.20", "front.local", "front")
    assert [accepted(renamed, host) for host in hosts] == [True, True, False]


@pytest.mark.parametrize(("days", "renewed"), [(365, False), (367, True), (500, True)])
def test_the_server_is_renewed_thirty_days_before_its_end(tmp_path, days, renewed):
    certify(machine(*VENUE), folder=tmp_path, at=NOW)
    later = NOW + timedelta(days=days)

    certified = certify(machine(*VENUE), folder=tmp_path, at=later)

    assert certified.renewed is renewed
    assert accepted(certified, "192.168.7.20", at=later) is True


def test_the_server_lives_no_longer_than_apple_allows_and_begins_before_a_slow_clock(tmp_path):
    server = read(certify(machine(*VENUE), folder=tmp_path, at=NOW).server)

    assert server.not_valid_after_utc - server.not_valid_before_utc == timedelta(days=397)
    assert server.not_valid_before_utc == NOW - timedelta(days=1)


def test_an_authority_near_its_end_is_followed_by_a_new_one(tmp_path):
    old = certify(machine(*VENUE), folder=tmp_path, at=NOW).authority.read_bytes()
    later = NOW + timedelta(days=3640)

    certified = certify(machine(*VENUE), folder=tmp_path, at=later)

    assert (certified.authority.read_bytes() == old) is False
    assert accepted(certified, "192.168.7.20", at=later) is True


def test_only_this_user_may_read_the_keys(tmp_path):
    folder = tmp_path / "tls"

    certify(machine(*VENUE), folder=folder, at=NOW)

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (folder, *folder.iterdir())}
    assert modes == {
        "tls": 0o700,
        "authority.crt": 0o644,
        "authority.pem": 0o600,
        "server.pem": 0o600,
    }
    assert (folder / "authority.crt").read_bytes().count(b"PRIVATE KEY") == 0


def test_a_damaged_server_certificate_is_made_anew(tmp_path):
    certify(machine(*VENUE), folder=tmp_path, at=NOW).server.write_bytes(b"half a certif")

    certified = certify(machine(*VENUE), folder=tmp_path, at=NOW)

    assert certified.renewed is True
    assert accepted(certified, "192.168.7.20") is True


def test_a_damaged_authority_is_never_replaced_in_silence(tmp_path):
    certify(machine(*VENUE), folder=tmp_path, at=NOW)
    (tmp_path / "authority.pem").write_bytes(b"half an autho")

    with pytest.raises(UnreadableAuthority):
        certify(machine(*VENUE), folder=tmp_path, at=NOW)

    assert (tmp_path / "authority.pem").read_bytes() == b"half an autho"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def _signed_with(authority: Path, *, name: str) -> bytes:
    content = authority.read_bytes()
    issuer, key = x509.load_pem_x509_certificate(content), load_pem_private_key(content, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    own = ec.generate_private_key(ec.SECP256R1())
    signed = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(Encoding.PEM)
