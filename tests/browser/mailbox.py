"""The e-mails that a server without SMTP keeps as files."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_CODE = re.compile(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


def newest_to(folder: Path, address: str) -> EmailMessage:
    """Return the newest e-mail to this address."""
    files = sorted((folder / "emails").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    # Each file ends with a line of dashes that is not the message's own.
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [message for message in read if message["To"] == address][-1]


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
