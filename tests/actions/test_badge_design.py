"""How badges look is kept with the event, and everybody who comes has a badge."""

from datetime import timedelta

import pytest

from tests.makers import START, account_of, attendee_of, badge_of, event_of, event_user_of
from usher.actions.badge_design import change_badge_design, note_printing
from usher.actions.issue_badges import issue_badges
from usher.actions.mistakes import BadRequest, Denied
from usher.badges.design import design_from
from usher.models import Badge, Event
from usher.queries.access import Access, access_to
from usher.queries.badges_to_print import Selection, badges_to_print
from usher.rules.badge_code import is_well_formed
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


def owner_of(event: Event) -> Access:
    access = access_to(event.slug, event.owner)
    assert access is not None
    return access


def change(event: Event, **chosen: object) -> Event:
    given = {"template": "cr80", "shows": ["qr", "level"], "fields": []} | chosen
    return change_badge_design(owner_of(event), **given)


def names_of(event: Event, selection: Selection) -> list[str]:
    return [badge.attendee.name for badge in badges_to_print(event, selection)]


def test_a_design_is_kept_with_its_event(event):
    attendee_of(event, fields={"Diet": "Vegan", "Shirt": "M"})

    change(event, fields=["Shirt"])

    event.refresh_from_db()
    design = design_from(event.badge_design)
    assert (design.template.key, sorted(design.shows), design.fields) == (
        "cr80",
        ["level", "qr"],
        ("Shirt",),
    )


def test_an_event_without_a_design_prints_everything_on_a6(event):
    design = design_from(event.badge_design)

    assert (design.template.key, sorted(design.shows)) == (
        "a6",
        ["company", "event", "level", "qr"],
    )


@pytest.mark.parametrize(
    ("chosen", "field", "words"),
    [
        ({"template": "a0"}, "template", "Choose one of the templates."),
        ({"shows": ["logo"]}, "shows", "Choose from what stands in the list."),
        ({"fields": ["Age"]}, "fields", "No attendee has a column “Age”. Choose from the list."),
        (
            {"fields": ["A", "B", "C", "D"]},
            "fields",
            "A badge has room for 3 columns of the import; you chose 4.",
        ),
    ],
)
def test_a_design_that_cannot_be_printed_is_refused_with_what_to_do(event, chosen, field, words):
    with pytest.raises(BadRequest) as mistake:
        change(event, **chosen)

    assert (mistake.value.field, mistake.value.detail) == (field, words)


def test_only_who_manages_attendees_designs_badges_and_issues_them(event):
    staff = event_user_of(event, *(ALL - {Permission.MANAGE_ATTENDEES}), account=account_of())
    access = access_to(event.slug, staff.account)

    with pytest.raises(Denied):
        change_badge_design(access, template="a6", shows=[], fields=[])
    with pytest.raises(Denied):
        issue_badges(access, at=START, random_bits=lambda count: 1)


def test_who_has_no_badge_is_given_one_and_who_has_one_keeps_it(event):
    ada, grace = attendee_of(event, badge="KEPT"), attendee_of(event, "Grace Hopper")
    cancelled = attendee_of(event, "Joan Clarke", cancelled_at=START)
    Badge.objects.filter(attendee__in=[grace, cancelled]).delete()

    issued = issue_badges(owner_of(event), at=START, random_bits=lambda count: 42)

    assert issued == 1
    assert badge_of(ada) == "KEPT"
    assert is_well_formed(badge_of(grace))
    assert not Badge.objects.filter(attendee=cancelled).exists()


def test_badges_are_chosen_by_level_by_search_and_by_when_all_were_printed(event):
    attendee_of(event, "Zoë Álvarez", level="Member")
    attendee_of(event, "Ada Lovelace", level="Speaker")
    attendee_of(event, "Joan Clarke", level="Speaker", cancelled_at=START)
    late = attendee_of(event, "Grace Hopper", level="Member")
    note_printing(event, at=START + timedelta(minutes=1))
    Badge.objects.filter(attendee=late).update(issued_at=START + timedelta(minutes=2))
    printed_at = design_from(event.badge_design).printed_at
    member = late.level_id

    assert names_of(event, Selection()) == ["Ada Lovelace", "Grace Hopper", "Zoë Álvarez"]
    assert names_of(event, Selection(level=member)) == ["Grace Hopper", "Zoë Álvarez"]
    assert names_of(event, Selection(search="alvarez zoe")) == ["Zoë Álvarez"]
    assert names_of(event, Selection(after=printed_at)) == ["Grace Hopper"]


def test_a_replaced_badge_is_not_printed_again(event):
    ada = attendee_of(event, badge="OLD")
    Badge.objects.filter(code="OLD").update(revoked_at=START)
    Badge.objects.create(event=event, attendee=ada, code="NEW", issued_at=START)

    assert [badge.code for badge in badges_to_print(event, Selection())] == ["NEW"]


def test_noting_a_printing_leaves_the_design_as_it_was(event):
    change(event)

    note_printing(event, at=START)

    event.refresh_from_db()
    design = design_from(event.badge_design)
    assert (design.template.key, design.printed_at) == ("cr80", START)
