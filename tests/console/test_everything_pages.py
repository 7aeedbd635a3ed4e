"""Everything as one file: made in a thread, with a bar, private to its maker and on record."""

import csv
import io
import json
import os
from datetime import timedelta
from hashlib import sha256

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # - it comes without types

from tests.actions.credit_rows import access_of
from tests.console.browsing import browser_of
from tests.console.test_badges_pages import own_folder
from tests.console.test_exports_pages import read
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from usher.actions.delete_event import delete_event
from usher.actions.erase_people import erase_people
from usher.actions.made_files import KEPT_SECONDS, KINDS
from usher.console.jobs import WAITING_MAX, Job, write
from usher.console.reports import everything_job
from usher.console.reports.everything_job import FORMS, JOBS, WHATS
from usher.models import Event, Export
from usher.reports import cells, entries, tables
from usher.rules.permissions import ALL, Permission

__all__ = ["own_folder"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_folder")]

PAGE = "/events/garden-days/reports/everything/"


def event_with_stays() -> Event:
    """Make an event where two were in a session, one of whom is not scanned out."""
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "TREES")
    ada, eve = attendee_of(event, "=Ada"), attendee_of(event, "Eve")
    admitted(event, scan_of(session, ada, at=START), scan_of(session, eve, at=START))
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(minutes=20)))
    return event


def deleted(event: Event) -> None:
    delete_event(access_of(event), name=event.name)


def made(event: Event, what: str, form: str) -> str:
    answer = browser_of(event.owner).post(f"{PAGE}files/", {"what": what, "form": form})
    assert answer.status_code == 302
    JOBS.wait()
    return answer["Location"]


def taken(event: Event, place: str) -> bytes:
    return read(browser_of(event.owner).get(f"{place}file/"))


def rows_in(content: bytes, form: str) -> list[str]:
    """Return whom each row is about."""
    if form == "json":
        told = json.loads(content)
        return [row["attendee"] for row in (told if isinstance(told, list) else told["attendance"])]
    if form == "xlsx":
        head, *rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        return [row[head.index("attendee")] for row in rows]
    return [row["attendee"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


@pytest.mark.parametrize("form", FORMS)
def test_all_scans_and_all_times_come_in_each_form_on_record_with_rows_and_digest(form):
    event = event_with_stays()

    scans, times = (taken(event, made(event, what, form)) for what in WHATS)

    guard = "'" if form in {"csv", "marked"} else ""
    assert rows_in(scans, form) == [f"{guard}=Ada", "Eve", f"{guard}=Ada"]
    assert rows_in(times, form) == [f"{guard}=Ada", "Eve"]
    assert [scans[:3] == b"\xef\xbb\xbf", times[:3] == b"\xef\xbb\xbf"] == [form == "marked"] * 2
    assert [
        (one.what, one.rows, one.digest, one.made_by) for one in Export.objects.order_by("pk")
    ] == [
        ("ledger", 3, sha256(scans).hexdigest(), event.owner),
        ("report", 2, sha256(times).hexdigest(), event.owner),
    ]


def test_the_page_of_a_file_says_that_it_is_ready_and_names_it():
    event = event_with_stays()

    page = browser_of(event.owner).get(made(event, "scans", "json")).content.decode()

    assert "The file is ready, with 3 rows." in page
    assert "Download garden-days-scans-v1.json" in page
    assert not Export.objects.exists()


def test_while_it_works_the_page_has_a_bar_and_no_file(tmp_path):
    event = event_with_stays()
    token, browser = "0" * 32, browser_of(event.owner)
    folder = tmp_path / "export_jobs" / token
    folder.mkdir(parents=True)

    for done, words in ((1, "25 % done."), (4, "All rows are read")):
        write(folder, Job(event.owner.pk, event.pk, total=4, done=done, name="x.csv"))
        page = browser.get(f"{PAGE}{token}/", headers={"HX-Request": "true"}).content.decode()
        assert f'max="4" value="{done}"' in page
        assert words in page
    assert browser.get(f"{PAGE}{token}/file/").status_code == 404


def test_how_far_it_is_is_told_part_by_part(monkeypatch, tmp_path):
    monkeypatch.setattr("usher.queries.entries_listed._PART", 2)
    monkeypatch.setattr("usher.queries.attendance._ATTENDEES_MAX", 1)
    event = event_with_stays()

    told: dict[str, list[int]] = {what: [] for what in WHATS}
    for what, said in told.items():
        asked = everything_job.Asked(event, what, "csv", START + timedelta(hours=9))
        everything_job.write_everything(tmp_path / what, asked, said.append)
        assert said[-1] == everything_job.total_of(asked)

    assert told == {"scans": [2, 3], "intervals": [1, 2]}


def test_a_workbook_goes_on_in_a_further_sheet_where_one_is_full(monkeypatch):
    for module in (cells, entries, tables):
        monkeypatch.setattr(module, "SHEET_ROWS_MAX", 2)
    event = event_with_stays()

    book = load_workbook(io.BytesIO(taken(event, made(event, "scans", "xlsx"))))

    assert [sheet.max_row - 1 for sheet in book.worksheets] == [2, 1]


def test_a_file_is_its_makers_alone_and_for_those_who_view_reports():
    event = event_with_stays()
    place = made(event, "scans", "csv")
    viewer = event_user_of(event, Permission.VIEW_REPORTS).account
    others = event_user_of(event, *(ALL - {Permission.VIEW_REPORTS})).account

    asked = {"what": "scans", "form": "csv"}
    for path in (place, f"{place}file/"):
        found = [browser_of(one).get(path).status_code for one in (viewer, others, account_of())]
        assert found == [404, 403, 404]
    for account, status in ((others, 403), (account_of(), 404)):
        assert browser_of(account).get(PAGE).status_code == status
        assert browser_of(account).post(f"{PAGE}files/", asked).status_code == status
    assert browser_of(viewer).get(PAGE).status_code == 200


def test_what_there_is_not_is_not_made_and_too_many_wait_for_a_minute(tmp_path):
    event = event_with_stays()
    browser = browser_of(event.owner)

    for wrong in ({"what": "all", "form": "csv"}, {"what": "scans", "form": "exe"}):
        assert browser.post(f"{PAGE}files/", wrong).status_code == 404
    for number in range(WAITING_MAX):
        folder = tmp_path / "export_jobs" / f"{number:032x}"
        folder.mkdir(parents=True)
        write(folder, Job(event.owner.pk, event.pk, total=1, digest=str(number)))
    answer = browser.post(f"{PAGE}files/", {"what": "scans", "form": "csv"}, follow=True)
    assert "Try again in a minute" in answer.content.decode()


def test_a_file_is_given_for_an_hour_and_then_no_more(tmp_path):
    event = event_with_stays()
    place = made(event, "scans", "csv")
    (folder,) = (tmp_path / "export_jobs").iterdir()
    long_ago = folder.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(folder, (long_ago, long_ago))

    statuses = [browser_of(event.owner).get(one).status_code for one in (f"{place}file/", place)]

    assert (statuses, folder.exists()) == ([404, 404], False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("erase", [lambda one: erase_people(one, at=START), deleted])
def test_files_with_names_go_with_the_people_and_with_the_event(kind, erase, tmp_path):
    event = event_with_stays()
    own, others = (tmp_path / kind / (letter * 32) for letter in "ab")
    for folder, number in ((own, event.pk), (others, event_of().pk)):
        folder.mkdir(parents=True)
        write(folder, Job(event.owner.pk, number, total=1, state="done"))
        (folder / "file").write_text("Ada")

    erase(event)

    assert list((tmp_path / kind).iterdir()) == [others]
