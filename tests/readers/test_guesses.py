"""What a file is taken for before it is read, and columns that are mapped by hand."""

import pytest

from tests.readers.files import BERLIN, DATA, attendee_list, schedule
from usher.readers import (
    FIELDS,
    KEPT,
    LEFT_OUT,
    Choices,
    Kind,
    Problem,
    Unreadable,
    look_into,
    sift_attendees,
    sift_registrants,
    sift_sessions,
)


@pytest.mark.parametrize(
    ("name", "form", "kind", "rows"),
    [
        ("eventbrite-attendee-report-2024.csv", "eventbrite", Kind.ATTENDEES, 2),
        ("eventbrite-attendee-report-composed-400.csv", "eventbrite", Kind.ATTENDEES, 400),
        ("pretix-checkin-list.csv", "pretix", Kind.ATTENDEES, 2),
        ("hievents-attendees-composed.xlsx", "hievents", Kind.ATTENDEES, 150),
        ("indico-registrations-composed.csv", "indico", Kind.ATTENDEES, 150),
        ("certain-session-registrations.csv", "certain", Kind.REGISTRANTS, 4),
        ("hard-names.csv", "csv", Kind.ATTENDEES, 26),
    ],
)
def test_a_system_s_export_is_known_by_its_headings(
    name: str, form: str, kind: Kind, rows: int
) -> None:
    look = look_into(attendee_list(name), name)

    assert (look.format, look.kind, look.is_table, look.row_count) == (form, kind, True, rows)
    assert {len(row) for row in look.first_rows} == {len(look.headings)}


def test_a_schedule_s_columns_are_guessed() -> None:
    look = look_into(schedule("nicar-2019.csv.gz"), "nicar.csv")

    guess = {look.headings[index]: key for index, key in look.guess.items() if key != LEFT_OUT}
    assert (look.kind, len(look.first_rows), look.row_count) == (Kind.SESSIONS, 20, 257)
    assert guess == {
        "event_id": "code",
        "name": "title",
        "session_title": "title",
        "location_room": "room",
        "session_type": "track",
        "start_date_clean": "date",
        "start_time": "starts_at",
        "end_time": "ends_at",
        "pre_reg_flag": "validate_registrants",
    }


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("Title,Start,End", Kind.SESSIONS),
        ("Name,E-mail,Session,Company", Kind.REGISTRANTS),
        ("Name,E-mail,Code", Kind.ATTENDEES),
        ("Title,Start,End,E-mail", None),
        ("Alpha,Beta", None),
    ],
)
def test_headings_tell_what_the_rows_are_or_leave_it_open(headings: str, kind: Kind | None) -> None:
    assert look_into(f"{headings}\na,b,c,d\n".encode(), "list.csv").kind == kind


@pytest.mark.parametrize("path", sorted((DATA / "attendees").iterdir(), key=str))
def test_a_guess_confirmed_by_hand_reads_the_same_as_no_mapping(path) -> None:
    content = path.read_bytes()
    look = look_into(content, path.name)
    sift = sift_registrants if look.kind is Kind.REGISTRANTS else sift_attendees

    assert sift(content, path.name, mapping=look.guess) == sift(content, path.name)


def test_a_schedule_s_guess_confirmed_by_hand_reads_the_same() -> None:
    content = schedule("nicar-2019.csv.gz")
    mapping = look_into(content, "a.csv").guess

    mapped = sift_sessions(content, "a.csv", choices=Choices(BERLIN, mapping=mapping))

    assert mapped == sift_sessions(content, "a.csv", choices=Choices(BERLIN))


def test_columns_of_any_heading_are_read_as_they_are_mapped() -> None:
    content = b"Wer,Wo,Was,Egal\nAnn,ann@example.org,vegan,x\n"
    mapping = {0: "name", 1: "email", 2: KEPT, 3: LEFT_OUT}

    (ann,) = sift_attendees(content, "list.csv", mapping=mapping).rows

    assert (ann.name, ann.email, ann.fields) == ("Ann", "ann@example.org", {"Was": "vegan"})


@pytest.mark.parametrize("content", [b"<html><body>Not found</body></html>", b"{}", b"%PDF-1.7"])
def test_what_no_reader_takes_is_refused_at_the_first_look(content: bytes) -> None:
    with pytest.raises(Unreadable):
        look_into(content, "file")


def test_a_mapping_to_what_there_is_not_is_refused() -> None:
    with pytest.raises(Unreadable, match='No column can be mapped to "shoe size"'):
        sift_attendees(b"Name\nAnn\n", "list.csv", mapping={0: "shoe size"})


def test_good_rows_are_parted_from_all_bad_ones() -> None:
    lines = ["Name,Badge,E-mail", "Ann,1,ann@example.org", "Bob,2,bob", "Cem,1,"]
    content = "\n".join([*lines, *[",x,"] * 150]).encode()

    found = sift_attendees(content, "list.csv")

    assert [row.name for row in found.rows] == ["Ann"]
    assert len(found.problems) == 152
    bob, cem = (one for one in found.problems if one.number in (3, 4))
    assert (bob.text, bob) == ("bob", Problem("row 3", "E-mail", '"bob" is not an e-mail address'))
    assert (cem.text, cem) == ("1", Problem("row 4", "Badge", '"1" is in row 2 already'))


def test_a_schedule_is_refused_by_name_where_people_are_wanted_and_the_reverse() -> None:
    report = attendee_list("eventbrite-attendee-report-2024.csv")

    with pytest.raises(Unreadable, match=r"a list of sessions \(CSV table\), not of attendees"):
        sift_attendees(schedule("nicar-2019.csv.gz"), "a.csv")
    with pytest.raises(Unreadable, match=r"of attendees \(Eventbrite .*\), not of sessions"):
        sift_sessions(report, "report.csv", choices=Choices(BERLIN))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_has_a_label_and_a_key_of_its_own(kind: Kind) -> None:
    keys = [field.key for field in FIELDS[kind]]

    assert len(set(keys)) == len(keys)
    assert [field.key for field in FIELDS[kind] if not str(field.label)] == []
