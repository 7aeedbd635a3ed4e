"""Who gains and who loses, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from usher.console.credit.words import amount_told
from usher.models import Event
from usher.queries.credit_reckoned import Place, everybodys_stays, reckoned
from usher.queries.credit_standing import Change, amounts, changes, names_of
from usher.queries.credit_terms import Trial, terms_now

SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """One person's change of one type of credit."""

    attendee: int
    name: str
    credit_type: str
    before: str
    after: str
    by: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Those who lose and those who gain, the most first; how many there are beside those shown."""

    losing: int
    gaining: int
    losers: list[ChangeTold]
    gainers: list[ChangeTold]
    people: int

    @property
    def sides(self) -> list[tuple[list[ChangeTold], bool]]:
        """Return those who lose and those who gain, each with whether they lose."""
        return [(self.losers, True), (self.gainers, False)]

    @property
    def is_partial(self) -> bool:
        """Tell whether there are more than are shown."""
        return self.losing > len(self.losers) or self.gaining > len(self.gainers)


def tried(event: Event, trial: Trial, *, at: datetime) -> Changed:
    """Return who would gain and lose by the rule, against the rules as they are."""
    stays = dict(everybodys_stays(event, at=at))
    name = trial.rule.credit_type
    sides = []
    for kinds in (terms_now(event), terms_now(event, trial=trial)):
        # Other types of credit don't change.
        sides.append(amounts(reckoned(stays, {name: kinds[name]} if name in kinds else {})))
    return changed(event, *sides)


def changed(event: Event, before: Mapping[Place, int], after: Mapping[Place, int]) -> Changed:
    """Return who gains and who loses between the two."""
    found = changes(before, after)
    losers = [one for one in found if one.by < 0]
    gainers = [one for one in reversed(found) if one.by > 0]
    shown = [*losers[:SHOWN_MAX], *gainers[:SHOWN_MAX]]
    names = names_of(event, {one.attendee for one in shown})
    return Changed(
        losing=len(losers),
        gaining=len(gainers),
        losers=_told(losers[:SHOWN_MAX], names),
        gainers=_told(gainers[:SHOWN_MAX], names),
        people=len({attendee for attendee, _session, _type in before.keys() | after.keys()}),
    )


def _told(found: Sequence[Change], names: Mapping[int, str]) -> list[ChangeTold]:
    return [
        ChangeTold(
            attendee=one.attendee,
            name=names[one.attendee],
            credit_type=one.credit_type,
            before=amount_told(one.before),
            after=amount_told(one.after),
            by=("+" if one.by > 0 else "\u2212") + amount_told(abs(one.by)),
        )
        for one in found
    ]
