"""When two e-mail addresses are the same (decision 32)."""

import unicodedata

# No domain name is longer, and the codec takes seconds over one of a million characters.
_DOMAIN_LENGTH_MAX = 253


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
    if len(domain) > _DOMAIN_LENGTH_MAX:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
