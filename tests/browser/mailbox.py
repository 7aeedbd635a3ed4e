"""The e-mails that a server without SMTP keeps as files."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

# Ends each message; a file may hold several.
_END = re.compile(rb"^-{79}$", re.MULTILINE)
_CODE = re.compile(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


def all_messages(folder: Path) -> list[EmailMessage]:
    """Return all e-mails, the oldest first."""
    files = sorted((folder / "emails").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    texts = [one.lstrip() for file in files for one in _END.split(file.read_bytes())]
    return [email.message_from_bytes(text, policy=default) for text in texts if text]


def newest_to(folder: Path, address: str) -> EmailMessage:
    """Return the newest e-mail to this address."""
    return [one for one in all_messages(folder) if one["To"] == address][-1]


def text_of(message: EmailMessage) -> str:
    """Return what the message says in plain text."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage) -> str:
    """Return the first link of the message."""
    found = re.search(r"https?://\S+", text_of(message))
    assert found, text_of(message)
    return found[0]


def code_in(message: EmailMessage) -> str:
    """Return the code that the message brings."""
    found = _CODE.search(text_of(message))
    assert found, text_of(message)
    return found[1]
