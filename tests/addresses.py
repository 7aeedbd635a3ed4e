"""Every address of the console's pages, so that a new one is found without being named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import get_resolver

EVENT = "/events/<slug:slug>/"


def event_pages() -> list[str]:
    """Return the addresses of an event's pages, as they are written in the list of addresses."""
    return sorted(one for one in _patterns(get_resolver().url_patterns) if one.startswith(EVENT))


def filled(place: str, *, slug: str, code: str, numbers: Mapping[str, Any]) -> str | None:
    """Return the address with this event's values; None where a number of its kind is unknown.

    `numbers` are by the address's part after the event: "attendees" of `attendees/NUMBER/edit/`,
    and by its whole for what is deeper, such as "event-users/doors".
    """
    address = place.replace("<slug:slug>", slug).replace("<path:code>", code)
    if "<" not in address:
        return address
    before = address[: address.index("<")].split("/")[3:-1]
    number = numbers.get("/".join(before))
    return None if number is None else re.sub(r"<[^>]+>", str(number), address)


def _patterns(patterns: Iterable[Any], before: str = "/") -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, here)
        else:
            yield here
