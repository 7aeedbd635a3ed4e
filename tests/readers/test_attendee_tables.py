"""Lists of attendees as registration systems export them."""

from collections import Counter

import pytest

from tests.readers.files import attendee_list, csv_of, sheet_of, xlsx_of
from usher.readers import AttendeeRow, Problem, Unreadable, read_attendees


def _read(name: str) -> list[AttendeeRow]:
    return read_attendees(attendee_list(name), name=name)


def _of_lines(*lines: str) -> list[AttendeeRow]:
    return read_attendees("\n".join(lines).encode(), name="attendees.csv")


def test_an_eventbrite_report_gives_names_levels_and_the_organizer_s_own_questions() -> None:
    john, jane = _read("eventbrite-attendee-report-2024.csv")

    assert (john.name, john.email, john.company) == (
        "John Doe",
        "jdoe1@test1mail.com",
        "Company1Name",
    )
    assert (john.external_id, john.badge_code, john.level) == (
        "18441583423",
        None,
        "General Admission",
    )
    assert john.fields["Where are you located (city+state or city+country)"] == "City1, CA"
    assert jane.fields["Attendee Status"] == "Attending"
    assert "Home Zip" not in jane.fields


def test_refunded_deleted_transferred_and_absent_attendees_of_eventbrite_are_cancelled() -> None:
    rows = _read("eventbrite-attendee-report-composed-400.csv")

    cancelled = Counter(row.fields["Attendee Status"] for row in rows if row.cancelled)
    assert cancelled == {"Not Attending": 19, "Refunded": 16, "Transferred": 11, "Deleted": 7}
    assert len(rows) == 400
    assert {row.company for row in rows} >= {"=SUM(1,1)", '"Quoted" Ltd'}


def test_several_attendees_of_one_order_are_several_people() -> None:
    rows = _read("eventbrite-attendee-report-composed-400.csv")

    orders = Counter(row.fields["Order #"] for row in rows)
    assert max(orders.values()) > 1
    assert len({row.external_id for row in rows}) == 400
    assert rows[0].fields["Order Date"] == "10/28/24 16:19"


def test_pretix_secret_is_the_badge_code() -> None:
    peter, andrea = _read("pretix-checkin-list.csv")

    assert (peter.name, peter.badge_code) == (
        "Mr Peter A Jones",
        "hutjztuxhkbtwnesv2suqv26k6ttytxx",
    )
    assert (andrea.level, andrea.email) == ("Ticket", "dummy@dummy.test")
    assert andrea.fields["Order code"] == "FOO"


def test_a_hi_events_workbook_gives_whole_ids_and_what_its_badges_hold() -> None:
    rows = _read("hievents-attendees-composed.xlsx")

    assert (len(rows), rows[0].external_id, rows[0].badge_code) == (150, "5000", "A-4F9TP75")
    assert (rows[0].name, rows[0].level) == ("নমিতা বৰুৱা", "General - Regular")
    assert Counter(row.cancelled for row in rows) == {False: 138, True: 12}
    assert rows[2].fields["Notes"] == "line one\nline two"
    assert rows[2].fields["Check Ins"] == (
        "Main entrance (2025-03-30 09:32:44), Workshop, Room B (2025-03-30 17:45:34)"
    )


def test_indico_registrations_that_were_rejected_or_withdrawn_are_cancelled() -> None:
    rows = _read("indico-registrations-composed.csv")

    cancelled = Counter(row.fields["Registration state"] for row in rows if row.cancelled)
    assert cancelled == {"Rejected": 7, "Withdrawn": 7}
    assert (rows[0].name, rows[0].external_id, rows[0].company) == ("신밧드", "1", "東京大学")
    assert rows[0].fields["Tags"] == "Committee; Speaker"
    assert (len(rows), rows[0].fields["Checked in"]) == (150, "Yes")


def test_hard_names_stay_as_they_are_written() -> None:
    names = [row.name for row in _read("hard-names.csv")]

    assert len(names) == 26
    assert names[:3] == ["Björk Guðmundsdóttir", "Isa bin Osman", "毛泽东"]


def test_a_plain_list_needs_no_system() -> None:
    rows = _of_lines(
        "Surname;First name;E-mail;Registration level;Badge code;Diet",
        " Håkansson ;Åsa;asa@example.org;Member;B-1;vegan",
        "Null;;null@example.org;;;",
    )

    assert rows == [
        AttendeeRow(
            where="row 2",
            badge_code="B-1",
            external_id=None,
            name="Åsa Håkansson",
            email="asa@example.org",
            company="",
            level="Member",
            cancelled=None,
            fields={"Surname": "Håkansson", "First name": "Åsa", "Diet": "vegan"},
        ),
        AttendeeRow(
            where="row 3",
            badge_code=None,
            external_id=None,
            name="Null",
            email="null@example.org",
            company="",
            level=None,
            cancelled=None,
            fields={"Surname": "Null"},
        ),
    ]


def test_the_same_name_composed_and_decomposed_is_one_name() -> None:
    composed, decomposed = _of_lines("Name", "Zoë", "Zoe\u0308")

    assert composed.name == decomposed.name


def test_columns_of_the_same_heading_and_of_none_are_all_kept() -> None:
    (found,) = _of_lines("Name,Answer,Answer,", "Ann,yes,no,perhaps")

    assert found.fields == {"Answer": "yes", "Answer (3)": "no", "Column 4": "perhaps"}


def test_all_that_is_wrong_is_told_with_rows_and_columns() -> None:
    with pytest.raises(Unreadable) as refusal:
        _of_lines(
            "Name,E-Mail,Badge,ID",
            "Ann,ann(at)example.org,1,1",
            ",bob@example.org,2,2",
            "",
            "Cem,cem@example.org,1.84416E+10,3",
            "Dan,dan@example.org,9,9",
            "Eve,eve@example.org,9,9",
        )

    assert refusal.value.problems == (
        Problem("row 2", "E-Mail", '"ann(at)example.org" is not an e-mail address'),
        Problem("row 3", "Name", "there is no name"),
        Problem(
            "row 5",
            "Badge",
            '"1.84416E+10" was shortened by a spreadsheet program; '
            "format the column as text and export it again",
        ),
        Problem("row 7", "Badge", '"9" is in row 6 already'),
        Problem("row 7", "ID", '"9" is in row 6 already'),
    )


def test_a_long_number_that_a_workbook_has_rounded_is_not_taken_for_a_code() -> None:
    content = xlsx_of(sheet_of([["Name", "Badge"], ["Ann", 1234567890123456789.0]]))

    with pytest.raises(Unreadable, match=r"row 2, column Badge: .* was shortened"):
        read_attendees(content, name="attendees.xlsx")


def test_a_list_without_names_says_which_headings_would_do() -> None:
    with pytest.raises(Unreadable, match="No column name, first name or last name"):
        _of_lines("E-mail,Level", "ann@example.org,Member")


def test_a_schedule_is_no_list_of_attendees() -> None:
    with pytest.raises(Unreadable, match=r"a list of sessions \(iCalendar\), not of attendees"):
        read_attendees(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", name="attendees.ics")


def test_a_separator_named_by_excel_s_first_line_is_used() -> None:
    (found,) = _of_lines("sep=;", "Name;E-mail", '"Ann, Dr";ann@example.org')

    assert (found.where, found.name) == ("row 3", "Ann, Dr")


def test_a_cell_with_line_breaks_is_one_cell() -> None:
    content = csv_of([["Name", "Note"], ["Ann", "one\r\ntwo"], ["Bob", ""]]).encode()

    ann, bob = read_attendees(content, name="attendees.csv")

    assert (ann.fields, bob.where) == ({"Note": "one\r\ntwo"}, "row 3")
