"""`usher send_certificates EVENT`."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from usher.actions.deliver_certificates import note_interrupted, send_next
from usher.management.arguments import add_event, event_named
from usher.management.prepared import PreparedCommand
from usher.queries.certificates import deliveries_counted
from usher.reports.certificates import drawing_for


class Command(PreparedCommand):
    """Sends what waits in the queue of certificates, such as after a restart."""

    help = "Send the certificates that wait in an event's queue, and say how many were sent."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the event."""
        add_event(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the queue; whatever another process sends meanwhile is left to it."""
        event = event_named(options["event"])
        note_interrupted(event, at=timezone.now())
        drawn = drawing_for(event)
        while send_next(event, drawn, at=timezone.now()):
            pass
        counts = deliveries_counted(event)
        self.stdout.write(f"Sent: {counts['sent']}. Not sent: {counts['failed']}.")
