"""Puts attendees on the lists of sessions, and takes them off: nothing else may.

A session's list is who has it on their schedule; its tally counts them as `registered`.
"""

from collections.abc import Collection

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from usher.models import EventHead, Registrant, Tally
from usher.queries.chunks import ROWS_MAX, in_chunks

# An attendee on a session's list, as `(session, attendee)`.
Place = tuple[int, int]


def enrol(head: EventHead, *, joining: Collection[Place], leaving: Collection[Place] = ()) -> None:
    """Put `joining` on their sessions' lists and take `leaving` off, and count again.

    `head` is the held head of the event's ledger (`ledger.hold`): at the doors nobody is judged by
    half a list. Whoever is on a list already stays once; whoever isn't can't leave it.
    """
    _add(head, joining)
    _remove(head, leaving)
    for touched in in_chunks({session for session, _ in (*joining, *leaving)}):
        _count(touched)


def _add(head: EventHead, places: Collection[Place]) -> None:
    Registrant.objects.bulk_create(
        (
            Registrant(event_id=head.event_id, session_id=session, attendee_id=attendee)
            for session, attendee in places
        ),
        batch_size=ROWS_MAX,
        ignore_conflicts=True,
    )


def _remove(head: EventHead, places: Collection[Place]) -> None:
    if not places:
        return
    on_lists = Registrant.objects.filter(
        event_id=head.event_id, session__in={session for session, _ in places}
    )
    ids = {
        (session, attendee): pk
        for pk, session, attendee in on_lists.values_list("pk", "session", "attendee")
    }
    for leaving in in_chunks({ids[place] for place in places if place in ids}):
        Registrant.objects.filter(pk__in=leaving).delete()


def _count(sessions: Collection[int]) -> None:
    on_list = (
        Registrant.objects.filter(session=OuterRef("session"))
        .order_by()
        .values("session")
        .annotate(count=Count("pk"))
        .values("count")
    )
    Tally.objects.filter(session__in=sessions).update(registered=Coalesce(Subquery(on_list), 0))
