"""What is printed and kept of a measurement."""

import json
from pathlib import Path

from bench.limits.results import keep, read
from bench.limits.rows import Row, kept, markdown, number, text

QUICK = Row("c=1", "scans/s", [100, 120, 110], {"echo": [200, 200, 220]}, {"p99 ms": [3, 1, 2]})


def test_a_row_is_kept_with_its_spread_and_its_ratio_to_each_limit():
    row = QUICK.aiming("half", lambda one: one.ratio("echo").median >= 0.5)

    assert kept(row) == {
        "name": "c=1",
        "unit": "scans/s",
        "median": 110,
        "min": 100,
        "max": 120,
        "n": 3,
        "beside": {
            "echo": {
                "median": 200,
                "min": 200,
                "max": 220,
                "n": 3,
                "ratio": {"median": 0.5, "min": 0.5, "max": 0.6, "n": 3},
            }
        },
        "also": {"p99 ms": {"median": 2, "min": 1, "max": 3, "n": 3}},
        "aim": {"words": "half", "met": True},
    }


def test_an_aim_that_is_missed_says_so():
    row = QUICK.aiming("as many", lambda one: one.ratio("echo").median >= 1)

    assert text([kept(row)]).endswith("as many: not met")


def test_rows_with_the_same_columns_stand_in_one_table():
    rows = [kept(QUICK), kept(QUICK), kept(Row("start", "s", [0.5]))]

    assert markdown(rows).splitlines() == [
        "|  | scans/s | echo | ratio | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| c=1 | 110 (100 to 120) | 200 | 0.50 (0.50 to 0.60) | 2.00 |",
        "| c=1 | 110 (100 to 120) | 200 | 0.50 (0.50 to 0.60) | 2.00 |",
        "",
        "|  | s |",
        "| --- | ---: |",
        "| start | 0.50 (0.50 to 0.50) |",
    ]


def test_a_terminal_gets_columns_under_each_other():
    lines = text([kept(QUICK), kept(Row("c=256", "scans/s", [1], {"echo": [2]}, {"p99 ms": [3]}))])

    assert {len(line) for line in lines.splitlines()} == {len(lines.splitlines()[0])}


def test_figures_have_the_digits_that_mean_something():
    assert [number(one) for one in (0, 0.0123, 0.5, 2.345, 23.45, 234.5, 12345)] == [
        "0",
        "0.012",
        "0.50",
        "2.35",
        "23.4",
        "234",
        "12,345",
    ]


def test_a_section_measured_again_leaves_the_others_as_they_were(tmp_path: Path):
    file = tmp_path / "results.json"
    keep(file, "http", {"rows": [1]})
    keep(file, "live", {"rows": [2]})

    keep(file, "http", {"rows": [3]})

    assert read(file) == {"http": {"rows": [3]}, "live": {"rows": [2]}}
    assert json.loads(file.read_text()) == read(file)
