"""`usher import_attendance`."""

from datetime import UTC, datetime

import pytest

from tests.makers import attendee_of, event_of, session_of
from tests.management.test_imports import refusal_of, run
from tests.readers.files import DATA
from usher.models import Entry

pytestmark = pytest.mark.django_db

LIST = DATA / "attendance" / "teams-attendance-list-2020-pseudonymous.csv"
NAMES = ("--session", "WEB", "--by-name", "--skip-bad-rows")


@pytest.fixture
def event():
    made = event_of("garden-days", timezone="Europe/Vilnius")
    session_of(made, "WEB", starts_at=datetime(2020, 11, 4, 7, 45, tzinfo=UTC))
    attendee_of(made, "Annelise Weber")
    return made


def test_a_report_is_taken_in_by_names_where_that_is_asked_for(event):
    said = run("import_attendance", "garden-days", LIST, *NAMES, "--dates", "month-first")

    assert said[-1] == "1 added, 0 changed, 0 unchanged"
    assert "doubtful Annelise Weber (row 3): Only the name tells who this is." in said
    assert "added Annelise Weber (row 3): 09:50:12 to 10:06:45" in said
    assert Entry.objects.count() == 2


def test_without_the_order_of_days_the_file_is_refused_and_says_what_to_do(event):
    said = refusal_of("import_attendance", "garden-days", LIST, "--session", "WEB", "--by-name")

    assert "may mean two days" in said[1]
    assert Entry.objects.count() == 0
