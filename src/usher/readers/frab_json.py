"""frab's schedule.json in its first form (days, rooms by name) and its second (one event list)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from usher.readers.drafts import CAPACITY_MAX, all_of
from usher.readers.frab import FrabEvent, session_of
from usher.readers.problems import Place, Problems, excerpt, refuse
from usher.readers.rows import SessionRow
from usher.readers.text import decode

_BRACKETS_MAX = 5_000_000

Json = Mapping[str, object]


def read_frab_json(content: bytes, zone: ZoneInfo) -> list[SessionRow]:
    """The sessions of a schedule.json; times without an offset are what the zone's clocks show.

    A room's capacity, where the file has one, is the maximum capacity of the sessions in it.
    """
    schedule = _mapping(_mapping(_parsed(content)).get("schedule"))
    conference = _mapping(schedule.get("conference"))
    if not conference:
        raise refuse(
            'The JSON holds no "schedule" with a "conference" in it, as frab and pretalx write it.'
        )
    problems = Problems()
    rooms = _Rooms(conference)
    if schedule.get("events"):
        rows = _second_form(schedule, conference, rooms, problems, zone)
    else:
        _check_first_form(schedule, conference, problems)
        rows = _first_form(conference, rooms, problems, zone)
    sessions = all_of(rows, problems)
    if not sessions:
        raise refuse("The schedule has no events.")
    return sessions


def _parsed(content: bytes) -> object:
    text = decode(content)
    if text.count("[") + text.count("{") > _BRACKETS_MAX:
        raise refuse("The JSON has more parts than any schedule has.")
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            f"The JSON is damaged or cut off: {error.msg}. Export it again.",
            where=f"line {error.lineno}, character {error.colno}",
        ) from error
    except RecursionError as error:
        raise refuse("The JSON is nested deeper than any schedule is.") from error
    except ValueError as error:
        raise refuse("The JSON holds a number that no schedule has.") from error
    return parsed


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object, language: str = "") -> str:
    """A text; of a text in several languages, the one in the conference's or the first."""
    if isinstance(value, dict):
        texts = [text for text in value.values() if isinstance(text, str)]
        chosen = value.get(language)
        return chosen if isinstance(chosen, str) else next(iter(texts), "")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


class _Rooms:
    """The conference's rooms: what a session in one can hold, by guid or by name."""

    def __init__(self, conference: Json) -> None:
        rooms = [_mapping(room) for room in _sequence(conference.get("rooms"))]
        self._by_name = {_text(room.get("name")): _capacity(room) for room in rooms}
        self._by_guid = {_text(room.get("guid")): _capacity(room) for room in rooms}

    def capacity_max(self, *, name: str, guid: str = "") -> int | None:
        # The name first: there are files in which two rooms have the same guid.
        if name in self._by_name:
            return self._by_name[name]
        return self._by_guid.get(guid) if guid else None


def _capacity(room: Json) -> int | None:
    value = room.get("capacity")
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 0 <= value <= CAPACITY_MAX else None


def _check_first_form(schedule: Json, conference: Json, problems: Problems) -> None:
    """What its schema forbids and what hints that events are missing."""
    place = problems.at("schedule")
    if "rooms" in schedule:
        place.wrong("rooms", "the rooms stand beside the conference; they belong inside it")
    days = conference.get("days")
    if not isinstance(days, list):
        place.wrong("days", "the conference has no list of days")
        return
    said = conference.get("daysCount")
    if isinstance(said, int) and said > len(days):
        place.wrong(
            "daysCount",
            f"the file says it has {said} days, but {len(days)} in it: events may be missing",
        )


def _first_form(
    conference: Json, rooms: _Rooms, problems: Problems, zone: ZoneInfo
) -> Iterator[SessionRow | None]:
    for number, value in enumerate(_sequence(conference.get("days")), start=1):
        day = _mapping(value)
        by_room = day.get("rooms")
        if not isinstance(by_room, dict):
            problems.at(f"day {number}").wrong("rooms", "the day has no rooms with events in them")
            continue
        for room, events in by_room.items():
            for count, event in enumerate(_sequence(events), start=1):
                place = problems.at(f"day {number}, room {excerpt(room, 40)}, event {count}")
                yield _session(event, _Context(rooms, room, _text(day.get("date"))), place, zone)


def _session(value: object, context: "_Context", place: Place, zone: ZoneInfo) -> SessionRow | None:
    if not isinstance(value, dict):
        place.wrong("", "the event is not an object")
        return None
    return session_of(context.event(value), place, zone)


class _Context:
    """What an event of the first form gets from where it stands."""

    def __init__(self, rooms: _Rooms, room: str, day: str) -> None:
        self._rooms = rooms
        self._room = room
        self._day = day

    def event(self, value: Json) -> FrabEvent:
        room = _text(value.get("room")) or self._room
        return FrabEvent(
            code=_code(value),
            title=_text(value.get("title")),
            room=room,
            track=_text(value.get("track")),
            day=self._day,
            date=_text(value.get("date")),
            start=_text(value.get("start")),
            end=_text(value.get("end")),
            duration=_text(value.get("duration")),
            status=_text(value.get("status")),
            capacity_max=self._rooms.capacity_max(name=room),
        )


def _code(value: Json) -> str:
    return next((code for key in ("id", "code", "guid") if (code := _text(value.get(key)))), "")


def _second_form(
    schedule: Json, conference: Json, rooms: _Rooms, problems: Problems, zone: ZoneInfo
) -> Iterator[SessionRow | None]:
    language = _text(_mapping(conference.get("defaults")).get("language"))
    tracks = {
        _text(track.get("slug")): _text(track.get("name"), language)
        for track in map(_mapping, _sequence(conference.get("tracks")))
    }
    for number, value in enumerate(_sequence(schedule.get("events")), start=1):
        event = _mapping(value)
        place = problems.at(f"event {number}")
        yield session_of(_event_of_second_form(event, rooms, tracks, language), place, zone)


def _event_of_second_form(
    value: Json, rooms: _Rooms, tracks: Mapping[str, str], language: str
) -> FrabEvent:
    room, track = _mapping(value.get("room")), _mapping(value.get("track"))
    room_name = _text(room.get("name"), language) or _text(value.get("room"), language)
    slug = _text(track.get("slug"))
    return FrabEvent(
        code=_code(value),
        title=_text(value.get("title"), language),
        room=room_name,
        track=_text(track.get("name"), language) or tracks.get(slug, slug),
        date=_text(value.get("start")),
        end=_text(value.get("end")),
        duration="" if value.get("end") else _text(value.get("duration")),
        status=_text(value.get("status")),
        capacity_max=rooms.capacity_max(name=room_name, guid=_text(room.get("guid"))),
    )
