"""`usher verify_certificate FILE`, as an outsider runs it."""

from base64 import b64encode
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from usher.actions.certificate_file import signature_of, written_file
from usher.badges.signatures import new_key_pair

PRIVATE, PUBLIC = new_key_pair(lambda count: b"k" * count)
FACTS = {
    "number": 17,
    "name": "Ada Lovelace",
    "event": {"name": "Garden Days"},
    "credits": [{"type": "CME", "unit": "credits", "amount": "1.5"}],
    "organizer": "Garden Society",
    "issued_at": "2026-02-01T09:00:00+01:00",
    "verify_at": "https://usher.example.org/certificates/code-1/",
}


def file_in(folder, facts: dict[str, Any] = FACTS, *, signed: dict[str, Any] = FACTS) -> str:
    """Write a certificate of these facts, with the signature of those."""
    made: Any = SimpleNamespace(
        facts=facts, signature=signature_of(signed, PRIVATE), key=SimpleNamespace(public=PUBLIC)
    )
    path = folder / "certificate.json"
    path.write_bytes(written_file(made))
    return str(path)


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("verify_certificate", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_genuine_certificate_is_proven_by_the_key_alone(tmp_path):
    said = run(file_in(tmp_path), "--key", b64encode(PUBLIC).decode())

    assert said == [
        "Genuine: certificate 17 of Garden Days.",
        "Name: Ada Lovelace",
        "Credit: 1.5 credits (CME)",
        "Issued: 2026-02-01T09:00:00+01:00 by Garden Society",
        "Whether it was superseded or withdrawn since:"
        " https://usher.example.org/certificates/code-1/",
    ]


def test_without_a_key_it_says_that_the_files_own_key_is_to_be_compared(tmp_path):
    assert run(file_in(tmp_path))[-1].startswith("The file's own key proves it. Compare the key")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (b64encode(b"o" * 32).decode(), "This certificate is not genuine"),
        ("!", "The key is not in base64."),
        ("AAAA", "The key is no Ed25519 public key: it has another length."),
    ],
)
def test_another_key_proves_nothing(tmp_path, key, words):
    with pytest.raises(CommandError, match=words):
        run(file_in(tmp_path), "--key", key)


def test_a_changed_certificate_is_not_genuine(tmp_path):
    changed = FACTS | {"credits": [{"type": "CME", "unit": "credits", "amount": "9"}]}

    with pytest.raises(CommandError, match="This certificate is not genuine"):
        run(file_in(tmp_path, changed))


def test_what_is_no_certificate_says_so(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ada")

    with pytest.raises(CommandError, match="it is neither a PDF nor JSON"):
        run(str(path))
    with pytest.raises(CommandError, match="can't be read"):
        run(str(tmp_path / "nothing.pdf"))
