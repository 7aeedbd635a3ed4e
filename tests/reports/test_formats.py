"""Credit and attendance as other systems take them, beside what those systems document."""

import csv
import io
import json
from datetime import timedelta
from hashlib import sha1
from typing import Any

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.actions.credit_rows import EVENING, giving, published, rule_of, was_inside
from tests.makers import START, account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.models import Attendee, Event
from usher.queries.interval_rows import rows_in
from usher.reports.formats.calendar import attended_calendar
from usher.reports.formats.learners import (
    FIELDS,
    Learners,
    learners_json,
    sift_learners,
    tab_delimited,
)
from usher.reports.formats.roster import Roster, roster_xls, sift_roster
from usher.reports.formats.statements import duration, statements, written

pytestmark = pytest.mark.django_db

ROSTER = Roster(credit_type="CME", provider="1234", licence="Licence", state="FL", profession="RN")
LEARNERS = Learners(
    credit_type="CME",
    organization="Garden\tSociety",
    provider="0001234",
    activity="200012345",
    certification="MOC II",
    domain="NPI",
    given="First",
    family="Last",
    number="Licence",
    birth="Born",
)
ADA = {"Licence": "RN 0042", "First": "Ada", "Last": "Byron", "Born": "1980-12-31"}


@pytest.fixture
def event() -> Event:
    """Make an event with an hour of trees and an hour of ponds, in minutes of credit."""
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    trees = session_of(event, "TREES", title="Trees", room="Oak")
    ponds = session_of(event, "PONDS", title="Ponds", starts_at=START + timedelta(hours=2))
    giving(event, rule_of(event), trees, ponds)
    return event


def person(event: Event, name: str, fields: dict[str, str], *codes: str) -> Attendee:
    attendee = attendee_of(event, name, fields=fields)
    for code in codes:
        was_inside(event.sessions.get(code=code), attendee)
    return attendee


def sheet(content: bytes) -> list[list[Any]]:
    (name,) = (book := CalamineWorkbook.from_filelike(io.BytesIO(content))).sheet_names
    return book.get_sheet_by_name(name).to_python()


def test_a_roster_has_its_columns_a_to_j_and_a_row_for_each_session(event):
    person(event, "Ada", ADA, "TREES", "PONDS")
    published(event)

    found = sift_roster(event, ROSTER)
    headings, first, second = sheet(roster_xls(found.records))

    assert len(headings) == 10
    assert first[:5] == ["1234", "", "TREES", "", "RN 0042"]
    assert (str(first[5]), first[6:]) == ("2026-01-31", ["FL", "RN", "", ""])
    assert second[2] == "PONDS"
    assert found.lacks == []


def test_a_roster_of_one_course_has_a_row_for_each_person_and_partial_hours(event):
    person(event, "Ada", ADA, "TREES", "PONDS")
    published(event)
    roster = Roster(
        credit_type="CME", provider="1", licence="Licence", state="FL", profession="RN",
        course="98765", subject="SUB1",
    )  # fmt: skip

    (record,) = sift_roster(event, roster).records

    assert (record["course"], record["own_course"]) == ("98765", "")
    assert (record["subject"], record["hours"]) == ("SUB1", "120")


def test_who_lacks_something_is_named_once_and_left_out_of_the_roster(event):
    person(event, "Ada", ADA, "TREES")
    eve = person(event, "Eve", {"Licence": " "}, "TREES", "PONDS")
    published(event)

    found = sift_roster(event, ROSTER)

    assert [record["licence"] for record in found.records] == ["RN 0042"]
    assert [(one.attendee, one.what) for one in found.lacks] == [(eve, ("licence",))]


def test_a_state_in_a_column_goes_before_that_of_all_others(event):
    person(event, "Ada", ADA | {"St": "GA"}, "TREES")
    person(event, "Eve", ADA, "TREES")
    published(event)
    roster = Roster(
        credit_type="CME", provider="1", licence="Licence", state="FL", state_column="St",
        profession="RN",
    )  # fmt: skip

    assert [one["state"] for one in sift_roster(event, roster).records] == ["GA", "FL"]


def test_credit_that_was_not_published_or_is_none_is_reported_to_nobody(event):
    person(event, "Ada", ADA, "TREES")

    assert sift_roster(event, ROSTER).records == []


def test_an_erased_person_is_in_no_file_and_no_list(event):
    ada = person(event, "Ada", ADA, "TREES")
    published(event)
    ada.erased_at = EVENING
    ada.save(update_fields=["erased_at"])

    found = sift_roster(event, ROSTER)

    assert (found.records, found.lacks) == ([], [])


def test_a_learner_report_has_a_line_of_fields_and_nothing_for_what_is_empty(event):
    person(event, "Ada", ADA | {"Born": ""}, "TREES", "PONDS")
    published(event)

    text = tab_delimited(sift_learners(event, LEARNERS).records).decode()

    (line,) = csv.reader(io.StringIO(text), delimiter="\t")
    assert dict(zip(FIELDS, line, strict=True)) == {
        "organization": "Garden\tSociety".replace("\t", " "),
        "given": "Ada",
        "family": "Byron",
        "birth": "",
        "provider": "0001234",
        "title": "Garden Days",
        "activity": "200012345",
        "status": "Completed",
        "completed": "2026-01-31T13:00:00",
        "number": "RN 0042",
        "domain": "NPI",
        "certification": "MOC II",
        "unit": "Point",
        "credits": "120",
        "credit_id": "",
        "provider_again": "0001234",
        "action": "add",
    }


def test_a_learner_report_as_json_nests_as_the_draft_says(event):
    person(event, "Ada", ADA, "TREES")
    published(event)

    told = json.loads(learners_json(sift_learners(event, LEARNERS).records, at=EVENING))

    reports = told["ACCMELearnerReports"]["ActivityReports"]
    assert reports["DateTimeCreated"] == "2026-01-31T18:00:00+00:00"
    (report,) = reports["ActivityReport"]
    assert report["Member"] == {
        "Name": {"GivenName": "Ada", "FamilyName": "Byron"},
        "PersonalInfo": {"BirthDate": "1980-12-31"},
    }
    assert report["Activity"]["Module"]["CreditCertificate"] == [
        {
            "UniqueID": {"value": "RN 0042", "domain": "NPI"},
            "CreditReceived": {
                "activityCertification": "MOC II",
                "creditUnit": "Point",
                "numberOfCredits": 60,
            },
        }
    ]
    assert report["XtensibleInfo"] == {"ProviderID": "0001234", "LearnerRecordAction": "add"}


def test_a_learner_report_leaves_out_who_lacks_a_name_or_has_a_date_that_is_none(event):
    person(event, "Eve", ADA | {"Last": "", "Born": "31/12/1980"}, "TREES")
    published(event)

    found = sift_learners(event, LEARNERS)

    assert (found.records, [one.what for one in found.lacks]) == ([], [("family", "birth")])


def test_credit_between_two_quarters_is_not_rounded_but_told(event):
    hours = {"unit": "hours", "credit_type": "AMA", "rounding": "tenth_hours"}
    giving(event, rule_of(event, "Tenths", **hours), event.sessions.get(code="TREES"))
    ada = attendee_of(event, "Ada", fields=ADA)
    was_inside(event.sessions.get(code="TREES"), ada, 0, 25)
    published(event)
    learners = Learners(**{name: getattr(LEARNERS, name) for name in LEARNERS.__slots__} | {
        "credit_type": "AMA"
    })  # fmt: skip

    assert [one.what for one in sift_learners(event, learners).lacks] == [("quarters",)]


def test_a_statement_says_attended_with_the_time_inside_and_no_name(event):
    ada = attendee_of(event, "Ada Byron", email="ada@example.org")
    trees = event.sessions.get(code="TREES")
    for begin, end in ((0, 20), (30, 60)):
        was_inside(trees, ada, begin, end)

    whole = b"".join(written(statements(event, at=EVENING)))
    (told,) = json.loads(whole)

    digest = sha1(b"mailto:ada@example.org", usedforsecurity=False).hexdigest()
    assert told["actor"] == {"objectType": "Agent", "mbox_sha1sum": digest}
    assert told["verb"]["id"] == "http://adlnet.gov/expapi/verbs/attended"
    assert told["object"]["definition"]["name"] == {"en": "Trees"}
    assert told["result"] == {"completion": True, "duration": "PT0H50M0S"}
    assert told["timestamp"] == "2026-01-31T11:00:00.000+01:00"
    assert b"Ada" not in whole
    assert json.loads(b"".join(written(statements(event, at=EVENING)))) == [told]


def test_another_time_inside_is_another_statement(event):
    ada = attendee_of(event, "Ada", email="ada@example.org")
    trees = event.sessions.get(code="TREES")
    was_inside(trees, ada, 0, 20)
    (before,) = next(statements(event, at=EVENING))
    was_inside(trees, ada, 30, 60)
    (after,) = next(statements(event, at=EVENING))

    assert before["id"] != after["id"]
    assert before["object"] == after["object"]


def test_who_is_inside_or_has_no_address_has_no_statement(event):
    trees = event.sessions.get(code="TREES")
    ada, eve = attendee_of(event, email="ada@example.org"), attendee_of(event, "Eve")
    admitted(event, scan_of(trees, ada, at=START))
    was_inside(trees, eve)

    assert list(statements(event, at=START + timedelta(minutes=5))) == [[]]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "PT0H0M0S"), (3600, "PT1H0M0S"), (90061, "PT25H1M1S")]
)
def test_a_duration_is_as_iso_8601_has_it(seconds, text):
    assert duration(seconds * 1_000_000) == text


def test_a_calendar_has_the_times_of_the_scans_by_the_events_clocks(event):
    ada = person(event, "Ada", ADA, "TREES")
    admitted(event, scan_of(event.sessions.get(code="PONDS"), ada, at=START + timedelta(hours=2)))

    content, count = attended_calendar(ada, at=EVENING)

    calendar = Calendar.from_ical(content)
    trees, ponds = calendar.walk("VEVENT")
    assert (count, str(trees["summary"]), str(trees["location"])) == (2, "Trees", "Oak")
    assert trees.decoded("dtstart").isoformat() == "2026-01-31T10:00:00+01:00"
    assert trees.decoded("dtend").isoformat() == "2026-01-31T11:00:00+01:00"
    assert "Nobody saw them leave" in str(ponds["description"])
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == [event.timezone]
    assert trees["uid"] != ponds["uid"]


def test_many_people_take_no_more_statements_of_the_database(event, django_assert_num_queries):
    for number in range(3):
        one = attendee_of(event, email=f"a{number}@example.org", fields=ADA)
        was_inside(event.sessions.get(code="TREES"), one)
    published(event)

    assert len(next(rows_in(event, at=EVENING))) == 3
    with django_assert_num_queries(2):
        assert len(sift_roster(event, ROSTER).records) == 3
    with django_assert_num_queries(6):
        assert len(next(statements(event, at=EVENING))) == 3
