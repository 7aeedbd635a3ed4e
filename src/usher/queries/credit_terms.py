"""Which sessions give which credit, by which rules: as it is now, and as it was published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from usher.models import Event, NamedRule, Publication, RuleOfSession, RuleVersion, Session
from usher.queries.session_times import session_times, words_by_session
from usher.rules.attendance import SessionTimes
from usher.rules.credit import Terms
from usher.rules.credit_rule import CreditRule, read_rule
from usher.rules.session_times import What


@dataclass(frozen=True, slots=True)
class TypeTerms:
    """One type of credit: its unit, and each session's terms and the version they are of.

    The version is None for a rule that is only tried.
    """

    credit_type: str
    unit: str
    terms: dict[int, Terms]
    versions: dict[int, RuleVersion | None]


def rule_of(version: RuleVersion) -> CreditRule:
    """Return the rule that a version keeps."""
    rule = read_rule(version.document)
    assert isinstance(rule, CreditRule), "only what was read without a fault is kept"
    return rule


def newest_versions(event: Event) -> dict[int, RuleVersion]:
    """Return the newest version of each of the event's rules, by the rule's number."""
    versions = RuleVersion.objects.filter(rule__event=event).select_related("rule")
    return {version.rule_id: version for version in versions.order_by("number")}


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that is only tried: in the place of one that is kept, or anew on these sessions."""

    rule: CreditRule
    instead_of: int | None = None
    on: Collection[int] = ()


def terms_now(event: Event, *, trial: Trial | None = None) -> dict[str, TypeTerms]:
    """Return what each session gives now, by type of credit, in a constant number of queries."""
    newest = newest_versions(event)
    tried = {trial.instead_of: trial.rule} if trial and trial.instead_of else {}
    rules = {number: rule_of(version) for number, version in newest.items()} | tried
    facts = _Facts(session_times(event), _days(event), attested_sessions(event))
    found: dict[str, TypeTerms] = {}
    for given in RuleOfSession.objects.filter(event=event).order_by("session"):
        version = None if given.rule_id in tried else newest[given.rule_id]
        facts.add(found, given.session_id, rules[given.rule_id], version)
    for session in sorted(set(trial.on) & facts.times.keys()) if trial else []:
        assert trial is not None
        facts.add(found, session, trial.rule, None)
    return found


@dataclass(frozen=True, slots=True)
class _Facts:
    times: dict[int, SessionTimes]
    days: dict[int, str]
    attested: set[int]

    def add(
        self,
        kinds: dict[str, TypeTerms],
        session: int,
        rule: CreditRule,
        version: RuleVersion | None,
    ) -> None:
        name, is_attested = rule.credit_type, session in self.attested
        kind = kinds.setdefault(name, TypeTerms(name, rule.unit, {}, {}))
        times, day = self.times[session], self.days[session]
        kind.terms[session] = Terms(times, rule, day, attested=is_attested)
        kind.versions[session] = version


def attested_sessions(event: Event) -> set[int]:
    """Return the sessions that somebody who was there attested to, and that stands."""
    return {
        session
        for session, words in words_by_session(event).items()
        if any(word.what is What.ATTESTED for word in words)
    }


def written_terms(event: Event, kinds: Mapping[str, TypeTerms]) -> dict[str, Any]:
    """Return the terms as plain values, to be kept with what is published by them.

    The times are those of all sessions: those that give no credit take time as well.
    """
    times = {str(session): _written(one) for session, one in session_times(event).items()}
    return {"times": times, "kinds": _written_kinds(kinds)}


def _written_kinds(kinds: Mapping[str, TypeTerms]) -> dict[str, Any]:
    return {
        name: {
            str(session): {
                "day": terms.day,
                "attested": terms.attested,
                "version": version.pk if (version := kind.versions[session]) else None,
            }
            for session, terms in kind.terms.items()
        }
        for name, kind in kinds.items()
    }


def times_of(publication: Publication) -> dict[int, SessionTimes]:
    """Return the times of all sessions as they were when this was published."""
    return {int(session): _read(kept) for session, kept in publication.terms["times"].items()}


def terms_of(publication: Publication) -> dict[str, TypeTerms]:
    """Return the terms by which this was published."""
    kept, times = publication.terms["kinds"], times_of(publication)
    numbers = {one["version"] for kind in kept.values() for one in kind.values()}
    versions = RuleVersion.objects.select_related("rule").in_bulk(numbers)
    rules = {number: rule_of(version) for number, version in versions.items()}
    found = {}
    for name, kind in kept.items():
        of = {int(session): versions[one["version"]] for session, one in kind.items()}
        terms = {
            session: Terms(
                times[session],
                rules[version.pk],
                kind[str(session)]["day"],
                attested=kind[str(session)]["attested"],
            )
            for session, version in of.items()
        }
        unit = next(iter(of.values())).rule.unit
        found[name] = TypeTerms(name, unit, terms, dict(of))
    return found


def rules_of(event: Event) -> list[NamedRule]:
    """Return the event's rules by name."""
    return list(NamedRule.objects.filter(event=event).order_by("name"))


def _days(event: Event) -> dict[int, str]:
    starts = Session.objects.filter(event=event).order_by().values_list("pk", "starts_at")
    return {
        number: starts_at.astimezone(event.zone).date().isoformat() for number, starts_at in starts
    }


_TIMES = ("starts_at", "ends_at", "actual_starts_at", "actual_ends_at", "closes_out_at")


def _written(times: SessionTimes) -> dict[str, Any]:
    return {name: getattr(times, name) for name in _TIMES} | {"breaks": times.breaks}


def _read(kept: Mapping[str, Any]) -> SessionTimes:
    breaks = tuple((begin, end) for begin, end in kept["breaks"])
    return SessionTimes(**{**{name: kept[name] for name in _TIMES}, "breaks": breaks})
