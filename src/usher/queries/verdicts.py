"""What the door would say of a badge at a session: the rules' facts, and each reason's details."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from usher.models import Event
from usher.queries.door_facts import DoorFacts, Holder, SessionFacts
from usher.queries.leases import Phone
from usher.queries.sql import moment
from usher.queries.trails import Trail
from usher.rules.intervals import Whereabouts
from usher.rules.judge import Direction, Elsewhere, Facts, Kind, Reason, Verdict, never_overridden
from usher.rules.signed_badge import Reading, Signature


@dataclass(slots=True)
class Question:
    """A badge at a session's door: who holds it (None: nobody), which way, and when.

    `phone` is who asks; its own lease keeps nobody out. `signed` is what was read of the badge
    where it says that it is signed.
    """

    session: SessionFacts
    holder: Holder | None
    direction: Direction
    at: int
    key: str = ""
    phone: Phone | None = None
    signed: Reading | None = None


@dataclass(slots=True)
class View:
    """One question with all that is known about it.

    `trail` are the holder's scans, none where the badge is nobody's; `whereabouts` their stays at
    the moment of the question. `leased` is how many places other doors may give away themselves.
    """

    facts: DoorFacts
    asked: Question
    trail: Trail
    whereabouts: Whereabouts
    leased: int

    @property
    def event(self) -> Event:
        """The event whose door it is."""
        return self.facts.event

    @property
    def signature(self) -> Signature:
        """What the badge's signature said at the moment of the question."""
        signed = self.asked.signed
        return signed.as_of(self.asked.at) if signed else Signature.NONE

    @property
    def closes_at(self) -> int | None:
        """When scanning closes in the direction that is asked about."""
        session = self.asked.session
        into = self.asked.direction is Direction.IN
        return session.closes_in_at if into else session.closes_out_at

    @property
    def count(self) -> int:
        """What capacity counts: people inside, or ever let in where nobody is scanned out.

        Whoever is among those who were ever let in takes no second seat by coming back.
        """
        session = self.asked.session
        if session.tracks_out:
            return session.counts.inside
        return session.counts.attended - self.whereabouts.was_let_in(session.id)


def view_of(facts: DoorFacts, asked: Question) -> View:
    """Return the question with what is known about it."""
    trail = facts.trails[asked.holder.attendee_id] if asked.holder else Trail()
    return View(
        facts,
        asked,
        trail,
        whereabouts=trail.as_of(asked.at, asked.key).whereabouts,
        leased=facts.leases[asked.session.id].held_by_others(asked.phone),
    )


def facts_of(view: View) -> Facts:
    """Return the facts that the rules judge."""
    asked, whereabouts = view.asked, view.whereabouts
    session, holder = asked.session, asked.holder
    signature = view.signature
    return Facts(
        direction=asked.direction,
        at=asked.at,
        known=holder is not None,
        other_event=signature is Signature.OTHER_EVENT,
        forged=signature is Signature.FORGED,
        revoked=holder is not None and _by_then(holder.revoked_at, asked.at),
        attendee_cancelled=holder is not None and _by_then(holder.cancelled_at, asked.at),
        session_cancelled=_by_then(session.cancelled_at, asked.at),
        level=str(holder.level_id) if holder else None,
        levels=session.levels.keys(),
        validate_registrants=session.validate_registrants,
        registrant=holder is not None and (session.id, holder.attendee_id) in view.facts.listed,
        let_in_before=whereabouts.was_let_in(session.id),
        capacity=session.capacity,
        count=view.count + view.leased,
        opens_at=session.opens_at,
        closes_at=view.closes_at,
        inside=whereabouts.inside(session.id),
        inside_elsewhere=bool(whereabouts.inside_others(session.id)),
        elsewhere=view.facts.elsewhere,
        not_overridable=view.facts.not_overridable,
    )


def details(view: View, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the verdict's reasons as they are kept: code, kind, and the particulars."""
    return [
        {"code": str(reason), "kind": str(kind), "params": _PARTICULARS.get(reason, _none)(view)}
        for reason, kind in verdict.reasons
    ]


def may_be_overridden(event: Event, reasons: Sequence[dict[str, Any]]) -> bool:
    """Tell whether a scan refused for these kept reasons could be let in by an override."""
    never = never_overridden(
        frozenset(Reason(one) for one in event.not_overridable),
        Elsewhere(event.inside_elsewhere),
    )
    return all(
        one["kind"] == Kind.NOTICE or (one["kind"] == Kind.RESTRICTION and one["code"] not in never)
        for one in reasons
    )


def _by_then(happened: int | None, at: int) -> bool:
    # What was scanned before is judged as things stood then (decisions 27 and 28).
    return happened is not None and at >= happened


def _none(_: View) -> dict[str, Any]:
    return {}


def _revocation(view: View) -> dict[str, Any]:
    holder = view.asked.holder
    return {"revoked_at": _written(view, holder.revoked_at if holder else None)}


def _attendee_cancelled(view: View) -> dict[str, Any]:
    holder = view.asked.holder
    return {"cancelled_at": _written(view, holder.cancelled_at if holder else None)}


def _session_cancelled(view: View) -> dict[str, Any]:
    return {"cancelled_at": _written(view, view.asked.session.cancelled_at)}


def _level(view: View) -> dict[str, Any]:
    holder = view.asked.holder
    return {
        "level": (holder and holder.level) or "",
        "levels": list(view.asked.session.levels.values()),
    }


def _capacity(view: View) -> dict[str, Any]:
    params = {"count": view.count, "capacity": view.asked.session.capacity}
    return params | {"leased": view.leased} if view.leased else params


def _window(view: View) -> dict[str, Any]:
    return {
        "opens_at": _written(view, view.asked.session.opens_at),
        "closes_at": _written(view, view.closes_at),
    }


def _elsewhere(view: View) -> dict[str, Any]:
    stays = view.whereabouts.stays
    others = view.whereabouts.inside_others(view.asked.session.id)
    latest = max(others, key=lambda other: stays[other][-1].entered_at)
    session = view.facts.sessions[latest]
    since = _written(view, stays[latest][-1].entered_at)
    return {"session": session.code, "title": session.title, "since": since}


def _inside(view: View) -> dict[str, Any]:
    stay = view.whereabouts.stays[view.asked.session.id][-1]
    first = next(
        one
        for one in view.trail.seen
        if (one.one.session, one.one.at) == (view.asked.session.id, stay.entered_at)
    )
    return {"since": _written(view, stay.entered_at), "door": first.door}


def _not_inside(view: View) -> dict[str, Any]:
    stays = view.whereabouts.stays.get(view.asked.session.id)
    return {"last_out_at": _written(view, stays[-1].left_at if stays else None)}


def _written(view: View, instant: int | None) -> str | None:
    return None if instant is None else moment(instant).astimezone(view.event.zone).isoformat()


_PARTICULARS: dict[Reason, Callable[[View], dict[str, Any]]] = {
    Reason.BADGE_REVOKED: _revocation,
    Reason.ATTENDEE_CANCELLED: _attendee_cancelled,
    Reason.SESSION_CANCELLED: _session_cancelled,
    Reason.LEVEL_NOT_INCLUDED: _level,
    Reason.CAPACITY_REACHED: _capacity,
    Reason.OUTSIDE_SCAN_WINDOW: _window,
    Reason.INSIDE_ELSEWHERE: _elsewhere,
    Reason.ALREADY_INSIDE: _inside,
    Reason.NOT_INSIDE: _not_inside,
}
