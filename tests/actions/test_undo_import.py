"""The last import can be taken back while nothing rests on it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.actions.import_files import NOW, applied, standing, uploaded
from tests.makers import (
    account_of,
    admitted,
    attendee_of,
    badge_of,
    event_of,
    event_user_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.badge_design import note_printing
from usher.actions.discard_import import discard_import, erase_imports
from usher.actions.mistakes import Conflict, Denied
from usher.actions.undo_import import undo_import
from usher.models import (
    Address,
    Attendee,
    Badge,
    Event,
    Level,
    Registrant,
    Session,
    Tally,
)
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
PEOPLE = (
    "Badge code,Name,Email,Company,Level,Diet\n"
    "A1,Ada Byron,ada@new.example,Labs,Speaker,vegan\n"
    "B1,Bob,bob@example.org,,Speaker,\n"
)
SESSIONS = (
    "Code,Title,Room,Start,End,Levels,Capacity\n"
    "OLD,Renamed,Hall,2026-05-30 09:00,2026-05-30 10:00,Speaker,10\n"
    "NEW,Opening,Hall,2026-05-30 11:00,2026-05-30 12:00,Member,\n"
)


@pytest.fixture
def event():
    return event_of("garden-days")


# Given anew where a row is made again.
_NEW = {"id", "created_at", "address_id"}


def everything() -> dict[str, list[Any]]:
    """All rows that an import may touch, by what they say."""
    tables = (Attendee, Badge, Level, Session, Session.levels.through, Tally, Registrant)
    rows = {
        table.__name__: [
            {column: value for column, value in dict(row).items() if column not in _NEW}
            for row in table.objects.order_by("pk").values()
        ]
        for table in tables
    }
    rows["Address"] = list(Address.objects.order_by("email").values_list("email", "role"))
    rows["Event"] = list(Event.objects.values_list("starts_on", "ends_on"))
    return rows


def undo(one):
    undo_import(standing(one.event), one, at=LATER)
    one.refresh_from_db()


def objection(one) -> str:
    with pytest.raises(Conflict) as raised:
        undo(one)
    return raised.value.detail


def test_attendees_are_as_they_were(event):
    attendee_of(event, "Ada", badge="A1", email="ada@example.org", level="Member")
    before = everything()
    one = applied(uploaded(event, PEOPLE))
    after = everything()

    undo(one)

    assert after != before
    assert everything() == before
    assert (one.state, one.undone_at, one.made) == ("undone", LATER, {})
    assert Attendee.objects.get().address.email == "ada@example.org"
    assert Attendee.objects.get().search_text == "ada ada@example.org"


def test_a_badge_that_was_replaced_is_good_again(event):
    attendee_of(event, "Ada", badge="A1", external_id="17")
    before = everything()
    one = applied(uploaded(event, "External id,Badge code,Name\n17,A2,Ada\n"))

    undo(one)

    assert everything() == before
    assert badge_of(Attendee.objects.get()) == "A1"


def test_sessions_are_as_they_were_with_levels_and_the_events_days(event):
    session_of(event, "OLD", levels=["Member"])
    before = everything()
    one = applied(uploaded(event, SESSIONS))
    after = everything()

    undo(one)

    assert after != before
    assert everything() == before


def test_lists_are_as_they_were_and_counted_right(event):
    session, ada, bob = session_of(event, "A"), attendee_of(event, badge="X"), attendee_of(event)
    registrant_of(session, ada)
    before = everything()
    text = f"Badge code,Session code,Cancelled\nX,A,yes\n{badge_of(bob)},A,no\n"
    one = applied(uploaded(event, text))
    after = everything()

    undo(one)

    assert after != before
    assert everything() == before


def test_what_was_imported_can_be_imported_again(event):
    one = applied(uploaded(event, PEOPLE))
    undo(one)

    again = applied(uploaded(event, PEOPLE))

    assert again.report["added"] == 2


def test_a_scan_since_keeps_it(event):
    session = session_of(event, "A")
    one = applied(uploaded(event, PEOPLE))

    admitted(event, scan_of(session, "A1"))

    assert objection(one) == "1 of its attendees was scanned since."


def test_a_scan_before_or_of_somebody_else_does_not(event):
    session, other = session_of(event, "A"), attendee_of(event, "Somebody Else")
    attendee_of(event, "Ada", badge="A1")
    admitted(event, scan_of(session, "A1"))
    one = applied(uploaded(event, PEOPLE))

    admitted(event, scan_of(session, other))
    undo(one)

    assert one.state == "undone"


@pytest.mark.parametrize("badge", ["A1", "B1"])
def test_an_edit_since_keeps_it(event, badge):
    attendee_of(event, "Ada", badge="A1")
    one = applied(uploaded(event, PEOPLE))

    Attendee.objects.filter(badges__code=badge).update(company="By hand")

    assert objection(one) == "1 of its rows was changed by hand since."


def test_a_reissued_badge_keeps_it(event):
    one = applied(uploaded(event, PEOPLE))
    old = Badge.objects.get(code="A1")
    Badge.objects.filter(pk=old.pk).update(revoked_at=LATER)
    Badge.objects.create(event=event, attendee=old.attendee, code="A2", issued_at=LATER)

    assert objection(one) == "1 of its rows was changed by hand since."


def test_printed_badges_keep_it(event):
    one = applied(uploaded(event, PEOPLE))

    note_printing(event, at=LATER)

    assert objection(one) == "Badges were printed since, and may be handed out."


def test_a_list_that_names_its_attendees_keeps_it(event):
    session = session_of(event, "A")
    one = applied(uploaded(event, PEOPLE))

    registrant_of(session, Attendee.objects.get(name="Bob"))

    assert objection(one) == "1 attendee that it added is on a session's list."


def test_an_address_that_is_somebody_elses_by_now_keeps_it(event):
    attendee_of(event, "Ada", badge="A1", email="ada@example.org")
    one = applied(uploaded(event, PEOPLE))

    event_user_of(event, account=account_of("ada@example.org"))

    assert objection(one) == (
        "An address, level or id that it replaced is somebody else's or gone by now."
    )


def test_scans_at_its_sessions_keep_a_programme(event):
    ada = attendee_of(event)
    one = applied(uploaded(event, SESSIONS))

    admitted(event, scan_of(Session.objects.get(code="NEW"), ada))

    assert objection(one) == "There were scans since at 1 of its sessions."


def test_registrants_and_edits_keep_a_programme(event):
    one = applied(uploaded(event, SESSIONS))
    new = Session.objects.get(code="NEW")
    registrant_of(new, attendee_of(event))
    Session.objects.filter(code="OLD").update(tracks_out=False)

    assert objection(one) == (
        "1 of its rows was changed by hand since. 1 session that it added has registrants."
    )


def test_a_scan_at_the_session_keeps_a_list(event):
    session, other = session_of(event, "A"), session_of(event, "B")
    attendee_of(event, badge="X")
    one = applied(uploaded(event, "Badge code,Session code\nX,A\n"))
    elsewhere = admitted(event, scan_of(other, "X"))

    admitted(event, scan_of(session, "X"))

    assert len(elsewhere) == 1
    assert objection(one) == "1 of its registrants was scanned at their session since."


def test_whoever_was_taken_off_since_keeps_a_list(event):
    session_of(event, "A")
    attendee_of(event, badge="X")
    one = applied(uploaded(event, "Badge code,Session code\nX,A\n"))

    Registrant.objects.all().delete()

    assert objection(one) == "1 of its rows was changed by hand since."


def test_only_the_last_import_is_taken_back_then_the_one_before(event):
    first = applied(uploaded(event, PEOPLE))
    second = applied(uploaded(event, SESSIONS), at=LATER)

    words = objection(first)
    undo(second)
    undo(first)

    assert words == "Another file was imported after it. Take that one back first."
    assert (Attendee.objects.count(), Session.objects.count()) == (0, 0)


def test_it_is_taken_back_once(event):
    one = applied(uploaded(event, PEOPLE))
    undo(one)

    assert objection(one) == "It is not applied."


def test_a_discarded_file_can_be_taken_back_and_an_erased_one_cannot(event):
    first, second = event, event_of("other")
    discarded, erased = applied(uploaded(first, PEOPLE)), applied(uploaded(second, PEOPLE))
    discard_import(standing(first), discarded)
    erase_imports(second)

    undo(discarded)

    assert discarded.state == "undone"
    assert objection(erased) == "What it replaced was erased."


def test_whoever_may_not_change_attendees_may_not_take_them_back(event):
    staff = event_user_of(event, Permission.MANAGE_SESSIONS).account
    one = applied(uploaded(event, PEOPLE))

    with pytest.raises(Denied):
        undo_import(standing(event, staff), one, at=LATER)
