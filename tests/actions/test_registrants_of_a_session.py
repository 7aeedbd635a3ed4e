"""People put on one session's list and taken off it, by hand."""

import pytest

from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.add_registrants import add_registrants
from usher.actions.mistakes import Denied
from usher.actions.remove_registrants import remove_registrants
from usher.models import Attendee, Badge, Event, Registrant, Session, Tally
from usher.queries.access import Access, access_to
from usher.queries.folding import differences
from usher.queries.pasted_attendees import pasted
from usher.queries.registrants import registrants_page
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of()


def access(event: Event) -> Access:
    found = access_to(event.slug, event.owner)
    assert found is not None
    return found


def added(event: Event, session: Session, *people: Attendee) -> int:
    return add_registrants(access(event), session, attendees=[one.pk for one in people])


def registered(session: Session) -> int:
    return Tally.objects.get(session=session).registered


def test_who_is_added_is_counted_and_who_was_on_the_list_is_not_added_again(event):
    session, ada, bob = session_of(event), attendee_of(event), attendee_of(event)
    added(event, session, ada)

    count = added(event, session, ada, bob)

    assert (count, registered(session)) == (1, 2)
    assert differences(event) == []


def test_nobody_of_another_event_gets_on_the_list(event):
    session, stranger = session_of(event), attendee_of(event_of())

    assert (added(event, session, stranger), registered(session)) == (0, 0)


def test_who_is_removed_is_counted_no_more_and_other_lists_keep_them(event):
    session, other, ada = session_of(event), session_of(event), attendee_of(event)
    added(event, session, ada)
    added(event, other, ada)

    count = remove_registrants(access(event), session, attendees=[ada.pk, 999_999])

    assert (count, registered(session), registered(other)) == (1, 0, 1)
    assert differences(event) == []


def test_lists_are_changed_only_by_those_who_manage_sessions(event):
    session, ada = session_of(event), attendee_of(event)
    account = account_of()
    event_user_of(event, *(ALL - {Permission.MANAGE_SESSIONS}), account=account)
    staff = access_to(event.slug, account)
    assert staff is not None

    for change in (add_registrants, remove_registrants):
        with pytest.raises(Denied):
            change(staff, session, attendees=[ada.pk])

    assert Registrant.objects.count() == 0


def test_each_pasted_line_is_a_code_an_id_or_an_address_or_is_told_with_its_number(event):
    ada = attendee_of(event, badge="K7 code", email="ada@example.org")
    bob = attendee_of(event, external_id="R-17")
    cleo = attendee_of(event, email="cleo@example.org", badge="0123-OLD")
    Badge.objects.filter(attendee=cleo).update(code="0123")
    for name in ("Dan", "Eve"):
        attendee_of(event, name, email="office@example.org")
    attendee_of(event_of(), badge="ELSEWHERE")

    meant = pasted(
        event,
        "K7 code\nR-17,\n\n  Ada@Example.org\no1-23\nELSEWHERE\noffice@example.org\nno@example.org",
    )

    assert meant.attendees == {ada.pk, bob.pk, cleo.pk}
    assert [(one.number, one.line, one.why) for one in meant.not_found] == [
        (6, "ELSEWHERE", "No attendee has this badge code or external id."),
        (7, "office@example.org", "2 attendees share this. Use the badge code."),
        (8, "no@example.org", "No attendee has this e-mail address."),
    ]


def test_a_list_is_paged_by_name_in_both_directions(event):
    session = session_of(event)
    people = [attendee_of(event, name) for name in ("Ada", "Bob", "Bob", "Cleo", "Dan")]
    added(event, session, *people)

    first = registrants_page(session, size=2)
    second = registrants_page(session, after=first.attendees[-1].pk, size=2)
    third = registrants_page(session, after=second.attendees[-1].pk, size=2)
    back = registrants_page(session, before=third.attendees[0].pk, size=2)

    pages = [first, second, third, back]
    assert [page.attendees for page in pages] == [
        people[:2],
        people[2:4],
        people[4:],
        people[2:4],
    ]
    assert [(page.before, page.after) for page in pages] == [
        (False, True),
        (True, True),
        (True, False),
        (True, True),
    ]


def test_a_list_is_searched_without_accents(event):
    session, lukasz = session_of(event), attendee_of(event, "Łukasz Wójcik")
    added(event, session, lukasz, attendee_of(event, "Ada"))

    assert registrants_page(session, search="wojcik luk").attendees == [lukasz]
