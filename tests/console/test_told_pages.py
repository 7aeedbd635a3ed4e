"""What a phone did on its own, as the ledger's pages and files tell it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync

from tests.console.browsing import browser_of
from tests.makers import START, account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.actions.admit import admit
from usher.actions.scans import Clock, Upload
from usher.models import Event
from usher.phrases import duration
from usher.queries import entries_listed
from usher.queries.sql import microseconds
from usher.rules.judge import Outcome, Reason
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

LEDGER = "/events/garden-days/ledger/"
LET_IN = Told(Outcome.ADMITTED)
TURNED_AWAY = Told(Outcome.REFUSED, (Reason.NOT_ON_SCHEDULE,))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def text_of(event: Event, path: str = "") -> str:
    page = browser_of(event.owner).get(LEDGER + path).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]).split())


def taken(event: Event, scan, *, later: timedelta) -> None:
    upload = Upload(event.owner.pk, may_override=False, scans=[scan])
    admit(event, [upload], received_at=scan.scanned_at + later // timedelta(microseconds=1))


def clock_of(ahead: timedelta, *, doubtful: bool = False) -> Clock:
    return Clock(microseconds(START + ahead), doubtful)


def test_an_entry_says_what_the_phone_said_and_what_the_server_would_have(event):
    full = session_of(event, capacity_max=0)
    admitted(event, scan_of(full, attendee_of(event), told=LET_IN))
    admitted(event, scan_of(session_of(event), attendee_of(event), told=TURNED_AWAY))

    let_in, turned_away = text_of(event, "1/"), text_of(event, "2/")

    assert (
        "The phone said Let in · It stands, since it was said."
        " The server would have said Refused Reasons The room is full: 0 of 0."
    ) in let_in
    assert (
        "The phone said Refused (Not on the list) · It stands, since it was said."
        " The server would have said Let in"
    ) in turned_away


def test_where_phone_and_server_agree_nothing_is_made_of_it(event):
    admitted(event, scan_of(session_of(event), attendee_of(event), told=LET_IN))

    said = text_of(event, "1/")

    assert "The phone said Let in The server would have said Let in" in said
    assert ("Phone decided" in said, "Phone decided otherwise" in said) == (True, False)


def test_an_entry_that_the_server_decided_speaks_of_no_phone(event):
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    said = text_of(event, "1/")

    words = ("The phone", "Phone decided", "later.")
    assert [one for one in words if one in said] == []


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (clock_of(timedelta()), "10:00:00 · The clock of the phone was right."),
        (
            clock_of(130 * MINUTE),
            "12:10:00 · The clock of the phone was 2 h 10 min ahead, and was put right.",
        ),
        (
            clock_of(-3 * MINUTE),
            "09:57:00 · The clock of the phone was 3 min behind, and was put right.",
        ),
        (
            clock_of(-3 * MINUTE, doubtful=True),
            "09:57:00 · The clock of the phone was set anew meanwhile, so the time may be wrong.",
        ),
    ],
)
def test_an_entry_says_what_the_phones_clock_showed(event, clock, words):
    admitted(event, scan_of(session_of(event), attendee_of(event), clock=clock))

    assert words in text_of(event, "1/")


@pytest.mark.parametrize(
    ("ahead", "is_told"), [(2 * MINUTE, False), (2 * MINUTE + timedelta(seconds=1), True)]
)
def test_a_clock_that_is_off_by_more_than_two_minutes_is_flagged_in_the_list(event, ahead, is_told):
    admitted(event, scan_of(session_of(event), attendee_of(event), clock=clock_of(ahead)))

    assert ("The clock of the phone was" in text_of(event)) is is_told


def test_a_scan_that_waited_says_how_long(event):
    session = session_of(event)
    taken(event, scan_of(session, attendee_of(event)), later=130 * MINUTE)
    taken(event, scan_of(session, attendee_of(event)), later=timedelta(seconds=59))

    pages = [text_of(event, path) for path in ("", "1/", "2/")]

    assert [page.count("Sent 2 h 10 min later.") for page in pages] == [1, 1, 0]
    assert [page.count("Sent ") for page in pages] == [1, 1, 0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "59 s"),
        (60, "1 min"),
        (3_599, "59 min"),
        (7_800, "2 h 10 min"),
        (172_799, "47 h 59 min"),
        (172_800, "2 days"),
    ],
)
def test_a_duration_is_said_as_people_say_it(seconds, words):
    assert duration(seconds) == words


def test_conflicts_are_found_by_a_filter_and_go_into_files_alone(event):
    full = session_of(event, "FULL", capacity_max=0)
    admitted(event, scan_of(full, attendee_of(event, "Ada"), told=LET_IN))
    admitted(event, scan_of(session_of(event), attendee_of(event, "Ben"), told=LET_IN))
    admitted(event, scan_of(full, attendee_of(event, "Eve")))

    alone, elsewhere = (
        text_of(event, "?conflict=on"),
        text_of(event, "?conflict=on&outcome=refused"),
    )

    assert [name for name in ("Ada", "Ben", "Eve") if name in alone] == ["Ada"]
    assert "Only where a phone decided otherwise" in alone
    assert "No such entry" in elsewhere
    assert [row["attendee"] for row in rows_of(event, "?conflict=on")] == ["Ada"]


def test_few_conflicts_in_many_entries_are_found_at_once(event, monkeypatch):
    monkeypatch.setattr(entries_listed, "LOOK_BACK", 2)
    full = session_of(event, "FULL", capacity_max=0)
    admitted(event, scan_of(full, attendee_of(event, "Ada"), told=LET_IN))
    admitted(event, *(scan_of(full, attendee_of(event, "Eve")) for _ in range(5)))

    found = text_of(event, "?conflict=on")

    assert ("Ada" in found, "Eve" in found) == (True, False)
    assert "Look further back" not in found


def test_where_no_phone_decided_otherwise_the_filter_finds_nothing(event):
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    assert "No such entry" in text_of(event, "?conflict=on")


def test_a_file_says_what_phone_and_server_said_and_what_the_clock_showed(event):
    clock = clock_of(130 * MINUTE, doubtful=True)
    admitted(event, scan_of(session_of(event), attendee_of(event), told=TURNED_AWAY, clock=clock))
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    told, asked = rows_of(event)

    columns = [column for column in told if column.startswith(("phone_", "server_"))]
    assert {column: told[column] for column in columns} == {
        "phone_told": "refused",
        "phone_reasons": "not_on_schedule",
        "server_judged": "admitted",
        "phone_clock_utc": "2026-01-31T11:10:00.000Z",
        "phone_clock_doubtful": "yes",
    }
    assert {asked[column] for column in columns} == {""}


def rows_of(event: Event, query: str = "") -> list[dict[str, str]]:
    answer = browser_of(event.owner).get(f"{LEDGER}entries.csv{query}")
    content = async_to_sync(_read)(answer).decode()
    return list(csv.DictReader(io.StringIO(content)))


async def _read(answer) -> bytes:
    return b"".join([part async for part in answer.streaming_content])
