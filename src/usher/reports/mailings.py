"""What writes each kind of e-mail that an event's attendees get."""

from collections.abc import Callable, Iterator
from datetime import datetime

from usher.actions.deliver import Writing
from usher.actions.deliver_certificates import certificates_written
from usher.actions.deliver_links import links_written
from usher.models import Delivery, Event
from usher.queries.review import review_of
from usher.reports.certificates import drawing_for

# 128 bits: a link's only protection.
_CODE_BYTES = 16


def mailings(
    event: Event, random_text: Callable[[int], str], *, at: datetime
) -> Iterator[tuple[Delivery.What, Writing]]:
    """Yield each kind that the event can have, with what writes it."""
    yield Delivery.What.CERTIFICATE, certificates_written(drawing_for(event))
    review = review_of(event)
    if review:
        written = links_written(review, lambda: random_text(_CODE_BYTES), at=at)
        yield Delivery.What.LINK, written
