"""What an event user may do in one event."""

from collections.abc import Iterable
from enum import StrEnum


class Permission(StrEnum):
    """One thing that an event owner can allow an event user to do."""

    SCAN_ATTENDEES = "scan_attendees"
    OVERRIDE_SESSION_SCANS = "override_session_scans"
    MANAGE_ATTENDEES = "manage_attendees"
    MANAGE_SESSIONS = "manage_sessions"
    MANAGE_EVENT_USERS = "manage_event_users"
    VIEW_REPORTS = "view_reports"
    CORRECT_ENTRIES = "correct_entries"
    MANAGE_EVENT = "manage_event"


ALL = frozenset(Permission)

# Whoever may do the key must also be able to do the value, or the key is of no use.
NEEDS = {Permission.OVERRIDE_SESSION_SCANS: Permission.SCAN_ATTENDEES}


def lacking(permissions: Iterable[Permission]) -> dict[Permission, Permission]:
    """Return the permissions that are of no use alone, each with the one that it needs."""
    held = frozenset(permissions)
    return {have: need for have, need in NEEDS.items() if have in held and need not in held}
