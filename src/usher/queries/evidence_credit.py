"""What a bundle of evidence holds of credit and of disputes, as plain values, by numbers alone."""

from collections.abc import Iterator
from typing import Any

from usher.models import Dispute, Event, Publication, PublishedCredit, RuleVersion
from usher.queries.heads import written

_PART = 2000

Lines = Iterator[dict[str, Any]]


def rule_versions_said(event: Event) -> Lines:
    """Yield each version of each credit rule, those that hold no more too."""
    found = RuleVersion.objects.filter(rule__event=event).select_related("rule")
    for one in found.order_by("rule", "number"):
        yield {
            "rule_version": one.pk,
            "rule": one.rule_id,
            "name": one.rule.name,
            "credit_type": one.rule.credit_type,
            "unit": one.rule.unit,
            "number": one.number,
            "document": one.document,
            "written_at": written(one.written_at),
            "written_by": one.written_by_id,
        }


def publications_said(event: Event, seq: int) -> Lines:
    """Yield what was published at once, by which sessions' times and versions of rules.

    None that rests on an entry behind `seq`: such a one came while the bundle was written.
    """
    found = Publication.objects.filter(event=event, head_seq__lte=seq).order_by("number")
    for one in found.iterator(chunk_size=_PART):
        yield {
            "publication": one.pk,
            "number": one.number,
            "entry": one.head_seq,
            "digest": one.head_digest,
            "terms": one.terms,
            "note": one.note,
            "published_at": written(one.published_at),
            "published_by": one.published_by_id,
        }


def credits_said(event: Event, seq: int) -> Lines:
    """Yield each credit that was published, and which one it superseded."""
    found = PublishedCredit.objects.filter(
        publication__event=event, publication__head_seq__lte=seq
    ).order_by("pk")
    for one in found.iterator(chunk_size=_PART):
        yield {
            "credit": one.pk,
            "publication": one.publication_id,
            "attendee": one.attendee_id,
            "session": one.session_id,
            "rule_version": one.version_id,
            "hundredths": one.amount,
            "seconds": one.seconds,
            "supersedes": one.supersedes_id,
        }


def disputes_said(event: Event) -> Lines:
    """Yield what attendees disputed and what came of it, without their words."""
    found = Dispute.objects.filter(event=event).order_by("pk")
    for one in found.iterator(chunk_size=_PART):
        yield {
            "dispute": one.pk,
            "attendee": one.attendee_id,
            "session": one.session_id,
            "said": one.said,
            "came_at": written(one.came_at) if one.came_at else None,
            "left_at": written(one.left_at) if one.left_at else None,
            "entry": one.seq,
            "made_at": written(one.made_at),
            "settled_at": written(one.settled_at) if one.settled_at else None,
            "settled_by": one.settled_by_id,
            "became": one.became or None,
        }


def deciders(event: Event) -> set[int]:
    """Return the accounts that wrote rules, published credit or settled disputes."""
    found = set(RuleVersion.objects.filter(rule__event=event).values_list("written_by", flat=True))
    found |= set(Publication.objects.filter(event=event).values_list("published_by", flat=True))
    settled = Dispute.objects.filter(event=event, settled_by__isnull=False)
    return found | set(settled.values_list("settled_by", flat=True))
