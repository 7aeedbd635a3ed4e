"""Evidence in the console: a bundle with progress, signed heads to take away, keys to compare."""

import json
from hashlib import sha256

import pytest
from django.test import Client

from tests.console.browsing import browser_of
from tests.console.test_exports_pages import read
from tests.makers import account_of, event_of, event_user_of
from tests.reports.evidence.bundles import audited, event_with_days
from usher.console.evidence.making import JOBS
from usher.models import EventHead, Export, SignedHead
from usher.rules.permissions import Permission

# A bundle is made in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/events/garden-days/evidence/"
PAGES = {HOME: "get", f"{HOME}heads.jsonl": "get", f"{HOME}bundles/": "post"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.USHER_DATA_DIR = tmp_path
    yield
    JOBS.wait()


def statuses(account) -> list[int]:
    browser = browser_of(account)
    return [getattr(browser, how)(page).status_code for page, how in PAGES.items()]


def made(browser: Client, **chosen: str) -> str:
    """Have a bundle made and return the address of its page."""
    page = browser.post(f"{HOME}bundles/", chosen)["Location"]
    JOBS.wait()
    return page


def test_only_those_who_view_reports_see_and_make_evidence():
    event = event_with_days(days=1, scans=1)

    assert statuses(None) == [302] * 3
    assert statuses(account_of()) == [404] * 3
    for permission in Permission:
        may = permission is Permission.VIEW_REPORTS
        staff = event_user_of(event, permission).account
        assert statuses(staff) == ([200, 200, 302] if may else [403] * 3)


def test_a_bundle_is_made_downloaded_audited_and_on_record(tmp_path):
    event = event_with_days()
    browser = browser_of(event.owner)
    page = made(browser, people="yes")

    shown = browser.get(page).content.decode()
    file = read(browser.get(f"{page}evidence.zip"))

    digest = sha256(file).hexdigest()
    path = tmp_path / "given.zip"
    path.write_bytes(file)
    code, said = audited(path)
    assert ("The bundle is ready, with 12 entries." in shown, digest in shown) == (True, True)
    assert code == 0
    fingerprint = said[3].split()[-1].rstrip(".")
    assert fingerprint in browser.get(HOME).content.decode()
    export = Export.objects.get()
    assert (export.what, export.rows, export.made_by) == ("evidence", 12, event.owner)
    assert (export.parameters, export.digest) == ({}, digest)


def test_a_bundle_without_names_says_so_on_record_and_in_its_name():
    event = event_with_days(days=1)
    browser = browser_of(event.owner)

    answer = browser.get(f"{made(browser)}evidence.zip")

    assert b"Ada" not in read(answer)
    assert answer["Content-Disposition"] == (
        'attachment; filename="garden-days-evidence-without-names.zip"'
    )
    assert Export.objects.get().parameters == {"people": "no"}


def test_a_bundle_is_its_makers_alone():
    event = event_with_days(days=1)
    page = made(browser_of(event.owner))
    other = browser_of(event_user_of(event, Permission.VIEW_REPORTS).account)

    assert [other.get(one).status_code for one in (page, f"{page}evidence.zip")] == [404, 404]


def test_the_heads_are_taken_away_with_that_of_the_day_that_is_over():
    event = event_with_days()
    assert SignedHead.objects.count() == 2

    file = browser_of(event.owner).get(f"{HOME}heads.jsonl").content

    days = [json.loads(line)["statement"]["day"] for line in file.splitlines()]
    assert days == ["2026-01-31", "2026-02-01", "2026-02-02"]
    export = Export.objects.get()
    assert (export.what, export.rows) == ("signed_heads", 3)
    assert export.digest == sha256(file).hexdigest()


def test_the_page_shows_the_ends_of_the_days_and_of_the_ledger():
    event = event_with_days()
    head = EventHead.objects.get(event=event)

    page = browser_of(event.owner).get(HOME).content.decode()

    signed = list(SignedHead.objects.order_by("-seq"))
    places = [page.index(one.digest) for one in signed]
    assert places == sorted(places)
    assert head.digest in page


def test_an_event_without_a_scan_says_what_will_be_here():
    event = event_of("garden-days")

    page = browser_of(event.owner).get(HOME).content.decode()

    assert "None yet: the first is signed when the first day with a scan is over" in page
    assert "no entry yet" in page


def test_a_day_is_closed_with_what_stands_open_in_sight():
    event = event_with_days(days=1, scans=1)
    browser, page = browser_of(event.owner), f"{HOME}close-day/"

    before = browser.get(page).content.decode()
    after = browser.post(page, follow=True).content.decode()

    assert ("No case is open." in before, "Sign where the ledger ends" in before) == (True, True)
    # The scan of the days before was signed as the end of its own day.
    assert "nothing to close" in after
    assert SignedHead.objects.count() == 1


def test_only_those_who_manage_the_event_see_how_a_day_is_closed():
    event = event_with_days(days=1, scans=1)
    page = f"{HOME}close-day/"

    assert browser_of().get(page).status_code == 302
    assert browser_of(account_of()).get(page).status_code == 404
    for permission in Permission:
        browser = browser_of(event_user_of(event, permission).account)
        expected = 200 if permission is Permission.MANAGE_EVENT else 403
        assert browser.get(page).status_code == expected
        assert browser.post(page).status_code == (302 if expected == 200 else 403)
