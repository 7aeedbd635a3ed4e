"""pretalx' schedule as its API gives it: day -> minute of the day -> room -> talk."""

from collections.abc import Iterator

from usher.readers.choices import Choices
from usher.readers.items import Item, sift_items
from usher.readers.json_values import Json, mapping, sequence, text, whole_number
from usher.readers.rows import SessionRow, Sifted


def is_pretalx_api(parsed: object) -> bool:
    top = mapping(parsed)
    days = mapping(top.get("schedule"))
    return (
        isinstance(top.get("rooms"), list)
        and bool(days)
        and all(isinstance(minutes, dict) for minutes in days.values())
    )


def sift_pretalx_api(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The talks; a room's capacity is the maximum capacity of the sessions in it.

    Of names in several languages, the one in the talk's own is taken.
    """
    return sift_items(_items(mapping(parsed)), choices)


def _items(top: Json) -> Iterator[Item]:
    rooms = {text(room.get("id")): room for room in map(mapping, sequence(top.get("rooms")))}
    for minutes in mapping(top.get("schedule")).values():
        for by_room in mapping(minutes).values():
            for room_id, talk in mapping(by_room).items():
                yield _item(mapping(talk), rooms.get(room_id, {}))


def _item(talk: Json, room: Json) -> Item:
    language = text(talk.get("content_locale"))
    when = mapping(talk.get("slot"))
    return Item(
        code=text(talk.get("code")),
        title=text(talk.get("title"), language),
        room=text(room.get("name"), language) or text(when.get("room"), language),
        track=text(talk.get("track"), language),
        start=text(when.get("start")),
        end=text(when.get("end")),
        duration=text(talk.get("duration")),
        status=text(talk.get("state")),
        capacity_max=whole_number(room.get("capacity")),
    )
