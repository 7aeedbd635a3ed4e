"""frab's schedule.json in its first form (days, rooms by name) and its second (one event list)."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.drafts import sifted
from usher.readers.frab import FrabEvent, session_of
from usher.readers.json_values import Json, mapping, sequence, text, whole_number
from usher.readers.problems import Place, Problems, excerpt, refuse
from usher.readers.rows import SessionRow, Sifted


def sift_frab_json(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of a schedule.json; times without an offset are what the zone's clocks show.

    A room's capacity, where the file has one, is the maximum capacity of the sessions in it.
    """
    schedule = mapping(mapping(parsed).get("schedule"))
    conference = mapping(schedule.get("conference"))
    problems = Problems()
    rooms = _Rooms(conference)
    zone = choices.zone
    if schedule.get("events"):
        found = sifted(_second_form(schedule, conference, rooms, problems, zone), problems)
    else:
        _check_first_form(schedule, conference, problems)
        problems.refuse_if_any()
        found = sifted(_first_form(conference, rooms, problems, zone), problems)
    if not found.rows and not found.problems:
        raise refuse(_no_events(conference))
    return found


def _no_events(conference: Json) -> str:
    rooms = sequence(conference.get("rooms"))
    if not rooms:
        return _("The schedule has no events.")
    return _(
        "The file lists {rooms} rooms and no events: it is a list of rooms, not a schedule yet. "
        "Export the schedule when it has sessions in it."
    ).format(rooms=len(rooms))


class _Rooms:
    """The conference's rooms: what a session in one can hold, by guid or by name."""

    def __init__(self, conference: Json) -> None:
        rooms = [mapping(room) for room in sequence(conference.get("rooms"))]
        self._by_name = {
            text(room.get("name")): whole_number(room.get("capacity")) for room in rooms
        }
        self._by_guid = {
            text(room.get("guid")): whole_number(room.get("capacity")) for room in rooms
        }

    def capacity_max(self, *, name: str, guid: str = "") -> int | None:
        # The name first: there are files in which two rooms have the same guid.
        if name in self._by_name:
            return self._by_name[name]
        return self._by_guid.get(guid) if guid else None


def _check_first_form(schedule: Json, conference: Json, problems: Problems) -> None:
    """What its schema forbids and what hints that events are missing."""
    place = problems.at("schedule")
    if "rooms" in schedule:
        place.wrong("rooms", _("the rooms stand beside the conference; they belong inside it"))
    days = conference.get("days")
    if not isinstance(days, list):
        place.wrong("days", _("the conference has no list of days"))
        return
    said = conference.get("daysCount")
    if isinstance(said, int) and said > len(days):
        place.wrong(
            "daysCount",
            _("the file says it has {said} days, but {count} in it: events may be missing").format(
                said=said, count=len(days)
            ),
        )


def _first_form(
    conference: Json, rooms: _Rooms, problems: Problems, zone: ZoneInfo
) -> Iterator[tuple[Place, SessionRow | None]]:
    for number, value in enumerate(sequence(conference.get("days")), start=1):
        day = mapping(value)
        by_room = day.get("rooms")
        if not isinstance(by_room, dict):
            place = problems.at(_("day {number}").format(number=number))
            place.wrong("rooms", _("the day has no rooms with events in them"))
            continue
        for room, events in by_room.items():
            for count, event in enumerate(sequence(events), start=1):
                where = _("day {day}, room {room}, event {number}")
                where = where.format(day=number, room=excerpt(room, 40), number=count)
                place = problems.at(where)
                yield (
                    place,
                    _session(event, _Context(rooms, room, text(day.get("date"))), place, zone),
                )


def _session(value: object, context: "_Context", place: Place, zone: ZoneInfo) -> SessionRow | None:
    if not isinstance(value, dict):
        place.wrong("", _("the event is not an object"))
        return None
    return session_of(context.event(value), place, zone)


class _Context:
    """What an event of the first form gets from where it stands."""

    def __init__(self, rooms: _Rooms, room: str, day: str) -> None:
        self._rooms = rooms
        self._room = room
        self._day = day

    def event(self, value: Json) -> FrabEvent:
        room = text(value.get("room")) or self._room
        return FrabEvent(
            code=_code(value),
            title=text(value.get("title")),
            room=room,
            track=text(value.get("track")),
            day=self._day,
            date=text(value.get("date")),
            start=text(value.get("start")),
            end=text(value.get("end")),
            duration=text(value.get("duration")),
            status=text(value.get("status")),
            capacity_max=self._rooms.capacity_max(name=room),
        )


def _code(value: Json) -> str:
    return next((code for key in ("id", "code", "guid") if (code := text(value.get(key)))), "")


def _second_form(
    schedule: Json, conference: Json, rooms: _Rooms, problems: Problems, zone: ZoneInfo
) -> Iterator[tuple[Place, SessionRow | None]]:
    language = text(mapping(conference.get("defaults")).get("language"))
    tracks = {
        text(track.get("slug")): text(track.get("name"), language)
        for track in map(mapping, sequence(conference.get("tracks")))
    }
    for number, value in enumerate(sequence(schedule.get("events")), start=1):
        event = mapping(value)
        place = problems.at(_("event {number}").format(number=number))
        yield place, session_of(_event_of_second_form(event, rooms, tracks, language), place, zone)


def _event_of_second_form(
    value: Json, rooms: _Rooms, tracks: Mapping[str, str], language: str
) -> FrabEvent:
    room, track = mapping(value.get("room")), mapping(value.get("track"))
    room_name = text(room.get("name"), language) or text(value.get("room"), language)
    slug = text(track.get("slug"))
    return FrabEvent(
        code=_code(value),
        title=text(value.get("title"), language),
        room=room_name,
        track=text(track.get("name"), language) or tracks.get(slug, slug),
        date=text(value.get("start")),
        end=text(value.get("end")),
        duration="" if value.get("end") else text(value.get("duration")),
        status=text(value.get("status")),
        capacity_max=rooms.capacity_max(name=room_name, guid=text(room.get("guid"))),
    )
