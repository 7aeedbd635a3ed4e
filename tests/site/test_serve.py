"""`usher serve`, as it is started and stopped in life."""

import re
import signal
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.site.serving import Serving, serving, starting, until_ready, usher

FOREVER = "max-age=315360000, public, immutable"
PAGE = "/accounts/login/"
_FINGERPRINT_FOLLOWS = "Fingerprint of this server's authority, to compare (SHA-256):"
_A_SESSION = """
from tests.makers import session_of
from usher.models import Event
session_of(Event.objects.get(slug="garden"))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder that all servers of this module share, one after the other."""
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def served(folder):
    """A server for this machine and for phones."""
    with serving(folder, "--lan", "--lan-port", "0") as server:
        yield server


@pytest.fixture(scope="module")
def token(served):
    """What the owner of an event with a session listens with."""
    place = ("--name", "Garden days", "--timezone", "Europe/Brussels")
    usher(served.folder, "create_event", "garden", *place, "--owner", "owner@example.org")
    usher(served.folder, "shell", "--no-imports", "--command", _A_SESSION)
    return usher(served.folder, "create_token", "owner@example.org").strip()


@pytest.fixture
def phone(served):
    """A phone that trusts the server's authority and nothing else."""
    with httpx.Client(base_url=served.for_phones[0], verify=served.trusting) as client:
        yield client


@pytest.fixture
def desk(served):
    """The browser of the machine itself."""
    with httpx.Client(base_url=served.here) as client:
        yield client


def test_a_phone_that_trusts_the_authority_opens_every_address_that_was_printed(served):
    statuses = {
        address: httpx.get(f"{address}{PAGE}", verify=served.trusting).status_code
        for address in served.for_phones
    }

    assert set(statuses.values()) == {200}


def test_a_phone_that_was_told_nothing_does_not_trust_the_server(served):
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{served.for_phones[0]}{PAGE}", verify=ssl.create_default_context())


def test_the_machine_itself_needs_no_certificate(desk):
    assert desk.get(PAGE).status_code == 200


def test_both_ways_lead_to_the_same_server_and_only_one_has_secure_cookies(desk, phone):
    cookies = [client.get(PAGE).headers["set-cookie"].split("; ") for client in (desk, phone)]

    assert [cookie.count("Secure") for cookie in cookies] == [0, 1]


def test_the_page_shows_the_fingerprint_that_the_terminal_printed(served, phone):
    page = phone.get("/trust/").text

    printed = served.said[served.said.index(_FINGERPRINT_FOLLOWS) + 1]
    assert re.findall('<code id="fingerprint">([^/]+)</code>', page.replace("<wbr>", "")) == [
        printed
    ]


def test_a_request_under_a_name_that_is_not_this_machines_is_refused(phone):
    assert phone.get(PAGE, headers={"Host": "bank.example"}).status_code == 400


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_console_s_files_come_compressed_and_are_kept_for_good(desk, encoding):
    style = re.findall('href="([^"]+tokens[^"]+css)"', desk.get(PAGE).text)[0]

    answer = desk.get(style, headers={"Accept-Encoding": encoding})

    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["cache-control"] == FOREVER
    assert answer.text == desk.get(style, headers={"Accept-Encoding": "identity"}).text


def test_a_phone_that_speaks_no_tls_gets_no_answer_and_disturbs_nobody(served, phone):
    plain = served.for_phones[0].replace("https:", "http:")

    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{plain}{PAGE}")

    assert phone.get(PAGE).status_code == 200


def test_the_terminal_is_told_once_that_the_database_was_made(served, folder):
    with serving(folder) as second:
        updates = [
            sum(line.startswith("Brought the database up to date") for line in server.said)
            for server in (served, second)
        ]

    assert updates == [1, 0]


def test_a_port_in_use_is_named_with_what_to_do(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        with pytest.raises(subprocess.CalledProcessError) as ended:
            usher(folder, "serve", "--port", port)

    assert ended.value.returncode == 1
    assert ended.value.stderr == (
        f"CommandError: Can't listen on port {port}: Address already in use."
        " Stop what uses it, or choose another with --port.\n"
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_stop_ends_its_live_feeds_and_has_not_failed(folder, token, how):
    with serving(folder) as server, _listening(server, token) as feed:
        frames = feed.iter_raw()
        first = next(frames)

        ended = server.stop(how)

        assert first.startswith(b"id: 0\nevent: tallies\n") is True
        # A feed that ends as a whole answer does, not as a broken one, which would raise.
        assert (ended, list(frames)) == (0, [])


def test_two_servers_that_start_at_once_make_the_database_once(tmp_path):
    with starting(tmp_path) as one, starting(tmp_path) as other, ThreadPoolExecutor() as pool:
        said = [line for lines in pool.map(until_ready, (one, other)) for line in lines]

    assert sum(line.startswith("Brought the database up to date") for line in said) == 1
    assert sum(line.startswith("This machine: ") for line in said) == 2


def _listening(server: Serving, token: str):
    return httpx.stream(
        "GET",
        f"{server.here}/api/v1/events/garden/live",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
