"""A certificate as an Open Badge 3.0: a verifiable credential that wallets and verifiers read.

Signed by the event's key as `did:key`, with a Data Integrity proof of the suite eddsa-jcs-2022:
Ed25519 over JSON in the canonical form of RFC 8785. That form needs no dictionary from the
network, unlike eddsa-rdfc-2022.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from usher.badges.signatures import proves, sign
from usher.models import Certificate
from usher.queries.heads import canonical_json

CONTEXTS = (
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://w3id.org/security/data-integrity/v2",
)
SUITE = "eddsa-jcs-2022"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# That what follows is an Ed25519 public key, as multicodec says it.
_ED25519 = b"\xed\x01"


def open_badge(certificate: Certificate) -> dict[str, Any]:
    """Return the credential, signed. It holds no more of the person than the certificate does."""
    credential = _credential(certificate.facts, did_of(bytes(certificate.key.public)))
    return credential | {"proof": _proof(credential, certificate)}


def is_genuine(credential: Mapping[str, Any]) -> bool:
    """Tell whether the credential was signed by the key that its issuer is named by."""
    proof = dict(credential.get("proof", {}))
    document = {name: value for name, value in credential.items() if name != "proof"}
    value = str(proof.pop("proofValue", ""))
    method, public = str(proof.get("verificationMethod", "")), public_of(_issuer(credential))
    if public is None or method.partition("#")[0] != _issuer(credential):
        return False
    if (proof.get("cryptosuite"), value[:1]) != (SUITE, "z"):
        return False
    signature = from_base58(value[1:])
    return signature is not None and proves(public, signature, _hashed(document, proof))


def did_of(public: bytes) -> str:
    """Return the name of a key that says the key itself."""
    return "did:key:z" + to_base58(_ED25519 + public)


def public_of(did: str) -> bytes | None:
    """Return the Ed25519 key that a name says, None where it says none."""
    found = from_base58(did.removeprefix("did:key:z")) if did.startswith("did:key:z") else None
    is_ours = found is not None and found.startswith(_ED25519) and len(found) == 34
    return found[2:] if found is not None and is_ours else None


def to_base58(given: bytes) -> str:
    """Write bytes in the alphabet of Bitcoin."""
    number, written = int.from_bytes(given, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        written = _BASE58[rest] + written
    zeros = len(given) - len(given.lstrip(b"\x00"))
    return "1" * zeros + written


def from_base58(text: str) -> bytes | None:
    """Return the bytes that a text stands for, None where it stands for none."""
    if len(text) > 200 or any(letter not in _BASE58 for letter in text):
        return None
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _credential(facts: Mapping[str, Any], did: str) -> dict[str, Any]:
    worth = "; ".join(f"{one['amount']} {one['unit']} {one['type']}" for one in facts["credits"])
    event, sessions = facts["event"]["name"], facts["sessions"]
    narrative = f"Attended {len(sessions)} sessions of {event}: {worth}."
    return {
        "@context": list(CONTEXTS),
        "id": facts["verify_at"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did, "type": ["Profile"], "name": facts["organizer"]},
        "issuanceDate": _instant(facts["issued_at"]),
        "name": facts["title"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "name": facts["name"],
            "achievement": {
                "id": f"urn:usher:achievement:{facts['certificate']}",
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": f"{event}: {worth}",
                "description": narrative,
                "criteria": {"narrative": narrative},
            },
        },
    }


def _proof(credential: Mapping[str, Any], certificate: Certificate) -> dict[str, Any]:
    did = did_of(bytes(certificate.key.public))
    proof = {
        "@context": list(CONTEXTS),
        "type": "DataIntegrityProof",
        "created": _instant(certificate.facts["issued_at"]),
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "cryptosuite": SUITE,
        "proofPurpose": "assertionMethod",
    }
    signature = sign(bytes(certificate.key.private), _hashed(credential, proof))
    return proof | {"proofValue": "z" + to_base58(signature)}


def _hashed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    return sha256(canonical_json(proof)).digest() + sha256(canonical_json(document)).digest()


def _issuer(credential: Mapping[str, Any]) -> str:
    issuer = credential.get("issuer")
    return str(issuer.get("id", "")) if isinstance(issuer, Mapping) else str(issuer)


def _instant(written: str) -> str:
    moment = datetime.fromisoformat(written).astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
