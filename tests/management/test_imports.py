"""The three imports on the command line."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from tests.readers.files import DATA, attendee_list
from usher.actions.imported import Imported
from usher.management.importing import how_of, refused_by_name
from usher.models import Attendee, Registrant, Session
from usher.readers.problems import refuse

pytestmark = pytest.mark.django_db

SESSIONS = "Code,Title,Room,Start,End\nA,Opening,Hall,2026-05-30 09:00,2026-05-30 10:00\n"


@pytest.fixture
def file(tmp_path):
    """Write a file of this content, and return it."""

    def written(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def run(command, *arguments, **options):
    said = StringIO()
    call_command(command, *map(str, arguments), stdout=said, **options)
    return said.getvalue().splitlines()


def refusal_of(command, *arguments):
    with pytest.raises(CommandError) as raised:
        run(command, *arguments)
    assert raised.value.returncode == 1
    return str(raised.value).splitlines()


def all_rows():
    """Every row of every table of ours."""
    models = apps.get_app_config("usher").get_models(include_auto_created=True)
    return {
        model.__name__: sorted(map(str, model._default_manager.values_list())) for model in models
    }


def test_sessions_are_added_changed_and_left(file):
    event_of("garden-days")
    moved = SESSIONS.replace("Hall", "Attic") + "B,Closing,Hall,2026-05-31 16:00,2026-05-31 17:00\n"

    first = run("import_sessions", "garden-days", file(SESSIONS))
    second = run("import_sessions", "garden-days", file(moved))
    third = run("import_sessions", "garden-days", file(moved))

    assert first == ["added Opening [A] (row 2)", "1 added, 0 changed, 0 unchanged"]
    assert second == [
        "added Closing [B] (row 3)",
        "changed Opening [A] (row 2): room",
        "1 added, 1 changed, 0 unchanged",
    ]
    assert third == ["0 added, 0 changed, 2 unchanged"]


def test_times_without_a_zone_are_the_events_or_those_of_the_zone_that_is_named(file):
    event_of("brussels")
    event_of("elsewhere")

    run("import_sessions", "brussels", file(SESSIONS))
    run("import_sessions", "elsewhere", file(SESSIONS), "--timezone", "America/New_York")

    hours = dict(Session.objects.values_list("event__slug", "starts_at__hour"))
    assert hours == {"brussels": 7, "elsewhere": 13}


def test_a_zone_that_is_none_is_refused(file):
    event_of("garden-days")

    said = refusal_of("import_sessions", "garden-days", file(SESSIONS), "--timezone", "Mars/Base")

    assert said == ["Mars/Base is not a time zone. Write it like Europe/Brussels."]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(file):
    event_of("garden-days")
    before = all_rows()

    said = run("import_sessions", "garden-days", file(SESSIONS), dry_run=True)

    assert said == [
        "added Opening [A] (row 2)",
        "Only tried: nothing was changed. Without --dry-run it would be:",
        "1 added, 0 changed, 0 unchanged",
    ]
    assert all_rows() == before


def test_a_long_list_is_cut_short_and_its_sums_are_not():
    event_of("garden-days")
    real = DATA / "attendees" / "eventbrite-attendee-report-composed-400.csv"

    said = run("import_attendees", "garden-days", real)

    assert [line.split()[0] for line in said[:6]] == ["new"] * 5 + ["53"]
    assert len(said) == 28
    assert said[-2:] == ["and 380 more", "400 added, 0 changed, 0 unchanged"]


def test_who_is_doubtful_is_named(file):
    event_of("garden-days")

    said = run("import_attendees", "garden-days", file("Name\n毛泽东\n"))

    assert said[-2:] == ["doubtful 毛泽东 (row 2)", "1 added, 0 changed, 0 unchanged"]


@pytest.mark.parametrize(
    ("command", "content", "place"),
    [
        (
            "import_sessions",
            "Code,Title,Room,Start,End,Levels\n"
            "A,Opening,Hall,2026-05-30 09:00,2026-05-30 10:00,New level\n"
            "B,Closing,Hall,2026-05-30 12:00,2026-05-30 11:00,\n",
            "row 3, column end: ",
        ),
        (
            "import_attendees",
            "Name,Email,Level\nAda,ada@example.org,New level\nDora,Door@example.org,\n",
            "row 3, column e-mail: ",
        ),
        ("import_attendees", "Name,Email\nAda,ada@example.org\nBob,bob\n", "row 3, column Email: "),
        (
            "import_registrants",
            "Badge code,Session code\nB-1,A\nB-1,NOWHERE\n",
            "row 3, column session code: ",
        ),
    ],
)
def test_a_bad_file_is_refused_by_row_and_column_and_changes_nothing(file, command, content, place):
    event = event_of("garden-days")
    event_user_of(event, account=account_of("door@example.org"))
    session_of(event, "A")
    attendee_of(event, badge="B-1")
    before = all_rows()
    bad = file(content)

    said = refusal_of(command, "garden-days", bad)

    assert said[0] == f"{bad} was refused, and nothing was changed:"
    assert [line[: len(place)] for line in said[1:]] == [place]
    assert all_rows() == before


def test_a_refusal_in_the_middle_says_how_many_rows_stay(tmp_path):
    how = how_of({"dry_run": False, "skip_bad_rows": False})

    def take():
        how.progress.took(50, Imported())
        raise refuse("The address is an event user's.", where="row 52")

    with pytest.raises(CommandError) as raised:
        refused_by_name(tmp_path, take, how)

    assert str(raised.value).splitlines() == [
        f"{tmp_path} was refused. 50 of its rows were taken before, and stay. What is wrong:",
        "row 52: The address is an event user's.",
    ]


def test_a_file_of_another_kind_is_refused(file):
    event_of("garden-days")

    said = refusal_of("import_attendees", "garden-days", file(b"%PDF-1.7 ...", "people.pdf"))

    assert said[1:] == ["The file is a PDF; export the data as CSV or XLSX."]


def test_a_file_that_is_not_there_is_named(tmp_path):
    event_of("garden-days")
    path = tmp_path / "nowhere.csv"

    said = refusal_of("import_registrants", "garden-days", path)

    assert said == [f"{path} can't be read: No such file or directory."]


def test_an_unknown_event_is_answered_with_those_there_are(file):
    event_of("garden-days")

    said = refusal_of("import_sessions", "garden", file(SESSIONS))

    assert said == ["There is no event 'garden'. Events here: garden-days."]


def test_lists_are_taken_from_the_file(file):
    event = event_of("garden-days")
    for code in ("Demo", "Wshop", "Knote"):
        session_of(event, code)
    for external_id in ("1234-55-122", "4321-55-111"):
        attendee_of(event, external_id=external_id)
    real = file(attendee_list("certain-session-registrations.csv"))

    said = run("import_registrants", "garden-days", real)

    assert said[-1] == "3 added, 0 changed, 1 unchanged"
    assert Registrant.objects.count() == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_usual_encoding_gives_the_same_attendees(file, encoding):
    event_of("garden-days")
    content = "Name;E-mail\r\nZoë Müller;zoe@example.org\r\n".encode(encoding)

    run("import_attendees", "garden-days", file(content))

    assert Attendee.objects.get().name == "Zoë Müller"


def test_bad_rows_are_left_out_and_named_where_one_says_so(file):
    event_of("garden-days")
    people = "Name,Email\nAda,ada@example.org\n,nobody@example.org\n"

    said = run("import_attendees", "garden-days", file(people), "--skip-bad-rows")

    assert said == [
        "left out row 3, column Name: there is no name",
        "added Ada (row 2)",
        "1 added, 0 changed, 0 unchanged",
    ]
    assert Attendee.objects.count() == 1
