"""Files: how they are laid out, compressed, named and kept by browsers."""

import os
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from usher.site.static_files import CollectedFiles, StaticFiles, collect

STYLE = "body { color: black }\n" * 40
FOREVER = "max-age=315360000, public, immutable"


@pytest.fixture
def sources(settings, tmp_path: Path) -> Path:
    """A folder of the console's files, and an empty one to lay them out in."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.css").write_text(STYLE)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_ROOT = None
    return folder


@pytest.fixture
def phone(settings, tmp_path: Path) -> Path:
    """The phone app as its build lays it out."""
    folder = tmp_path / "phone" / "scan"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "sw.js").write_text("1")
    (folder / "manifest.webmanifest").write_text("{}")
    (folder / "assets" / "index-1a2b3c4d.js").write_text("let a = 1;" * 100)
    (folder / "assets" / "index-1a2b3c4d.js.br").write_bytes(b"brotli")
    (folder / "assets" / "index-1a2b3c4d.js.gz").write_bytes(b"by gzip")
    (folder / "assets" / "reader-5e6f.wasm").write_bytes(b"\0asm")
    settings.STATIC_ROOT = tmp_path / "nothing collected"
    settings.WHITENOISE_ROOT = tmp_path / "phone"
    return folder


def get(path: str, **headers: str) -> HttpResponse:
    """Ask for a file; whatever is none is answered 404."""
    answer: HttpResponse = StaticFiles(_no_file)(RequestFactory().get(path, headers=headers))
    return answer


def _no_file(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


@pytest.mark.parametrize(
    ("accepts", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"brotli"),
        ("gzip", "gzip", b"by gzip"),
        ("", None, b"let a = 1;" * 100),
    ],
)
def test_a_browser_gets_the_shortest_form_that_it_understands(phone, accepts, encoding, body):
    answer = get("/scan/assets/index-1a2b3c4d.js", accept_encoding=accepts)

    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.content == body
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "kept", "kind"),
    [
        ("/scan/", "no-cache", 'text/html; charset="utf-8"'),
        ("/scan/sw.js", "no-cache", 'text/javascript; charset="utf-8"'),
        ("/scan/manifest.webmanifest", "no-cache", "application/manifest+json"),
        ("/scan/assets/index-1a2b3c4d.js", FOREVER, 'text/javascript; charset="utf-8"'),
        ("/scan/assets/reader-5e6f.wasm", FOREVER, "application/wasm"),
    ],
)
def test_a_phone_keeps_what_never_changes_and_asks_again_for_the_rest(phone, path, kept, kind):
    answer = get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == kept
    assert answer.headers["Content-Type"] == kind


def test_a_new_version_of_the_same_length_and_date_is_not_taken_for_the_old(phone):
    os.utime(phone / "sw.js", (1, 1))
    old = get("/scan/sw.js").headers["ETag"]
    (phone / "sw.js").write_text("2")
    os.utime(phone / "sw.js", (1, 1))

    again = get("/scan/sw.js", if_none_match=old)

    assert (again.status_code, again.content) == (200, b"2")


def test_what_did_not_change_is_not_sent_again(phone):
    tag = get("/scan/sw.js").headers["ETag"]

    again = get("/scan/sw.js", if_none_match=tag)

    assert (again.status_code, again.content) == (304, b"")


def test_what_is_no_file_goes_on(phone):
    statuses = [get(path).status_code for path in ("/", "/scan/../sw.js", "/scan/nothing.js")]

    assert statuses == [404, 404, 404]


def test_collected_files_are_named_by_their_content_compressed_and_kept_for_good(sources):
    collect()

    address = CollectedFiles().url("page.css")
    answer = get(address, accept_encoding="br")

    assert address == "/static/page.a65ddcd5b579.css"
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.headers["Content-Encoding"] == "br"


def test_files_are_laid_out_again_only_when_they_changed(sources):
    first = [collect(), collect()]
    (sources / "page.css").write_text(STYLE + "p { margin: 0 }")

    then = [collect(), collect()]

    assert (first, then) == ([True, False], [True, False])


def test_pages_opened_before_an_update_still_find_their_files(sources):
    collect()
    before = CollectedFiles().url("page.css")
    (sources / "page.css").write_text(STYLE + "p { margin: 0 }")

    collect()

    assert get(before).status_code == 200
    assert (CollectedFiles().url("page.css") == before) is False


def test_files_go_by_their_plain_names_until_they_are_collected(sources):
    assert CollectedFiles().url("page.css") == "/static/page.css"
