"""Schedules that conferences publish in a JSON of their own: OSCON, MozFest, COSCUP."""

from collections.abc import Iterator, Mapping

from usher.readers.choices import Choices
from usher.readers.items import Item, sift_items
from usher.readers.json_values import mapping, sequence, text
from usher.readers.rows import SessionRow, Sifted


def is_oscon(parsed: object) -> bool:
    top = mapping(mapping(parsed).get("Schedule"))
    return isinstance(top.get("events"), list) and isinstance(top.get("venues"), list)


def sift_oscon(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The events of OSCON's feed, which names rooms by their serial; times are local."""
    top = mapping(mapping(parsed).get("Schedule"))
    venues = {
        text(venue.get("serial")): text(venue.get("name"))
        for venue in map(mapping, sequence(top.get("venues")))
    }
    return sift_items(
        (
            Item(
                code=text(event.get("serial")),
                title=text(event.get("name")),
                room=venues.get(text(event.get("venue_serial")), ""),
                track=text(event.get("event_type")),
                start=text(event.get("time_start")),
                end=text(event.get("time_stop")),
            )
            for event in map(mapping, sequence(top.get("events")))
        ),
        choices,
    )


def is_mozfest(parsed: object) -> bool:
    top = mapping(parsed)
    return isinstance(top.get("sessions"), list) and isinstance(top.get("timeblocks"), list)


def sift_mozfest(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of MozFest's feed, which writes weekdays and no dates."""
    return sift_items(
        (
            Item(
                code=text(session.get("id")),
                title=text(session.get("title")),
                room=text(session.get("location")),
                track=text(session.get("category")),
                day=text(session.get("day")),
                start=text(session.get("start")),
                end=text(session.get("end")),
            )
            for session in map(mapping, sequence(mapping(parsed).get("sessions")))
        ),
        choices,
    )


def is_coscup(parsed: object) -> bool:
    """A day -> room -> list of sessions that begin and end."""
    lists = [
        sessions
        for rooms in mapping(parsed).values()
        for sessions in (rooms.values() if isinstance(rooms, dict) else [None])
    ]
    return bool(lists) and all(
        isinstance(sessions, list)
        and all({"title", "start"} <= mapping(one).keys() for one in sessions)
        for sessions in lists
    )


def sift_coscup(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of COSCUP's feed, which writes days without a year."""
    return sift_items(_of_coscup(mapping(parsed)), choices)


def _of_coscup(days: Mapping[str, object]) -> Iterator[Item]:
    for day, rooms in days.items():
        for room, sessions in mapping(rooms).items():
            for session in map(mapping, sequence(sessions)):
                yield Item(
                    code=text(session.get("code")),
                    title=text(session.get("title")),
                    room=text(session.get("room")) or room,
                    track=text(session.get("track")),
                    day=text(session.get("day")) or day,
                    start=text(session.get("start")),
                    end=text(session.get("end")),
                )
