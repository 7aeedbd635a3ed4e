"""When two e-mail addresses are the same (decision 32)."""

import unicodedata


def same_form(address: str) -> str:
    """Return the form in which addresses are compared: trimmed, NFC, lower case.

    Dots and plus tags are kept: `a.b@…`, `ab@…` and `ab+door@…` are three addresses. The domain
    is put into its ASCII form where it has one.
    """
    folded = unicodedata.normalize("NFC", address.strip()).lower()
    local, at, domain = folded.rpartition("@")
    if not at:
        return folded
    return f"{local}@{_ascii(domain)}"


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
