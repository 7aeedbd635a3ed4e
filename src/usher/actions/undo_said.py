"""Taking back what was said of a session before anybody heard of it."""

from usher.actions.one_entry import write_one
from usher.actions.open_cases import settle_anew
from usher.actions.scans import Undone
from usher.actions.undo_told import void_of
from usher.actions.void import OWN_UNDO_MICROSECONDS
from usher.models import Entry, EventHead
from usher.queries.access import Access
from usher.queries.chain import Line, entry_at, lines_by_key
from usher.queries.entries_about import void_around
from usher.queries.sql import moment
from usher.rules.permissions import Permission


def undo_said(access: Access, head: EventHead, sent: Line, undone: Undone) -> None:
    """Void the attestation that the undo came with, where whoever sends it may (decision 68).

    `sent` is at its place in the ledger, with the times of this sending: the sender may know its
    clock better by now than when it was written. The ledger is held.
    """
    event = access.event
    subject = entry_at(event, sent.seq)
    assert subject is not None, "it was just written, or found"
    if lines_by_key(event, [undone.key]) or sent.seq in void_around(subject):
        return
    if not _may_undo(access, subject, undone, said_at=sent.scanned_at):
        return
    void = void_of(sent, undone, seq=0, received_at=sent.received_at, by=access.account.pk)
    write_one(event, head, void)
    settle_anew(event, subject)


def _may_undo(access: Access, subject: Entry, undone: Undone, *, said_at: int) -> bool:
    if access.may(Permission.CORRECT_ENTRIES):
        return True
    own = subject.scanned_by_id == access.account.pk
    recent = 0 <= undone.at - said_at <= OWN_UNDO_MICROSECONDS
    return own and recent and _was_last(subject, undone, said_at)


def _was_last(subject: Entry, undone: Undone, said_at: int) -> bool:
    between = Entry.objects.filter(
        event=subject.event_id,
        scanned_by=subject.scanned_by_id,
        kind=Entry.Kind.ATTESTATION,
        scanned_at__gt=moment(said_at),
        scanned_at__lt=moment(undone.at),
    )
    return not between.exclude(seq=subject.seq).exists()
