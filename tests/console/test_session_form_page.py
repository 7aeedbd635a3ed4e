"""One session made and changed by its form, in the event's time zone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests.makers import START, event_of, level_of, session_of
from usher.models import Event, Session, Tally
from usher.queries.next_times import next_times

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/"
DAY = date(2026, 1, 31)
HOUR = timedelta(hours=1)
WINDOW = ["opens_before_minutes", "closes_in_after_minutes", "closes_out_after_minutes"]


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


def browser_of(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


def sent(event: Event, path: str, **values: object) -> str:
    form = {
        "title": "Grafting",
        "starts_at": "2026-01-31T10:00",
        "ends_at": "2026-01-31T11:00",
        "tracks_out": "yes",
    }
    return browser_of(event).post(HOME + path, form | values, follow=True).content.decode()


def test_a_new_session_has_its_times_in_the_events_zone_a_code_and_a_tally(event):
    member = level_of(event, "Member")

    sent(event, "new-session/", room="Aula", capacity_max="12", levels=[member.pk])

    made = Session.objects.get()
    assert (made.code, made.title, made.room, made.capacity_max) == ("S1", "Grafting", "Aula", 12)
    assert (made.starts_at, made.ends_at) == (START, START.replace(hour=10))
    assert list(made.levels.all()) == [member]
    assert Tally.objects.get(session=made).registered == 0


def test_a_code_that_is_taken_is_refused_and_what_was_typed_stays(event):
    session_of(event, "K1")

    page = sent(event, "new-session/", code="K1", room="Aula")

    assert "Another session has the code K1." in page
    assert 'value="Aula"' in page
    assert Session.objects.count() == 1


def test_an_end_before_the_start_is_refused(event):
    page = sent(event, "new-session/", ends_at="2026-01-31T09:00")

    assert "The session has to end after it starts." in page
    assert Session.objects.count() == 0


def test_an_hour_that_the_clocks_skip_is_refused_with_the_reason(event):
    page = sent(event, "new-session/", starts_at="2026-03-29T02:30", ends_at="2026-03-29T04:00")

    assert "2026-03-29 02:30 does not exist in Europe/Brussels" in page
    assert 'value="2026-03-29T02:30"' in page
    assert Session.objects.count() == 0


def test_a_session_over_the_hour_that_comes_twice_lasts_as_long_as_it_says(event):
    sent(event, "new-session/", starts_at="2026-10-25T01:30", ends_at="2026-10-25T03:00")

    made = Session.objects.get()
    assert (made.ends_at - made.starts_at).total_seconds() == 2.5 * 3600


def test_changing_the_title_leaves_an_instant_that_the_clock_shows_twice(event):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    session = session_of(event, starts_at=second)

    sent(
        event,
        f"session/{session.pk}/edit/",
        starts_at="2026-10-25T02:30",
        ends_at="2026-10-25T03:30",
    )

    assert Session.objects.get().starts_at == second
    assert Session.objects.get().title == "Grafting"


def test_a_session_is_changed_and_its_code_kept_where_none_is_given(event):
    session = session_of(event, "K1", levels=["Member"], validate_registrants=True)

    page = sent(event, f"session/{session.pk}/edit/", tracks_out="no", opens_before_minutes="45")

    kept = Session.objects.get()
    assert "Grafting is saved." in page
    assert (kept.code, kept.title, kept.tracks_out) == ("K1", "Grafting", False)
    assert (kept.validate_registrants, kept.opens_before_minutes) == (False, 45)
    assert kept.levels.count() == 0


def test_a_new_code_says_what_phones_have_to_do(event):
    session = session_of(event, "K1")

    page = sent(event, f"session/{session.pk}/edit/", code="a/edit")

    assert "phones at its door have to open the session again" in page
    assert Session.objects.get().code == "a/edit"


def test_a_refused_change_shows_the_session_as_it_is_and_the_form_as_it_was_typed(event):
    session = session_of(event, "K1", title="Ponds")

    page = sent(event, f"session/{session.pk}/edit/", ends_at="2026-01-31T10:00")

    assert ("Change Ponds" in page, 'value="Grafting"' in page) == (True, True)
    assert Session.objects.get().title == "Ponds"


@pytest.mark.parametrize("column", WINDOW)
def test_the_scan_window_lies_open_where_any_of_its_three_values_is_set(event, column):
    session = session_of(event, **{column: 0})

    page = browser_of(event).get(f"{HOME}session/{session.pk}/edit/").content.decode()

    assert '<details class="more" open>' in page


def test_the_scan_window_is_folded_where_the_event_decides(event):
    session = session_of(event)

    page = browser_of(event).get(f"{HOME}session/{session.pk}/edit/").content.decode()
    refused = sent(event, f"session/{session.pk}/edit/", title="", **dict.fromkeys(WINDOW, ""))
    mistaken = sent(event, f"session/{session.pk}/edit/", closes_out_after_minutes="soon")

    assert ['<details class="more">' in one for one in (page, refused)] == [True, True]
    assert '<details class="more" open>' in mistaken


def test_a_new_session_follows_the_one_written_last_and_lasts_as_long(event):
    session_of(event, starts_at=START)
    session_of(event, starts_at=START - HOUR, ends_at=START - HOUR / 4)

    page = browser_of(event).get(HOME + "new-session/").content.decode()

    assert times_in(page) == ["2026-01-31T09:45", "2026-01-31T10:30"]


@pytest.mark.parametrize(
    ("days", "at", "start"),
    [
        ((None, None), datetime(2026, 1, 20, 7, 10, tzinfo=UTC), "2026-01-20 09:00"),
        ((DAY, DAY), datetime(2026, 1, 20, 7, 10, tzinfo=UTC), "2026-01-31 09:00"),
        ((DAY, DAY), datetime(2026, 1, 31, 12, 0, tzinfo=UTC), "2026-01-31 14:00"),
        ((DAY, None), datetime(2026, 1, 31, 12, 0, tzinfo=UTC), "2026-01-31 14:00"),
        ((DAY, DAY), datetime(2026, 1, 30, 23, 30, tzinfo=UTC), "2026-01-31 01:00"),
        ((DAY, DAY), datetime(2026, 1, 31, 22, 30, tzinfo=UTC), "2026-01-31 09:00"),
    ],
)
def test_the_first_session_begins_at_the_next_full_hour_of_the_events_days(days, at, start):
    event = event_of(starts_on=days[0], ends_on=days[1])

    times = [moment.astimezone(event.zone) for moment in next_times(event, at=at)]

    assert f"{times[0]:%Y-%m-%d %H:%M}" == start
    assert times[1] - times[0] == HOUR


def test_a_full_hour_is_full_by_the_events_own_clock():
    event = event_of(timezone="Asia/Kolkata")

    start, _end = next_times(event, at=datetime(2026, 1, 31, 9, 0, tzinfo=UTC))

    assert start == datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def times_in(page: str) -> list[str]:
    return re.findall(r'<input type="datetime-local"[^>]* value="([^"]*)"', page)


def code_given(event: Event) -> str:
    page = browser_of(event).get(HOME + "new-session/").content.decode()
    (code,) = re.findall(r'name="code_given" value="([^"]*)"', page)
    return str(code)


@pytest.mark.parametrize("code", ["", "K1"])
def test_a_double_click_makes_one_session_and_leads_to_it_both_times(event, code):
    given = code_given(event)

    pages = [sent(event, "new-session/", code=code, code_given=given) for _ in range(2)]

    assert Session.objects.count() == Tally.objects.count() == 1
    assert ["<h1>Grafting</h1>" in page for page in pages] == [True, True]


def test_a_form_of_its_own_makes_a_second_session_just_like_the_first(event):
    for _ in range(2):
        sent(event, "new-session/", code_given=code_given(event))

    assert sorted(Session.objects.values_list("code", flat=True)) == ["S1", "S2"]


def test_two_who_add_different_sessions_at_once_both_do(event):
    given = code_given(event)

    for title in ("Grafting", "Ponds", "Ponds"):
        sent(event, "new-session/", title=title, code_given=given)

    made = Session.objects.order_by("code").values_list("code", "title")
    assert list(made) == [("S1", "Grafting"), ("S2", "Ponds")]


def test_sessions_that_differ_in_their_levels_alone_are_two(event):
    given, member = code_given(event), level_of(event, "Member")

    sent(event, "new-session/", code_given=given)
    sent(event, "new-session/", code_given=given, levels=[member.pk])

    assert [one.levels.count() for one in Session.objects.order_by("code")] == [0, 1]
