"""Signs where an event's ledger ended on each day that is over.

Whoever appends the first entry of another day signs the day before, in the same transaction: so
no day can be forgotten. Whoever manages the event may close a day sooner (`close_day`). The last
day has no next one; whoever asks for the heads signs it then. Nothing is lost by that: a head
that nobody keeps elsewhere proves nothing to those who could write the whole database anew.
"""

from datetime import date, datetime

from django.db import transaction

from usher.actions.signing_keys import key_to_sign
from usher.badges.signatures import sign
from usher.models import Entry, Event, EventHead, SignedHead
from usher.queries.heads import statement_of


def sign_day_over(event: Event, *, at: datetime) -> None:
    """Sign the event's last day with an entry, where that day is over by the event's calendar."""
    with transaction.atomic():
        head = EventHead.objects.select_for_update().get(pk=event.pk)
        head.event = event
        if head.seq:
            begin_day(head, at.astimezone(event.zone).date(), at=at)


def begin_day(head: EventHead, day: date, *, at: datetime) -> None:
    """Sign the day of the last entry where `day` is a later one. The caller holds the head.

    The head is not saved: its `day` is the new one, for whoever appends.
    """
    last = head.day or _day_of_last_entry(head)
    if last is not None and last >= day:
        head.day = last
        return
    head.day = day
    if last is not None:
        sign_head(head, last, at=at)


def sign_head(head: EventHead, day: date, *, at: datetime) -> SignedHead | None:
    """Sign the held head as the end of the day; None where it or the entry has one."""
    # Of a day that came twice, because the event moved to another time zone, the first end stands.
    signed = SignedHead.objects.filter(event=head.event_id)
    is_signed = signed.filter(day__gte=day).exists() or signed.filter(seq=head.seq).exists()
    if is_signed or head.seq == 0:
        return None
    key = key_to_sign(head.event, at=at)
    one = SignedHead(
        event_id=head.event_id, day=day, seq=head.seq, digest=head.digest, signed_at=at, key=key
    )
    one.signature = sign(bytes(key.private), statement_of(one).message)
    one.save(force_insert=True)
    return one


def _day_of_last_entry(head: EventHead) -> date | None:
    if head.seq == 0:
        return None
    last = Entry.objects.get(event=head.event_id, seq=head.seq)
    return last.received_at.astimezone(head.event.zone).date()
