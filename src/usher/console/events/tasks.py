"""The tasks of the checklist in words, each with the page where it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher.console.attendees.words import attendees_told
from usher.models import Event
from usher.queries.attendees_counted import AttendeeCount
from usher.queries.checklist import Item, Task


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task as it stands on the page."""

    done: bool
    title: str
    words: str
    address: str


def told(item: Item, event: Event) -> ToldTask:
    """Return the task in words; what is missing is said with what to do."""
    title, words, page, page_until_done = _TOLD[item.task]
    name = page if item.done else page_until_done
    return ToldTask(item.done, title(), words(item), reverse(name, args=[event.slug]))


def _days(item: Item) -> str:
    if item.done:
        return _("The first and the last day are known.")
    return _("Say which are the first and the last day.")


def _sessions(item: Item) -> str:
    if item.done:
        return ngettext("%(count)s session.", "%(count)s sessions.", item.count) % _numbers(item)
    return _("Import the programme, or write one session after the other.")


def _capacity(item: Item) -> str:
    if not item.done:
        return _("No session has a maximum capacity: no room is ever full.")
    with_one = ngettext("%(count)s session has one.", "%(count)s sessions have one.", item.count)
    if not item.missing:
        return with_one % _numbers(item)
    others = ngettext("%(missing)s has none.", "%(missing)s have none.", item.missing)
    return f"{with_one} {others}" % _numbers(item)


def _levels(item: Item) -> str:
    if item.count:
        return ngettext("%(count)s level.", "%(count)s levels.", item.count) % _numbers(item)
    if item.done:
        return _("None: everybody is registered for the same.")
    return _("Only for events with several kinds of registration. Imports bring them along.")


def _attendees(item: Item) -> str:
    if item.done:
        return f"{attendees_told(AttendeeCount(item.count, item.cancelled))}."
    return _("Import them from a file, or add them one by one.")


def _badges(item: Item) -> str:
    if item.done:
        words = ngettext("%(count)s badge is in use.", "%(count)s badges are in use.", item.count)
        return words % _numbers(item)
    if item.missing:
        return _("Some attendees have no badge yet. Printing gives them one.")
    return _("Each attendee needs one. Printing gives them theirs.")


def _staff(item: Item) -> str:
    words = _("Add people with the Scan Attendees permission.")
    if item.done:
        words = ngettext(
            "%(count)s may scan and has joined.", "%(count)s may scan and have joined.", item.count
        )
    if item.missing:
        waiting = ngettext(
            "%(missing)s invitation is open.", "%(missing)s invitations are open.", item.missing
        )
        words = f"{words} {waiting}"
    return words % _numbers(item)


def _registrants(item: Item) -> str:
    if item.done:
        return _("Each session that lets in registrants only has some.")
    words = ngettext(
        "%(missing)s session lets in registrants only, and has none: nobody gets in.",
        "%(missing)s sessions let in registrants only, and have none: nobody gets in.",
        item.missing,
    )
    return words % _numbers(item)


def _numbers(item: Item) -> dict[str, str]:
    return {"count": number_format(item.count), "missing": number_format(item.missing)}


# Title, words, the page where it is seen, and the page where it is done.
_TOLD: dict[Task, tuple[Callable[[], str], Callable[[Item], str], str, str]] = {
    Task.DAYS: (lambda: _("Days"), _days, "settings", "settings"),
    Task.SESSIONS: (lambda: _("Sessions"), _sessions, "sessions", "imports"),
    Task.CAPACITY: (lambda: _("Capacity of rooms"), _capacity, "sessions", "sessions"),
    Task.LEVELS: (lambda: _("Registration levels"), _levels, "levels", "levels"),
    Task.ATTENDEES: (lambda: _("Attendees"), _attendees, "attendees", "imports"),
    Task.BADGES: (lambda: _("Badges"), _badges, "badges", "badges"),
    Task.STAFF: (lambda: _("Staff who scan"), _staff, "event_users", "event_users"),
    Task.REGISTRANTS: (
        lambda: _("Lists of registrants"),
        _registrants,
        "sessions",
        "sessions",
    ),
}
