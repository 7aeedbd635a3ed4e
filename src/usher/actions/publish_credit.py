"""Publish what everybody's time is worth: rows that are never changed, and superseded later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.bulk import insert
from usher.actions.correct import NOTE_LENGTH_MAX
from usher.actions.credit_rules import check_may_rule
from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Event, EventHead, Publication, PublishedCredit
from usher.queries.access import Access
from usher.queries.credit_reckoned import Place, Reckoned, everybodys_stays, reckoned
from usher.queries.credit_standing import amounts_standing, last_publication, seal
from usher.queries.credit_terms import TypeTerms, terms_now, written_terms
from usher.queries.session_times import session_times


def publish_credit(access: Access, *, seen: str, note: str, at: datetime) -> Publication:
    """Publish all credit as it is now, and return the publication.

    `seen` is the seal of what the account was shown: where something changed since, nothing is
    published. Only what differs from what stands is written anew, and supersedes it. The ledger
    is held, so that all of it is of one moment. Raises BadRequest, Conflict or Denied.
    """
    check_may_rule(access)
    event, note = access.event, note.strip()
    if len(note) > NOTE_LENGTH_MAX:
        words = _("Use {most} characters or fewer.").format(most=NOTE_LENGTH_MAX)
        raise BadRequest(words, field="note")
    reckoned_from = _basis(event)
    kinds, found = _reckoned(event, at)
    with ledger.hold(event) as head:
        if _basis(event) != reckoned_from:
            kinds, found = _reckoned(event, at)
        if seal(found) != seen:
            words = _("Something changed since you looked. Look again, then publish.")
            raise Conflict(words)
        changed = _changed(event, found)
        if not changed:
            raise BadRequest(_("All of this is published already."))
        publication = _publication(access, head, kinds, note=note, at=at)
        for row in changed:
            row.publication = publication
        insert(PublishedCredit.objects, changed)
    return publication


def _basis(event: Event) -> tuple[Any, ...]:
    """Return what tells whether anything would be reckoned otherwise by now."""
    seq = EventHead.objects.values_list("seq").get(pk=event.pk)
    return seq, terms_now(event), session_times(event)


def _reckoned(
    event: Event, at: datetime
) -> tuple[Mapping[str, TypeTerms], Mapping[Place, Reckoned]]:
    # Before doors wait for it, and again only if that was for nothing.
    kinds = terms_now(event)
    return kinds, reckoned(dict(everybodys_stays(event, at=at)), kinds)


def _changed(event: Event, found: Mapping[Place, Reckoned]) -> list[PublishedCredit]:
    """Return a row for each place that isn't published as it is now."""
    stands = amounts_standing(event)
    rows = []
    for place, one in found.items():
        row, version, *figures = stands.get(place, (None, None))
        assert one.version is not None, "what is only tried is not published"
        if (version, figures) != (one.version.pk, [one.credit.amount, one.credit.seconds]):
            rows.append(
                _row(place, one.version.pk, one.credit.amount, one.credit.seconds, supersedes=row)
            )
    gone = stands.keys() - found.keys()
    for place in sorted(gone):
        row, version, amount, seconds = stands[place]
        if amount or seconds:
            rows.append(_row(place, version, 0, 0, supersedes=row))
    return rows


def _row(
    place: Place, version: int, amount: int, seconds: int, *, supersedes: int | None
) -> PublishedCredit:
    attendee, session, _type = place
    return PublishedCredit(
        attendee_id=attendee,
        session_id=session,
        version_id=version,
        amount=amount,
        seconds=seconds,
        supersedes_id=supersedes,
    )


def _publication(
    access: Access, head: EventHead, kinds: Mapping[str, TypeTerms], *, note: str, at: datetime
) -> Publication:
    last = last_publication(access.event)
    return Publication.objects.create(
        event=access.event,
        number=last.number + 1 if last else 1,
        head_seq=head.seq,
        head_digest=head.digest,
        terms=written_terms(access.event, kinds),
        note=note,
        published_at=at,
        published_by=access.account,
    )
