"""Where e-mails go while no SMTP server is set: to the terminal and into files."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as Terminal
from django.core.mail.backends.filebased import EmailBackend as Files


class TerminalAndFiles(BaseEmailBackend):
    """Prints each e-mail and keeps it as a file in the data folder's `emails`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print and keep the messages, and return how many there were."""
        Terminal().send_messages(email_messages)
        Files(file_path=str(settings.USHER_EMAIL_FOLDER)).send_messages(email_messages)
        return len(email_messages)
