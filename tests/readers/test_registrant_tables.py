"""Who has which session on their schedule."""

import pytest

from tests.readers.files import attendee_list
from usher.readers import Problem, RegistrantRow, Unreadable, read_registrants


def _of_lines(*lines: str) -> list[RegistrantRow]:
    return read_registrants("\n".join(lines).encode(), name="registrants.csv")


def test_certain_s_session_import_is_read() -> None:
    rows = read_registrants(
        attendee_list("certain-session-registrations.csv"), name="registrations.csv"
    )

    assert rows == [
        RegistrantRow("row 2", "1234-55-122", None, "Demo", cancelled=False),
        RegistrantRow("row 3", "1234-55-122", None, "Wshop", cancelled=False),
        RegistrantRow("row 4", "1234-55-122", None, "Knote", cancelled=False),
        RegistrantRow("row 5", "4321-55-111", None, "Demo", cancelled=True),
    ]


def test_an_e_mail_address_does_where_there_is_no_badge_code() -> None:
    rows = _of_lines("E-Mail\tSession", "ann@example.org\tK1")

    assert rows == [RegistrantRow("row 2", None, "ann@example.org", "K1", cancelled=False)]


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("Registered", False), ("Attended", False), ("No Show", False), ("Waitlisted", True)],
)
def test_who_waits_for_a_place_is_not_on_the_list(status: str, cancelled: bool) -> None:
    (found,) = _of_lines("Badge,Session code,Status", f"B1,K1,{status}")

    assert found.cancelled == cancelled


def test_the_same_row_twice_is_one_registrant() -> None:
    rows = _of_lines("Badge,Session code", "B1,K1", "B1,K1", "B1,K2")

    assert [(row.where, row.session_code) for row in rows] == [("row 2", "K1"), ("row 4", "K2")]


def test_all_that_is_wrong_is_told_with_rows_and_columns() -> None:
    with pytest.raises(Unreadable) as refusal:
        _of_lines(
            "Badge,E-mail,Session code,Status",
            ",,K1,",
            "B1,,,",
            ",ann,K1,",
            "B2,,K1,Registered",
            "B2,,K1,Cancelled",
        )

    assert refusal.value.problems == (
        Problem("row 2", "Badge", "there is neither a badge code nor an e-mail address"),
        Problem("row 3", "Session code", "there is no session code"),
        Problem("row 4", "E-mail", '"ann" is not an e-mail address'),
        Problem("row 6", "Status", "contradicts row 5: cancelled or not?"),
    )


def test_a_file_without_people_says_which_headings_would_do() -> None:
    with pytest.raises(Unreadable, match="No column badge code or email"):
        _of_lines("Session code,Note", "K1,hello")
