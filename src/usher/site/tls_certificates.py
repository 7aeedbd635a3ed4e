"""A certificate authority of this machine's own, and certificates by it.

The authority is made once, since every phone has to be told to trust it. It may speak for this
machine's names and for no other, so that a stolen key opens no web site. The server's certificate
is made anew when the addresses change or its end comes near.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from usher.site.addresses import Reachable

AUTHORITY_LIFE = timedelta(days=3652)
# Apple's systems take no server certificate that lives longer than 397 days.
SERVER_LIFE = timedelta(days=397)
RENEWED_BEFORE_END = timedelta(days=30)
# A phone whose clock is behind must not think that the certificate is still to come.
CLOCKS_BEHIND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certified:
    """Where the certificates are; `renewed` when the server's was made just now."""

    authority: Path
    server: Path
    renewed: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class UnreadableAuthority(Exception):
    """The file that holds the authority is there and makes no sense."""


def certify(reachable: Reachable, *, folder: Path, at: datetime) -> Certified:
    """Return certificates for these names and addresses, made where need be.

    Raises UnreadableAuthority rather than replace an authority that phones may already trust.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _authority(folder, reachable, at=at)
    told = folder / "authority.crt"
    _keep(told, authority.certificate.public_bytes(Encoding.PEM), mode=0o644)
    server = folder / "server.pem"
    wanted = _names(reachable, authority.certificate)
    renewed = not _serves(_load(server), authority.certificate, wanted, at=at)
    if renewed:
        _keep(server, _pem(_server(authority, wanted, at=at)), mode=0o600)
    return Certified(authority=told, server=server, renewed=renewed)


def _authority(folder: Path, reachable: Reachable, *, at: datetime) -> _Pair:
    file = folder / "authority.pem"
    kept = _load(file)
    if kept is None and file.exists():
        raise UnreadableAuthority(file)
    if kept and at < kept.certificate.not_valid_after_utc - RENEWED_BEFORE_END:
        return kept
    made = _new_authority(reachable, at=at)
    _keep(file, _pem(made), mode=0o600)
    return made


def _new_authority(reachable: Reachable, *, at: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Usher on {reachable.names[-1]}, {at:%Y-%m-%d}")
    domains = dict.fromkeys((*reachable.names, "local"))
    builder = (
        _dated(name, key, at=at, life=AUTHORITY_LIFE)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            # Addresses stay free: they change with every network that this machine joins.
            x509.NameConstraints([x509.DNSName(domain) for domain in domains], None),
            critical=True,
        )
    )
    return _Pair(builder.sign(key, hashes.SHA256()), key)


def _server(authority: _Pair, wanted: x509.SubjectAlternativeName, *, at: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    builder = (
        _dated(_name("Usher"), key, at=at, life=SERVER_LIFE)
        .issuer_name(issuer.subject)
        .add_extension(wanted, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
    )
    return _Pair(builder.sign(authority.key, hashes.SHA256()), key)


def _dated(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, at: datetime, life: timedelta
) -> x509.CertificateBuilder:
    begin = at - CLOCKS_BEHIND
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    # A common name is at most 64 characters long.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Usher"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _names(reachable: Reachable, authority: x509.Certificate) -> x509.SubjectAlternativeName:
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    domains = tuple(domain.value for domain in constraints.permitted_subtrees or ())
    # A machine that was renamed keeps its authority, which may not speak for the new name alone.
    names = [name for name in reachable.names if _is_under(name, domains)]
    return x509.SubjectAlternativeName(
        [*map(x509.DNSName, names), *map(x509.IPAddress, reachable.addresses)]
    )


def _is_under(name: str, domains: tuple[str, ...]) -> bool:
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def _serves(
    server: _Pair | None,
    authority: x509.Certificate,
    wanted: x509.SubjectAlternativeName,
    *,
    at: datetime,
) -> bool:
    if server is None or at >= server.certificate.not_valid_after_utc - RENEWED_BEFORE_END:
        return False
    try:
        server.certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError):
        return False
    names = server.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return set(names.value) == set(wanted)


def _pem(pair: _Pair) -> bytes:
    # In one file, so that a key and a certificate of two different pairs never lie side by side.
    key = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + pair.certificate.public_bytes(Encoding.PEM)


def _load(file: Path) -> _Pair | None:
    try:
        content = file.read_bytes()
        key = load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except (FileNotFoundError, ValueError):
        return None
    return _Pair(certificate, key) if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _keep(file: Path, content: bytes, *, mode: int) -> None:
    if file.exists() and file.read_bytes() == content:
        return
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)
