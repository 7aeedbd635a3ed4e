"""The demo's attendees: nobody real, named as people are named all over the world."""

from collections import defaultdict
from random import Random

from usher.actions.demo.data import demo_table
from usher.queries.demo import Cast
from usher.readers import AttendeeRow
from usher.rules.names import searchable

ATTENDEES_COUNT = 3000
# Of every ten names so many are in the Latin script, as far as there are enough others.
_LATIN_SHARE = 0.7

LEVELS = {
    "Member": ("#2563eb", 45),
    "Speaker": ("#9333ea", 12),
    "Student": ("#0d9488", 18),
    "Volunteer": ("#ca8a04", 5),
    "Expo only": ("#6b7280", 20),
}
_CAST_LEVELS = {
    Cast.EXPO_ONLY: "Expo only",
    Cast.ANYONE: "Student",
}
_FIRST = (
    *("Amber", "Birch", "Copper", "Harbour", "Juniper", "Lantern", "Meadow", "Northern"),
    *("Quiet", "Rook", "Saffron", "Tidal", "Willow", "Zephyr"),
)
_SECOND = ("Circuits", "Labs", "Networks", "Software Co-operative", "Systems", "University")


def people(random: Random) -> list[AttendeeRow]:
    """Return the attendees, those who show something first; the same for the same seed."""
    names = _names(random)
    ids = [*Cast, *(f"demo-{number:04}" for number in range(len(Cast) + 1, ATTENDEES_COUNT + 1))]
    return [
        _attendee(random, number, external_id, name)
        for number, (external_id, name) in enumerate(zip(ids, names, strict=True), start=1)
    ]


def _attendee(random: Random, number: int, external_id: str, name: str) -> AttendeeRow:
    weights = [weight for _, weight in LEVELS.values()]
    drawn = random.choices(list(LEVELS), weights)[0]
    level = _CAST_LEVELS.get(Cast(external_id), "Member") if external_id in set(Cast) else drawn
    company = f"{random.choice(_FIRST)} {random.choice(_SECOND)}" if random.random() < 0.7 else ""
    return AttendeeRow(
        where=external_id,
        badge_code=None,
        external_id=external_id,
        name=name,
        email=_email(name, number),
        company=company,
        level=level,
        cancelled=external_id == Cast.CANCELLED
        or (external_id not in set(Cast) and number % 97 == 0),
        fields={},
    )


def _email(name: str, number: int) -> str:
    words = ("".join(filter(str.isalnum, word)) for word in searchable(name).split())
    plain = ".".join(word for word in words if word and word.isascii())
    return f"{plain or 'attendee'}.{number}@example.org"


def _names(random: Random) -> list[str]:
    latin, others = _combinations()
    others_count = min(len(others), round(ATTENDEES_COUNT * (1 - _LATIN_SHARE)))
    drawn = random.sample(latin, ATTENDEES_COUNT - others_count)
    drawn += random.sample(others, others_count)
    random.shuffle(drawn)
    return drawn


def _combinations() -> tuple[list[str], list[str]]:
    """Return all names that can be put together within a script: Latin ones, and the others."""
    given: defaultdict[str, list[str]] = defaultdict(list)
    for row in demo_table("names.csv"):
        given[row["group"]] += row["given"].split(";")
    latin: set[str] = set()
    others: set[str] = set()
    for row in demo_table("names.csv"):
        for family in row["family"].split(";"):
            names = {_joined(row, one, family) for one in given[row["group"]]}
            (latin if row["group"] == "latin" else others).update(names)
    # Sorted, because a set's order is another in each process.
    return sorted(latin), sorted(others)


def _joined(row: dict[str, str], given: str, family: str) -> str:
    if row["order"] == "given first":
        return f"{given} {family}"
    wide = row["language"].split("-")[0] in ("ja", "ko", "yue", "zh")
    return f"{family}{'' if wide else ' '}{given}"
