"""What load balancers and monitoring are told."""

import asyncio
import re

import httpx
import pytest
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.door.requests import HOST, ask, scan_json, send_scans
from tests.makers import attendee_of, event_of, session_of
from usher.door import coalescer
from usher.site import readiness
from usher.site.application import Application
from usher.site.backup import write_backup

TOKEN = "scraper's"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
SAMPLE = re.compile(r"^([a-z_]+(?:\{[a-z]+=\"[^\"]+\"\})?) (\S+)$", re.MULTILINE)
FORM = re.compile(r"(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+=\"[^\"]+\"\})? [0-9.e+-]+)")

in_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scraped(settings):
    """Each figure as it is scraped now."""
    settings.USHER_METRICS_TOKEN = TOKEN

    def scrape() -> dict[str, float]:
        lines = ask("GET", "/metrics", headers=WITH_TOKEN).text
        return {name: float(value) for name, value in SAMPLE.findall(lines)}

    return scrape


@pytest.fixture
def last_migration():
    """The newest of Usher's migrations, which the test may take back."""
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "usher")
    yield newest
    recorder.record_unapplied("usher", newest)
    recorder.record_applied("usher", newest)


def told(answer: httpx.Response) -> tuple[int, object]:
    return answer.status_code, answer.json()


def test_a_server_lives_whatever_its_database_does():
    # Without the mark, a test that touches the database fails.
    assert told(ask("GET", "/healthz")) == (200, {"live": True})


@in_database
def test_a_server_with_database_and_room_is_ready():
    assert told(ask("GET", "/readyz")) == (200, {"ready": True})


@in_database
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_load_balancer_may_ask_under_any_name(path):
    assert ask("GET", path, headers={"Host": "10.1.2.3:8000"}).status_code == 200


@in_database
def test_a_server_without_room_on_its_disk_is_not_ready(settings):
    settings.USHER_DISK_FREE_MIB_MIN = 10**12

    assert told(ask("GET", "/readyz")) == (503, {"ready": False, "lacking": ["disk"]})


@in_database
def test_a_server_whose_folder_is_gone_is_not_ready(settings, tmp_path):
    settings.USHER_DATA_DIR = tmp_path / "gone"

    assert told(ask("GET", "/readyz")) == (503, {"ready": False, "lacking": ["disk"]})


@in_database
def test_a_server_whose_database_is_behind_is_not_ready(last_migration):
    MigrationRecorder(connection).record_unapplied("usher", last_migration)

    assert told(ask("GET", "/readyz")) == (503, {"ready": False, "lacking": ["migrations"]})


@in_database
def test_a_server_without_its_database_is_not_ready_and_recovers(monkeypatch, tmp_path):
    with monkeypatch.context() as broken:
        # A folder is no database, and PostgreSQL takes no long name for one.
        broken.setitem(connection.settings_dict, "NAME", "/")
        broken.setitem(connection.settings_dict, "HOST", str(tmp_path))
        without = told(ask("GET", "/readyz"))

    assert without == (503, {"ready": False, "lacking": ["database"]})
    assert told(ask("GET", "/readyz")) == (200, {"ready": True})


@in_database
def test_a_database_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(readiness, "_PATIENCE_SECONDS", 0.0)

    assert told(ask("GET", "/readyz")) == (503, {"ready": False, "lacking": ["database"]})


@in_database
def test_a_server_at_which_too_much_waits_is_not_ready(monkeypatch):
    monkeypatch.setattr(coalescer, "WAITING_MAX", 0)

    assert told(ask("GET", "/readyz")) == (503, {"ready": False, "lacking": ["queue"]})


@in_database
def test_a_server_that_stops_is_not_ready():
    async def ask_while_stopping() -> httpx.Response:
        application = Application(ASGIHandler())
        application.stopping()
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            answer = await client.get("/readyz")
        await application.drain()
        return answer

    answer = asyncio.run(ask_while_stopping())

    assert told(answer) == (503, {"ready": False, "lacking": ["stopping"]})


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nothing_is_sent_there(path):
    answer = ask("POST", path)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_without_a_token_of_its_own_a_server_has_no_figures():
    assert ask("GET", "/metrics", headers=WITH_TOKEN).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer another"}, {"Authorization": ""}])
def test_figures_are_for_whoever_holds_the_token(settings, sent):
    settings.USHER_METRICS_TOKEN = TOKEN

    answer = ask("GET", "/metrics", headers=sent)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@in_database
def test_scans_are_counted_by_their_outcome_and_requests_by_their_status(scraped):
    event = event_of()
    session, ada = session_of(event), attendee_of(event)
    before = scraped()

    send_scans(
        event.slug,
        scan_json(session, ada, number=1),
        scan_json(session, "nobody's", number=2),
        by=event.owner,
    )
    send_scans(event.slug, scan_json(session, ada, number=3))

    after = scraped()
    assert {name: after[name] - before.get(name, 0) for name in RISEN} == RISEN


RISEN = {
    'usher_scans_total{outcome="admitted"}': 1,
    'usher_scans_total{outcome="refused"}': 1,
    'usher_scans_total{outcome="left"}': 0,
    'usher_batch_scans_bucket{le="1"}': 0,
    'usher_batch_scans_bucket{le="2"}': 1,
    "usher_batch_scans_sum": 2,
    "usher_batch_scans_count": 1,
}


@in_database
def test_what_one_server_answered_is_counted_there(settings):
    settings.USHER_METRICS_TOKEN = TOKEN

    async def answer_some() -> str:
        application = Application(ASGIHandler())
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            await client.post("/api/v1/events/any/scans", json={})
            await client.get("/api/v1/nothing")
            await client.get("/accounts/login/")
            scraped = await client.get("/metrics", headers=WITH_TOKEN)
        await application.drain()
        return scraped.text

    lines = asyncio.run(answer_some()).splitlines()

    assert [line for line in lines if line.startswith("usher_requests_total")] == [
        'usher_requests_total{status="1xx"} 0',
        'usher_requests_total{status="2xx"} 1',
        'usher_requests_total{status="3xx"} 0',
        'usher_requests_total{status="4xx"} 2',
        'usher_requests_total{status="5xx"} 0',
    ]
    assert [line for line in lines if line.startswith("usher_scan_request_seconds_count")] == [
        "usher_scan_request_seconds_count 1"
    ]


@in_database
@pytest.mark.sqlite
def test_the_age_of_the_last_backup_is_told_once_there_is_one(scraped, settings, tmp_path):
    settings.USHER_DATA_DIR = tmp_path
    before = scraped()
    write_backup(tmp_path / "copy.sqlite3")

    age = scraped()["usher_last_backup_age_seconds"]

    assert ("usher_last_backup_age_seconds" in before, 0 <= age < 60) == (False, True)


def test_every_line_is_of_the_form_that_prometheus_reads(settings):
    settings.USHER_METRICS_TOKEN = TOKEN

    answer = ask("GET", "/metrics", headers=WITH_TOKEN)

    lines = answer.text.splitlines()
    assert [line for line in lines if not FORM.fullmatch(line)] == []
    assert (answer.headers["content-type"], answer.text[-1], len(lines) > 50) == (
        "text/plain; version=0.0.4; charset=utf-8",
        "\n",
        True,
    )


def test_what_waits_listens_and_is_used_is_told(scraped):
    figures = scraped()

    assert (figures["usher_waiting_scans"], figures["usher_feed_listeners"]) == (0, 0)
    assert figures["usher_disk_free_bytes"] > 0


@in_database
def test_only_what_is_lacking_is_logged(caplog, settings):
    settings.USHER_METRICS_TOKEN = TOKEN
    with caplog.at_level("INFO", logger="usher"):
        for path in ("/healthz", "/readyz?who=ada@example.org", "/metrics"):
            ask("GET", path, headers=WITH_TOKEN)
        settings.USHER_DISK_FREE_MIB_MIN = 10**12
        ask("GET", "/readyz?who=ada@example.org", headers=WITH_TOKEN)

    (line,) = [record for record in caplog.records if record.name.startswith("usher")]
    assert (line.name, line.getMessage(), line.lacking) == (
        "usher.operations",
        "not ready",
        ["disk"],
    )
