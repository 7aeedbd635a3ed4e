"""Where e-mails go while no SMTP server is set: to the terminal and into files."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as Console
from django.core.mail.backends.filebased import EmailBackend as Files


class TerminalAndFiles(BaseEmailBackend):
    """Prints what each e-mail says, and keeps it whole as a file in the data folder's `emails`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print and keep the messages, and return how many there were."""
        _Terminal().send_messages(email_messages)
        Files(file_path=str(settings.USHER_EMAIL_FOLDER)).send_messages(email_messages)
        return len(email_messages)


class _Terminal(Console):
    """Prints the text alone: a thousand certificates in base64 are nothing to read."""

    def write_message(self, message: EmailMessage) -> None:
        to = ", ".join(map(str, message.to))
        line = "-" * 79
        self.stream.write(f"Subject: {message.subject}\nTo: {to}\n\n{message.body}\n{line}\n")
