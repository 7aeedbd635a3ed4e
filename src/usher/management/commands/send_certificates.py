"""`usher send_certificates EVENT`."""

import secrets
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from usher.actions.deliver import note_interrupted, send_next
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.models import Delivery
from usher.queries.deliveries import deliveries_counted
from usher.reports.mailings import mailings

_TOLD = {Delivery.What.CERTIFICATE: "Certificates", Delivery.What.LINK: "Links"}


class Command(PreparedCommand):
    """Sends what waits in the queue of e-mails to attendees, such as after a restart."""

    help = "Send the certificates and links that wait in an event's queue, and say how many."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event."""
        add_event(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the queue; whatever another process sends meanwhile is left to it."""
        event, at = event_named(options["event"]), timezone.now()
        note_interrupted(event, at=at)
        for what, writing in mailings(event, secrets.token_urlsafe, at=at):
            while send_next(event, what, writing, at=timezone.now()):
                pass
            counts = deliveries_counted(event, what, at=at)
            told = f"{_TOLD[what]} sent: {counts['sent']}. Not sent: {counts['failed']}."
            self.stdout.write(told)
