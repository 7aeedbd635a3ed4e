"""Undo at the door."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from usher.actions.void import void
from usher.door.authentication import standing
from usher.door.schemas import Note, Sent, TallyOut
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission
from usher.wire.tally import tally

router = Router(tags=["scans"])


class VoidIn(Sent):
    """An entry of the ledger to undo."""

    id: UUID = Field(
        strict=False,
        description="Made by the sender. The same undo sent again with its id is done once.",
    )
    entry: int = Field(ge=1, lt=2**63, description="The `seq` of the scan, or of an earlier undo.")
    note: Note = Field(default="", description="Why, in the sender's words.")


class VoidOut(BaseModel):
    """What undoes, what it undoes, and the counts thereafter."""

    seq: int = Field(description="The undo's own place in the event's ledger.")
    entry: int
    tally: TallyOut


@router.post("/events/{slug:slug}/voids", response=VoidOut, summary="Undo a scan")
def create_void(request: HttpRequest, slug: str, body: VoidIn) -> VoidOut:
    """Undo a scan by a further entry of the ledger; the counts follow at once.

    Whoever scanned may undo their own last scan for two minutes with scan_attendees; anything
    else needs correct_entries. An undo can be undone.
    """
    access = standing(request, slug, Permission.SCAN_ATTENDEES, Permission.CORRECT_ENTRIES)
    at = microseconds(timezone.now())
    done = void(access, body.entry, key=str(body.id), at=at, note=body.note)
    return VoidOut(
        seq=done.seq,
        entry=done.subject,
        tally=TallyOut.model_validate(tally(done.counts, done.session.capacity)),
    )
