"""What the door would say of an attendee at a session, rule by rule, without writing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from usher.models import Account, Attendee, Badge, Event, EventUser, Registrant, Session
from usher.queries.door_facts import Holder, load
from usher.queries.sql import microseconds
from usher.queries.verdicts import Question, View, details, facts_of, view_of
from usher.rules.badge_code import canonical
from usher.rules.judge import (
    TABLE,
    Direction,
    Elsewhere,
    Facts,
    Kind,
    Outcome,
    Reason,
    Verdict,
    judge,
    never_overridden,
)
from usher.rules.permissions import Permission

# Reasons that don't change with where the attendee is, nor with the hour.
_OF_THE_PERSON = frozenset(
    {
        Reason.ATTENDEE_CANCELLED,
        Reason.SESSION_CANCELLED,
        Reason.LEVEL_NOT_INCLUDED,
        Reason.NOT_ON_SCHEDULE,
        Reason.CAPACITY_REACHED,
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule of the table, and whether it applies; `params` only where it does."""

    reason: Reason
    kind: Kind
    applies: bool
    overridable: bool
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Why:
    """The question, what is known, the verdict, and each rule in the table's order.

    `badge` is the code that was judged: the one in use, else the last; None where there is none.
    """

    view: View
    facts: Facts
    verdict: Verdict
    readings: list[Reading]
    badge: Badge | None
    on_list_since: datetime | None

    @property
    def holder(self) -> Holder | None:
        """Who holds the badge, as the door sees them."""
        return self.view.asked.holder


def why(
    event: Event, attendee: Attendee, session: Session, *, direction: Direction, at: datetime
) -> Why:
    """Judge the attendee's badge at the session's door as a scan at this moment would be."""
    badge = _badge_of(attendee)
    codes = {badge.code: canonical(badge.code)} if badge else {}
    instant = microseconds(at)
    facts = load(event, sessions=[session.code], badges=codes, at=instant)
    holder = facts.holders.get(badge.code) if badge else None
    asked = Question(facts.codes[session.code], holder, direction, instant)
    view = view_of(facts, asked)
    known = facts_of(view)
    verdict = judge(known)
    on_list = Registrant.objects.filter(session=session, attendee=attendee).first()
    return Why(
        view=view,
        facts=known,
        verdict=verdict,
        readings=list(_readings(known, {one["code"]: one for one in details(view, verdict)})),
        badge=badge,
        on_list_since=on_list.created_at if on_list else None,
    )


def refusals(
    event: Event, attendee: Attendee, session: Session, *, direction: Direction, at: datetime
) -> list[Reading]:
    """Return what of the attendee and the session would have a door refuse them.

    Not what rests on where they are or when: `contradictions` says that. Whether the room is full
    is told as it is now, whatever `at`.
    """
    answer = why(event, attendee, session, direction=direction, at=at)
    if answer.badge is None or answer.verdict.outcome is not Outcome.REFUSED:
        return []
    return [
        one
        for one in answer.readings
        if one.applies and one.kind is not Kind.NOTICE and one.reason in _OF_THE_PERSON
    ]


def staff_who_may_override(event: Event) -> list[Account]:
    """Return the owner and the event users who may let somebody in against a restriction."""
    staff = EventUser.objects.filter(event=event, account__is_active=True).select_related("account")
    may = [
        one.account
        for one in staff
        if one.account and Permission.OVERRIDE_SESSION_SCANS in one.permissions
    ]
    return [event.owner, *sorted(may, key=lambda account: account.shown_name.casefold())]


def _badge_of(attendee: Attendee) -> Badge | None:
    badges = Badge.objects.filter(attendee=attendee)
    in_use = badges.filter(revoked_at=None).first()
    return in_use or badges.order_by("-issued_at", "-pk").first()


def _readings(facts: Facts, said: dict[str, dict[str, Any]]) -> Iterator[Reading]:
    never = never_overridden(facts.not_overridable, Elsewhere(facts.elsewhere))
    for rule in TABLE[facts.direction]:
        kind, found = rule.kind(facts), said.get(str(rule.reason))
        yield Reading(
            reason=rule.reason,
            kind=kind,
            applies=found is not None,
            overridable=kind is Kind.RESTRICTION and rule.reason not in never,
            params=found["params"] if found else {},
        )
