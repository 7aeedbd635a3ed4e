"""What is printed and kept of a measurement: rows, as text, JSON and Markdown. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.limits.figures import Spread, ratios


@dataclass(frozen=True, slots=True)
class Aim:
    """What a row should reach, and whether it did."""

    words: str
    met: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured, in rounds, each beside its limits or baselines.

    `beside` holds for each of them the value of the same rounds; `also` what else each round told.
    """

    name: str
    unit: str
    values: Sequence[float]
    beside: Mapping[str, Sequence[float]] = field(default_factory=dict)
    also: Mapping[str, Sequence[float]] = field(default_factory=dict)
    aim: Aim | None = None

    def ratio(self, baseline: str) -> Spread:
        """Return the ratio to one of those beside it."""
        return Spread.of(ratios(self.values, self.beside[baseline]))

    def aiming(self, words: str, holds: "Callable[[Row], bool]") -> "Row":
        """Return the row with what it should reach."""
        return Row(
            self.name, self.unit, self.values, self.beside, self.also, Aim(words, holds(self))
        )


def kept(row: Row) -> dict[str, Any]:
    """Return the row as results.json keeps it."""
    told: dict[str, Any] = {"name": row.name, "unit": row.unit, **_spread(Spread.of(row.values))}
    told["beside"] = {
        name: {**_spread(Spread.of(values)), "ratio": _spread(row.ratio(name))}
        for name, values in row.beside.items()
    }
    told["also"] = {name: _spread(Spread.of(values)) for name, values in row.also.items()}
    if row.aim:
        told["aim"] = {"words": row.aim.words, "met": row.aim.met}
    return told


def _spread(spread: Spread) -> dict[str, Any]:
    figures = {"median": spread.median, "min": spread.least, "max": spread.most}
    # More digits than anybody could measure would only make two runs differ.
    return {name: float(f"{value:.4g}") for name, value in figures.items()} | {"n": spread.rounds}


def text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows that were kept as tables for a terminal."""
    return "\n\n".join(_aligned(table) for table in _tables(rows))


def markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows that were kept as tables for a page."""
    return "\n\n".join(
        "\n".join(f"| {' | '.join(line)} |" for line in [table[0], _rule(table[0]), *table[1:]])
        for table in _tables(rows)
    )


def _tables(rows: Sequence[Mapping[str, Any]]) -> list[list[list[str]]]:
    """Return a table for each run of rows with the same headings, its headings first."""
    tables: list[list[list[str]]] = []
    for row in rows:
        shown = _cells(row)
        heading = [name for name, _ in shown]
        if not tables or tables[-1][0] != heading:
            tables.append([heading])
        tables[-1].append([cell for _, cell in shown])
    return [_without_empty(table) for table in tables]


def _cells(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = [("", row["name"]), (row["unit"], _with_range(row))]
    for name, beside in row["beside"].items():
        shown += [(name, number(beside["median"])), ("ratio", _with_range(beside["ratio"]))]
    also = {name: value for name, value in row["also"].items() if name != row["unit"]}
    shown += [(name, number(value["median"])) for name, value in also.items()]
    aim = row.get("aim")
    said = f"{aim['words']}: {'met' if aim['met'] else 'not met'}" if aim else ""
    return [*shown, ("aim", said)]


def _without_empty(table: list[list[str]]) -> list[list[str]]:
    has_aim = any(line[-1] for line in table[1:])
    return table if has_aim else [line[:-1] for line in table]


def _aligned(table: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    )


def _rule(heading: list[str]) -> list[str]:
    return ["---", *["---:" for _ in heading[1:]]]


def number(value: float) -> str:
    """Return the figure in the few digits that mean something."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def _with_range(spread: Mapping[str, Any]) -> str:
    return f"{number(spread['median'])} ({number(spread['min'])} to {number(spread['max'])})"
