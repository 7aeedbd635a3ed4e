"""Say which sessions give credit by a rule."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.bulk import insert
from usher.actions.credit_rules import check_may_rule
from usher.actions.mistakes import BadRequest
from usher.models import NamedRule, RuleOfSession, Session
from usher.queries.access import Access
from usher.queries.chunks import in_chunks

# Of one call: more than any event has.
SESSIONS_MAX = 5_000


@transaction.atomic
def give_credit(access: Access, rule: NamedRule, sessions: Collection[int], *, at: datetime) -> int:
    """Let these sessions give credit by the rule, and return how many didn't before.

    A session has one rule of each type of credit: this one takes the other's place. Numbers that
    are no session of the event are passed over. Raises BadRequest or Denied.
    """
    check_may_rule(access)
    wanted = _known(access, sessions)
    kept = RuleOfSession.objects.select_for_update().filter(
        event=access.event, credit_type=rule.credit_type
    )
    there = {session for session, of in kept.values_list("session", "rule") if of == rule.pk}
    missing = sorted(wanted - there)
    for chunk in in_chunks(missing):
        kept.filter(session__in=chunk).delete()
    insert(
        RuleOfSession.objects,
        [
            RuleOfSession(
                event=access.event,
                session_id=session,
                rule=rule,
                credit_type=rule.credit_type,
                given_at=at,
                given_by=access.account,
            )
            for session in missing
        ],
    )
    return len(missing)


@transaction.atomic
def take_credit(access: Access, rule: NamedRule, sessions: Collection[int]) -> int:
    """Let these sessions give no credit by the rule any more, and return how many did."""
    check_may_rule(access)
    count = 0
    for chunk in in_chunks(sorted(_known(access, sessions))):
        gone, _by_model = RuleOfSession.objects.filter(rule=rule, session__in=chunk).delete()
        count += gone
    return count


def _known(access: Access, sessions: Collection[int]) -> set[int]:
    if len(set(sessions)) > SESSIONS_MAX:
        raise BadRequest(_("Change at most {most} sessions at once.").format(most=SESSIONS_MAX))
    kept = Session.objects.filter(event=access.event).values_list("pk", flat=True)
    return set(kept) & set(sessions)
