"""Sessionize's JSON: the form "all" and the grid of its smart view."""

from collections.abc import Iterator

from usher.readers.choices import Choices
from usher.readers.items import Item, sift_items
from usher.readers.json_values import Json, mapping, sequence, text
from usher.readers.rows import SessionRow, Sifted


def is_all(parsed: object) -> bool:
    top = mapping(parsed)
    lists = ("sessions", "rooms", "speakers", "categories")
    return all(isinstance(top.get(name), list) for name in lists)


def is_grid(parsed: object) -> bool:
    days = [mapping(day) for day in sequence(parsed)]
    return bool(days) and all("date" in day and isinstance(day.get("rooms"), list) for day in days)


def sift_all(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of the form "all"; times are local, without zone."""
    top = mapping(parsed)
    rooms = {
        text(room.get("id")): text(room.get("name"))
        for room in map(mapping, sequence(top.get("rooms")))
    }
    sessions = map(mapping, sequence(top.get("sessions")))
    return sift_items(
        (_item(session, rooms.get(text(session.get("roomId")), "")) for session in sessions),
        choices,
    )


def sift_grid(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of the grid, a day's rooms one after the other.

    What is for all stands in the list of one room or of each, without a room of its own.
    """
    return sift_items(_of_grid(parsed), choices)


def _of_grid(parsed: object) -> Iterator[Item]:
    seen: set[tuple[str, str]] = set()
    for day in map(mapping, sequence(parsed)):
        for room in map(mapping, sequence(day.get("rooms"))):
            for session in map(mapping, sequence(room.get("sessions"))):
                item = _item(session, text(session.get("room")))
                known = (item.code, item.start)
                if not item.code or known not in seen:
                    seen.add(known)
                    yield item


def _item(session: Json, room: str) -> Item:
    return Item(
        code=text(session.get("id")),
        title=text(session.get("title")),
        room=room,
        start=text(session.get("startsAt")),
        end=text(session.get("endsAt")),
        status=text(session.get("status")),
    )
