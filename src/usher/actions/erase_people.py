"""Erases the personal data of an event's attendees; what was scanned stays."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.discard_import import erase_imports
from usher.actions.in_parts import in_parts
from usher.actions.made_files import erase_files_of
from usher.models import (
    AttendanceLink,
    Attendee,
    Delivery,
    Dispute,
    Event,
    Export,
    Photo,
)
from usher.queries.retention import Erasure, certificates_with_names, erasure_of

# One statement writes them all.
_PART_MAX = 500


def erase_people(event: Event, *, at: datetime) -> Erasure:
    """Replace who the attendees are by nothing, and return how much there was of what.

    Names, companies, addresses, imported columns, external ids, photos, the files that were
    imported, what certificates say, what was said in disputes, what exports were asked for, and
    the files that were made for download go. Attendees, their badges' codes, lists and scans stay
    without them, so that counts and the ledger are what they were. Erased again, only what came
    since goes, or what was left when it was cut off.
    """
    erased = erasure_of(event)
    # First, so that an import that is under way brings nobody else; and where it is cut off after
    # this, the event is still found by the people who are left.
    with ledger.hold(event):
        erase_imports(event)
        _erase_what_is_of_them(event)
    nothing = _nothing(event, at)
    known = Attendee.objects.filter(event=event, erased_at=None)
    for some in in_parts(list(known.values_list("pk", flat=True)), size=_PART_MAX):
        with ledger.hold(event):
            known.filter(pk__in=some).update(**nothing)
    with ledger.hold(event):
        # The event went on meanwhile: whoever was added goes too, and what was made of people.
        known.update(**nothing)
        _erase_what_is_of_them(event)
        with connection.cursor() as cursor:
            # Attendees alone had them, and have them no more.
            cursor.execute(_DELETE_ADDRESSES, [event.pk])
        Event.objects.filter(pk=event.pk).update(erased_at=at)
    # Those that were begun before, too: they read the names before they write them.
    erase_files_of(event.pk)
    return erased


def _nothing(event: Event, at: datetime) -> dict[str, Any]:
    """Return what stands in an attendee's columns once they are erased."""
    with translation.override(event.language):
        name = _("Erased")
    return {
        "name": name,
        "address": None,
        "company": "",
        "fields": {},
        "external_id": "",
        "search_text": "",
        "erased_at": at,
    }


def _erase_what_is_of_them(event: Event) -> None:
    Photo.objects.filter(attendee__event=event).delete()
    # What is signed names people; the numbers and codes stay, so that none is used twice.
    certificates_with_names(event).update(facts={})
    Delivery.objects.filter(event=event).update(email="", reason="")
    # What was said about themselves goes; that it was said, and what came of it, stays.
    AttendanceLink.objects.filter(attendee__event=event).delete()
    Dispute.objects.filter(event=event).update(note="", answer="")
    # A search holds a name. Who took what and when stays on record.
    Export.objects.filter(event=event).update(parameters={})


_DELETE_ADDRESSES = "DELETE FROM usher_address WHERE event_id = %s AND role = 'attendee'"
