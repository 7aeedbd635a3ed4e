"""Erases the personal data of an event's attendees; what was scanned stays."""

from datetime import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.discard_import import erase_imports
from usher.models import (
    AttendanceLink,
    Attendee,
    Certificate,
    Delivery,
    Dispute,
    Event,
    Export,
    Photo,
)
from usher.queries.retention import Erasure, erasure_of


def erase_people(event: Event, *, at: datetime) -> Erasure:
    """Replace who the attendees are by nothing, and return how much there was of what.

    Names, companies, addresses, imported columns, external ids, photos, the files that were
    imported, what certificates say, what was said in disputes, and what exports were asked for
    go. Attendees, their badges' codes, lists and scans stay without them, so that counts and the
    ledger are what they were. Erased again, only what came since goes.
    """
    with ledger.hold(event):
        erased = erasure_of(event)
        with translation.override(event.language):
            name = _("Erased")
        Photo.objects.filter(attendee__event=event).delete()
        Attendee.objects.filter(event=event, erased_at=None).update(
            name=name,
            address=None,
            company="",
            fields={},
            external_id="",
            search_text="",
            erased_at=at,
        )
        with connection.cursor() as cursor:
            # Attendees alone had them, and have them no more.
            cursor.execute(_DELETE_ADDRESSES, [event.pk])
        erase_imports(event)
        # What is signed names people; the numbers and codes stay, so that none is used twice.
        Certificate.objects.filter(event=event).update(facts={})
        Delivery.objects.filter(event=event).update(email="", reason="")
        # What was said about themselves goes; that it was said, and what came of it, stays.
        AttendanceLink.objects.filter(attendee__event=event).delete()
        Dispute.objects.filter(event=event).update(note="", answer="")
        # A search holds a name. Who took what and when stays on record.
        Export.objects.filter(event=event).update(parameters={})
        Event.objects.filter(pk=event.pk).update(erased_at=at)
    return erased


_DELETE_ADDRESSES = "DELETE FROM usher_address WHERE event_id = %s AND role = 'attendee'"
