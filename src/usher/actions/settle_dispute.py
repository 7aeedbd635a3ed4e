"""Settle a dispute: whoever looked at it tells the attendee what they found."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.correct import NOTE_LENGTH_MAX, check_may_correct
from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Dispute
from usher.queries.access import Access
from usher.queries.review import is_put_right
from usher.rules.disputes import Became


@transaction.atomic
def settle_dispute(access: Access, dispute: Dispute, *, answer: str, at: datetime) -> Dispute:
    """Settle it with these words to the attendee, and return it.

    What came of it the ledger says: it was put right where their times in the session are others
    now than those that they disputed. Raises BadRequest, Conflict where it is settled, or Denied.
    """
    check_may_correct(access)
    answer = answer.strip()
    if not answer:
        raise BadRequest(_("Say what you found: the attendee reads it."), field="answer")
    if len(answer) > NOTE_LENGTH_MAX:
        words = _("Use {most} characters or fewer.").format(most=NOTE_LENGTH_MAX)
        raise BadRequest(words, field="answer")
    held = Dispute.objects.select_for_update(of=("self",)).select_related("attendee__event")
    kept = held.get(pk=dispute.pk, event=access.event)
    if kept.settled_at is not None:
        raise Conflict(_("This dispute is settled already."))
    kept.became = Became.PUT_RIGHT if is_put_right(kept, at=at) else Became.KEPT
    kept.settled_at, kept.settled_by, kept.answer = at, access.account, answer
    kept.save(update_fields=["became", "settled_at", "settled_by", "answer"])
    return kept
