"""A trace of presence is read compressed or not, and refused by its row where it is none."""

import gzip

import pytest

from usher.readers import Unreadable
from usher.readers.presence import Stretch, read_presence

TRACE = b"badge,from_s,until_s\n7,60,120\n3,20,40\n"


def test_stretches_come_in_order_of_time() -> None:
    found = [Stretch("3", 20, 40), Stretch("7", 60, 120)]

    assert read_presence(TRACE) == found
    assert read_presence(gzip.compress(TRACE)) == found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x1f\x8bnothing", "no table"),
        (b"\xff\xfe", "no table"),
        (b"who,from,until\n1,2,3\n", "columns"),
        (TRACE + b"9,50,50\n", "row 4: This is no stretch"),
        (TRACE + b"9,5\n", "row 4"),
        (TRACE + b",5,6\n", "row 4"),
        (TRACE + b"9,-5,6\n", "row 4"),
        (TRACE + b"9,5,99999999999\n", "row 4"),
    ],
)
def test_what_is_no_trace_is_refused_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_presence(content)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    with pytest.raises(Unreadable, match="no table"):
        read_presence(gzip.compress(b"0" * (20 * 1024 * 1024 + 1)))
