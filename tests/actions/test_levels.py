"""Registration levels made, renamed, merged, deleted: what doors say thereafter."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    level_of,
    outcomes,
    scan_of,
    session_of,
)
from usher.actions.change_level import change_level
from usher.actions.create_level import create_level
from usher.actions.delete_level import delete_level
from usher.actions.merge_levels import merge_levels
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.models import Event, Level
from usher.queries.access import Access, access_to
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


@pytest.fixture
def access(event: Event) -> Access:
    found = access_to(event.slug, event.owner)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["Member", "MEMBER", " member ", "mEmBeR"])
def test_no_two_levels_differ_by_case_or_spaces_alone(event, access, name):
    level_of(event, "Member")

    with pytest.raises(Conflict) as mistake:
        create_level(access, name)

    assert mistake.value.field == "name"
    assert Level.objects.count() == 1


def test_another_event_may_have_a_level_of_the_same_name(event, access):
    level_of(event_of(), "Member")

    assert create_level(access, "Member").event == event


@pytest.mark.parametrize(
    ("name", "colour", "field"),
    [("  ", "", "name"), ("a" * 201, "", "name"), ("A", "blue", "colour"), ("A", "#12", "colour")],
)
def test_what_is_no_name_or_no_colour_is_refused(access, name, colour, field):
    with pytest.raises(BadRequest) as mistake:
        create_level(access, name, colour=colour)

    assert mistake.value.field == field
    assert Level.objects.count() == 0


def test_a_level_may_be_written_in_another_case(event, access):
    level = level_of(event, "member")

    change_level(access, level, name="Member", colour="")

    assert Level.objects.get().name == "Member"


def test_after_a_merge_doors_know_one_level_and_no_verdict_has_changed(event, access):
    members, crew = level_of(event, "Member"), level_of(event, "Crew")
    ada, talk = attendee_of(event, level="Crew"), session_of(event, levels=["Member"])
    before = admitted(event, scan_of(talk, ada))

    moved = merge_levels(access, crew, into=members)
    after = admitted(event, scan_of(talk, ada, at=START + timedelta(minutes=5)))

    assert moved == 1
    assert outcomes([*before, *after]) == ["refused", "admitted"]
    assert event.entries.get(seq=1).reasons[0]["params"]["level"] == "Crew"


def test_a_session_for_one_level_is_never_left_open_to_all_by_a_merge(event, access):
    members, crew = level_of(event, "Member"), level_of(event, "Crew")
    only, both = session_of(event, levels=["Crew"]), session_of(event, levels=["Crew", "Member"])

    merge_levels(access, crew, into=members)

    assert [list(one.levels.all()) for one in (only, both)] == [[members], [members]]


def test_a_level_is_not_merged_into_itself_nor_into_another_events(event, access):
    members, others = level_of(event, "Member"), level_of(event_of(), "Crew")

    for into in (members, others):
        with pytest.raises(BadRequest):
            merge_levels(access, members, into=into)

    assert Level.objects.count() == 2


@pytest.mark.parametrize("use", ["attendee", "session"])
def test_a_level_in_use_stays(event, access, use):
    level = level_of(event, "Member")
    if use == "attendee":
        attendee_of(event, level="Member")
    else:
        session_of(event, levels=["Member"])

    with pytest.raises(Conflict):
        delete_level(access, level)

    assert Level.objects.count() == 1


@pytest.mark.parametrize("permission", [one for one in Permission if one != "manage_attendees"])
def test_without_manage_attendees_nothing_is_done(event, permission):
    level, other = level_of(event, "Member"), level_of(event, "Crew")
    staff = event_user_of(event, permission).account
    assert staff is not None
    access = access_to(event.slug, staff)
    assert access is not None

    for act in (
        lambda: create_level(access, "New"),
        lambda: change_level(access, level, name="New", colour=""),
        lambda: merge_levels(access, level, into=other),
        lambda: delete_level(access, level),
    ):
        with pytest.raises(Denied):
            act()

    assert sorted(Level.objects.values_list("name", flat=True)) == ["Crew", "Member"]


def test_a_level_that_was_merged_away_meanwhile_takes_nobody(event, access):
    member, guild = level_of(event, "Member"), level_of(event, "Guild")
    stale = Level.objects.get(pk=member.pk)
    merge_levels(access, member, into=guild)

    with pytest.raises(BadRequest) as mistake:
        merge_levels(access, guild, into=stale)

    assert mistake.value.field == "into"
    assert list(Level.objects.filter(event=event)) == [guild]
