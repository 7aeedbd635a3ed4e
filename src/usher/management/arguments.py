"""What several commands take."""

from django.core.management.base import CommandError, CommandParser

from usher.models import Event


def add_event(parser: CommandParser) -> None:
    """Let the command take the event's short name."""
    parser.add_argument("event", metavar="EVENT", help="the event's short name")


def event_named(slug: str) -> Event:
    """Return the event, or end the command saying which events there are."""
    event = Event.objects.filter(slug=slug).first()
    if event is None:
        known = ", ".join(Event.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"There is no event {slug!r}. Events here: {known or 'none yet'}.")
    return event
