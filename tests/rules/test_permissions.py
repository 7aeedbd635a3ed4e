"""Which permissions go together."""

import pytest

from usher.rules.permissions import ALL, Permission, lacking

SCAN, OVERRIDE = Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS


def test_overriding_needs_scanning():
    assert lacking([OVERRIDE]) == {OVERRIDE: SCAN}


@pytest.mark.parametrize(
    "held", [[], [OVERRIDE, SCAN], *([one] for one in Permission if one != OVERRIDE), ALL]
)
def test_every_other_set_of_permissions_is_of_use(held):
    assert lacking(held) == {}


def test_the_owner_has_every_permission():
    assert frozenset(Permission) == ALL


def test_the_permissions_are_those_that_people_know():
    assert [str(one) for one in Permission] == [
        "scan_attendees",
        "override_session_scans",
        "manage_attendees",
        "manage_sessions",
        "manage_event_users",
        "view_reports",
        "correct_entries",
        "manage_event",
    ]
