"""The finer points of frab's schedules."""

import json
from datetime import UTC, datetime

import pytest

from tests.readers.files import BERLIN, frab_xml_of
from usher.readers import SessionRow, Unreadable, read_sessions


def _sessions(content: bytes) -> list[SessionRow]:
    return read_sessions(content, name="schedule.xml", zone=BERLIN)


def _event(inner: str, *, attributes: str = 'id="7"') -> str:
    return f"<event {attributes}><title>A talk</title>{inner}</event>"


def test_in_the_old_form_what_starts_before_the_day_changes_is_on_the_next_date() -> None:
    event = _event("<start>01:30</start><duration>00:45</duration>")

    (found,) = _sessions(frab_xml_of(event))

    assert found.starts_at == datetime(2026, 5, 30, 23, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 5, 31, 0, 15, tzinfo=UTC)


def test_an_event_s_own_date_is_exact_whatever_day_it_stands_in() -> None:
    event = _event(
        "<date>2026-05-31T01:30:00+02:00</date><start>01:30</start><duration>1:02:30</duration>"
    )

    (found,) = _sessions(frab_xml_of(event))

    assert found.starts_at == datetime(2026, 5, 30, 23, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def test_an_event_with_an_empty_room_is_in_the_room_it_stands_in() -> None:
    event = _event("<start>10:00</start><duration>00:45</duration><room></room>")

    (found,) = _sessions(frab_xml_of(f'<room name="Hall A">{event}</room>'))

    assert found.room == "Hall A"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [('id="7" guid="a-b"', "7"), ('guid="a-b"', "a-b"), ("", "S-NYKIXYXEWXM4")],
)
def test_the_code_is_the_id_else_the_guid_else_made_of_title_and_start(
    attributes: str, code: str
) -> None:
    event = _event("<start>10:00</start><duration>00:45</duration>", attributes=attributes)

    (found,) = _sessions(frab_xml_of(event))

    assert found.code == code


def test_an_event_without_what_it_needs_is_named() -> None:
    events = (
        '<event id="1"><start>10:00</start><duration>45</duration></event>'
        '<event id="2"><title>A talk</title><duration>00:45</duration></event>'
        '<event id="2"><title>A talk</title><start>10:00</start><duration>00:00</duration></event>'
    )

    with pytest.raises(Unreadable) as refusal:
        _sessions(frab_xml_of(events))

    assert str(refusal.value).splitlines() == [
        'event 1 (id 1), column duration: "45" is not a duration; write it like 00:45',
        "event 1 (id 1), column title: there is no title",
        "event 2 (id 2), column start: there is no start",
        "event 3 (id 2), column end: the session doesn't end after it starts",
    ]


def test_a_web_page_is_no_schedule() -> None:
    with pytest.raises(Unreadable, match="The XML is <html>, not a <schedule>"):
        _sessions(b"<!DOCTYPE html><html><body>Not found</body></html>")


def test_another_json_is_no_schedule() -> None:
    with pytest.raises(Unreadable, match="The JSON is in no form that is known"):
        read_sessions(b'{"sessions": []}', name="all.json", zone=BERLIN)


def test_values_of_the_wrong_kind_are_named_not_stumbled_over() -> None:
    days = [
        {"date": "2026-05-30", "rooms": {"Hall": ["a talk", {"id": [1], "title": {"en": "Hi"}}]}},
        {"date": "2026-05-31", "rooms": []},
    ]
    content = json.dumps({"schedule": {"conference": {"title": "C", "days": days}}}).encode()

    with pytest.raises(Unreadable) as refusal:
        read_sessions(content, name="schedule.json", zone=BERLIN)

    assert str(refusal.value).splitlines() == [
        'day 1, room "Hall", event 1: the event is not an object',
        'day 1, room "Hall", event 2, column start: there is no start',
        "day 2, column rooms: the day has no rooms with events in them",
    ]


def test_a_text_in_several_languages_is_read_in_the_conference_s() -> None:
    event = {
        "code": "A",
        "title": {"de": "Eröffnung", "en": "Opening"},
        "start": "2026-05-30T10:00:00+02:00",
        "end": "2026-05-30T11:00:00+02:00",
    }
    conference = {"title": "C", "defaults": {"language": "en"}}
    content = json.dumps({"schedule": {"conference": conference, "events": [event]}}).encode()

    (found,) = read_sessions(content, name="schedule.json", zone=BERLIN)

    assert (found.code, found.title, found.room) == ("A", "Opening", "")
