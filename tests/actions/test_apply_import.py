"""Files that are imported through the console: looked at first, then applied once and whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.import_files import NOW, applied, begin, run, standing, tried, uploaded
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.apply_import import Agreed, fail_import
from usher.actions.discard_import import discard_import, erase_imports
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.read_import import Chosen, chosen_from
from usher.actions.upload_import import File, choose, guessed, upload_import
from usher.models import Attendee, Import, Registrant, Session
from usher.readers import Order, Unreadable
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PEOPLE = "Name,Email,Level\nAda,ada@example.org,Member\nBob,bob@example.org,Speaker\n"
SESSIONS = "Code,Title,Room,Start,End\nA,Opening,Hall,2026-05-30 09:00,2026-05-30 10:00\n"


@pytest.fixture
def event():
    return event_of("garden-days")


def names():
    return list(Attendee.objects.order_by("name").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PEOPLE, "attendees"),
        (SESSIONS, "sessions"),
        ("Badge code,Session code\nX,A\n", "registrants"),
    ],
)
def test_what_a_file_holds_is_told_by_its_headings(event, text, kind):
    assert uploaded(event, text).kind == kind


def test_a_dry_run_tells_what_would_be_added_changed_and_left_and_changes_nothing(event):
    attendee_of(event, "Ada", email="ada@example.org", level="Member")
    attendee_of(event, "Bob", email="bob@example.org", level="Member")

    found = tried(uploaded(event, PEOPLE + "Cleo,cleo@example.org,Member\n,nobody@example.org,\n"))

    said = found.imported
    assert [line.name for line in said.added] == ["Cleo"]
    assert [(line.name, line.what) for line in said.changed] == [("Bob", ("level",))]
    assert [line.name for line in said.left] == ["Ada"]
    assert [problem.where for problem in found.bad] == ["row 5"]
    assert names() == ["Ada", "Bob"]


def test_a_dry_run_keeps_no_door_waiting(event):
    one = uploaded(event, PEOPLE)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        tried(one)

    writing = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")
    assert [query["sql"] for query in queries if query["sql"].startswith(writing)] == []


def test_an_import_does_what_its_dry_run_said_and_counts_it(event):
    one = applied(uploaded(event, PEOPLE))

    assert names() == ["Ada", "Bob"]
    assert (one.state, one.applied_at, one.done, one.total) == ("applied", NOW, 2, 2)
    assert one.report == {
        "added": 2,
        "changed": 0,
        "left": 0,
        "skipped": 0,
        "doubtful": 0,
        "cancelled": 0,
        "levels": ["Member", "Speaker"],
        "levels_more": 0,
    }


def test_with_a_bad_row_nothing_is_taken_unless_it_is_left_out(event):
    one = uploaded(event, PEOPLE + ",nobody@example.org,\n")

    with pytest.raises(Unreadable):
        applied(one)
    kept = names()
    fail_import(one, "There are bad rows.")
    applied(one, skip_bad=True)

    assert kept == []
    assert names() == ["Ada", "Bob"]
    assert one.report["skipped"] == 1


def test_a_row_that_only_the_event_finds_bad_can_be_left_out_too(event):
    event_user_of(event, account=account_of("bob@example.org"))
    one = uploaded(event, PEOPLE)

    applied(one, skip_bad=True)

    assert (names(), one.report["skipped"]) == (["Ada"], 1)


def test_an_attendee_whose_data_were_erased_is_not_filled_again(event):
    attendee_of(event, "Erased", badge="X1", erased_at=NOW)
    one = uploaded(event, "Badge code,Name\nX1,Ada\n")

    assert [problem.message for problem in tried(one).bad] == [
        "The personal data of this attendee were erased. They stay erased."
    ]


def test_what_was_looked_at_is_done_or_nothing(event):
    one = uploaded(event, PEOPLE)
    agreed = Agreed(tried(one).digest)
    attendee_of(event, "Ada", email="ada@example.org")
    begin(one, agreed)

    with pytest.raises(Conflict):
        run(one)

    assert names() == ["Ada"]


def test_a_double_click_applies_once(event):
    one = uploaded(event, PEOPLE)

    first = begin(one, Agreed("seen"))
    second = begin(one, Agreed("seen"))

    assert (first, second) == (True, False)


def test_an_import_that_was_given_up_takes_nothing(event):
    one = uploaded(event, PEOPLE)
    agreed = Agreed(tried(one).digest)
    begin(one, agreed)
    fail_import(one, "The server was started again.")

    with pytest.raises(Conflict):
        run(one)

    one.refresh_from_db()
    assert (names(), one.state) == ([], "failed")


def test_registrants_of_one_session_need_no_column_that_says_so(event):
    keynote, ada = session_of(event, "KEYNOTE"), attendee_of(event, "Ada", email="ada@example.org")

    applied(uploaded(event, "Email\nada@example.org\n", kind="registrants", session="KEYNOTE"))

    assert list(Registrant.objects.values_list("session", "attendee")) == [(keynote.pk, ada.pk)]
    keynote.tally.refresh_from_db()
    assert keynote.tally.registered == 1


def test_columns_chosen_by_hand_are_read_as_chosen(event):
    one = uploaded(event, "Name,Contact\nAda,ada@example.org\n")

    choose(standing(event), one, Chosen({0: "name", 1: "email"}), kind="attendees")
    one.refresh_from_db()
    applied(one)

    assert Attendee.objects.get().address.email == "ada@example.org"


def test_a_choice_without_what_is_needed_is_refused(event):
    one = uploaded(event, PEOPLE)

    with pytest.raises(BadRequest) as raised:
        choose(standing(event), one, Chosen({0: "left_out", 1: "email"}), kind="attendees")

    assert raised.value.field == "columns"
    assert raised.value.detail == (
        "No column is chosen for Name, First name or Last name. Without it nothing can be imported."
    )


def test_what_was_chosen_is_remembered_for_the_same_headings(event):
    owner = event.owner
    one = uploaded(event, "Name,Contact\nAda,ada@example.org\n")
    choose(standing(event), one, Chosen({0: "name", 1: "email"}), kind="attendees")
    one.refresh_from_db()
    applied(one)
    other, strangers = event_of("other", owner=owner), event_of("strangers")
    again = "Name,Contact\nBob,bob@example.org\n"

    mappings = [chosen_from(uploaded(one, again).mapping) for one in (event, other, strangers)]

    assert [chosen.columns for chosen in mappings] == [
        {0: "name", 1: "email"},
        {0: "name", 1: "email"},
        {0: "name", 1: "kept"},
    ]


def test_dates_that_may_mean_two_days_are_read_in_the_order_that_was_chosen(event):
    text = "Code,Title,Start,End\nA,Opening,3/4/2026 09:00,3/4/2026 10:00\n"
    one = uploaded(event, text)
    doubtful = tried(one).bad_count
    columns = chosen_from(one.mapping).columns

    choose(standing(event), one, Chosen(columns, order=Order.DAY_FIRST), kind="sessions")
    one.refresh_from_db()
    applied(one)

    assert doubtful == 1
    assert Session.objects.get().starts_at.strftime("%d %m") == "03 04"


def test_only_who_may_change_the_rows_may_import_them(event):
    sessions = event_user_of(event, Permission.MANAGE_SESSIONS).account
    attendees = event_user_of(event, Permission.MANAGE_ATTENDEES).account

    with pytest.raises(Denied):
        uploaded(event, PEOPLE, by=sessions)
    with pytest.raises(Denied):
        uploaded(event, SESSIONS, by=attendees)
    registrants = [
        uploaded(event, "Badge code,Session code\nX,A\n", by=account)
        for account in (sessions, attendees)
    ]

    assert [one.kind for one in registrants] == ["registrants", "registrants"]


def test_a_file_that_is_too_large_is_refused_with_the_limit(event):
    file = File("list.csv", b"x" * (1024 * 1024 + 1), mib_max=1)

    with pytest.raises(BadRequest) as raised:
        upload_import(standing(event), file, at=NOW)

    assert raised.value.field == "file"
    assert raised.value.detail.startswith("The file is larger than 1 MiB.")


def test_a_file_that_nobody_applied_is_dropped_after_two_weeks(event):
    forgotten = uploaded(event, PEOPLE)
    Import.objects.filter(pk=forgotten.pk).update(created_at=NOW - timedelta(days=15))

    newer = uploaded(event, PEOPLE)

    assert list(Import.objects.all()) == [newer]


def test_a_discarded_file_is_gone_and_what_it_did_stays_listed(event):
    kept, never = applied(uploaded(event, PEOPLE)), uploaded(event, PEOPLE)

    discard_import(standing(event), kept)
    discard_import(standing(event), never)

    kept.refresh_from_db()
    assert list(Import.objects.all()) == [kept]
    assert (bytes(kept.content), kept.report["added"]) == (b"", 2)


def test_erasing_leaves_nothing_of_people_in_imports(event):
    kept = applied(uploaded(event, PEOPLE))
    uploaded(event, PEOPLE)

    erase_imports(event)

    kept.refresh_from_db()
    assert list(Import.objects.all()) == [kept]
    assert (bytes(kept.content), kept.made, kept.file_name) == (b"", {}, "")


def test_another_kind_is_guessed_anew(event):
    one = uploaded(event, "Email,Session code\nada@example.org,A\n")

    chosen = guessed(standing(event), one, kind="attendees")

    assert chosen.columns == {0: "email", 1: "kept"}
