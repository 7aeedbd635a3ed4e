"""Deletes a whole event: the one exception to a ledger that nothing is removed from."""

from django.db import connection
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.made_files import erase_files_of
from usher.actions.mistakes import BadRequest
from usher.actions.owner_only import check_is_owner
from usher.models import Event
from usher.queries.access import Access

_OF_EVENT = "event_id = %s"
_OF_SESSIONS = "session_id IN (SELECT id FROM usher_session WHERE event_id = %s)"
_OF_ATTENDEES = "attendee_id IN (SELECT id FROM usher_attendee WHERE event_id = %s)"
_OF_CERTIFICATES = "certificate_id IN (SELECT id FROM usher_certificate WHERE event_id = %s)"
_OF_PUBLICATIONS = "publication_id IN (SELECT id FROM usher_publication WHERE event_id = %s)"
_OF_IMPORTS = "whole_id IN (SELECT id FROM usher_import WHERE event_id = %s)"
_OF_RULES = "rule_id IN (SELECT id FROM usher_namedrule WHERE event_id = %s)"
# What points to others before what is pointed to; each is one statement, however many the rows.
_ROWS = (
    ("usher_entry", _OF_EVENT),
    ("usher_delivery", _OF_EVENT),
    ("usher_withdrawal", _OF_CERTIFICATES),
    ("usher_certificate", _OF_EVENT),
    ("usher_certificatedesign", _OF_EVENT),
    ("usher_publishedcredit", _OF_PUBLICATIONS),
    ("usher_publication", _OF_EVENT),
    ("usher_ruleofsession", _OF_EVENT),
    ("usher_ruleversion", _OF_RULES),
    ("usher_namedrule", _OF_EVENT),
    ("usher_repetition", _OF_EVENT),
    ("usher_export", _OF_EVENT),
    ("usher_case", _OF_EVENT),
    ("usher_dispute", _OF_EVENT),
    ("usher_confirmation", _OF_ATTENDEES),
    ("usher_attendancelink", _OF_ATTENDEES),
    ("usher_review", _OF_EVENT),
    ("usher_presence", _OF_SESSIONS),
    ("usher_tally", _OF_EVENT),
    ("usher_flow", _OF_EVENT),
    ("usher_scanned", _OF_EVENT),
    ("usher_registrant", _OF_EVENT),
    ("usher_photo", _OF_ATTENDEES),
    ("usher_badge", _OF_EVENT),
    ("usher_attendee", _OF_EVENT),
    ("usher_eventuser", _OF_EVENT),
    ("usher_address", _OF_EVENT),
    ("usher_lease", _OF_EVENT),
    ("usher_door", _OF_EVENT),
    ("usher_session_levels", _OF_SESSIONS),
    ("usher_session", _OF_EVENT),
    ("usher_level", _OF_EVENT),
    ("usher_signedhead", _OF_EVENT),
    ("usher_signingkey", _OF_EVENT),
    ("usher_importpart", _OF_IMPORTS),
    ("usher_import", _OF_EVENT),
    ("usher_eventhead", _OF_EVENT),
    ("usher_event", "id = %s"),
    # Last, since the database notes each of the deletions before.
    ("usher_change", _OF_EVENT),
)


def delete_event(access: Access, *, name: str) -> None:
    """Delete the event with all that is in it, its ledger included. Nothing brings it back.

    `name` is the event's, as the owner typed it. Raises BadRequest where it is another, or Denied.
    """
    check_is_owner(access, _("Only the event owner, {owner}, can delete the event."))
    check_name(access.event, name)
    with ledger.hold(access.event), connection.cursor() as cursor:
        for table, condition in _ROWS:
            cursor.execute(f"DELETE FROM {table} WHERE {condition}", [access.event.pk])
    erase_files_of(access.event.pk)


def check_name(event: Event, typed: str) -> None:
    """Raise BadRequest unless this is the event's name, give or take spaces and case."""
    if " ".join(typed.split()).casefold() != " ".join(event.name.split()).casefold():
        raise BadRequest(
            _("Type the name as it stands above: {name}.").format(name=event.name), field="name"
        )
