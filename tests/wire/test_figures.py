"""Figures in the form that Prometheus reads."""

from usher.wire.figures import Counts, Histogram, gauge


def test_a_count_is_told_for_each_value_also_where_it_is_nought():
    scans = Counts("scans_total", "Scans.", label="outcome", values=["admitted", "refused"])

    scans.add(["admitted", "admitted"])

    assert list(scans.lines()) == [
        "# HELP scans_total Scans.",
        "# TYPE scans_total counter",
        'scans_total{outcome="admitted"} 2',
        'scans_total{outcome="refused"} 0',
    ]


def test_a_bucket_holds_all_that_is_no_more_than_its_bound():
    seconds = Histogram("seconds", "Time.", bounds=(0.5, 1.0))

    for value in (0.25, 0.5, 0.75, 8.0):
        seconds.observe(value)

    assert list(seconds.lines()) == [
        "# HELP seconds Time.",
        "# TYPE seconds histogram",
        'seconds_bucket{le="0.5"} 2',
        'seconds_bucket{le="1.0"} 3',
        'seconds_bucket{le="+Inf"} 4',
        "seconds_sum 9.5",
        "seconds_count 4",
    ]


def test_what_is_not_known_is_left_out():
    assert list(gauge("age_seconds", "Age.", None)) == []
    assert list(gauge("age_seconds", "Age.", 0.0))[-1] == "age_seconds 0.0"
