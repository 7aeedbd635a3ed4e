"""Which colours new registration levels get."""

from itertools import islice

from usher.rules.level_colours import Colour, colours_in_turn


def test_each_colour_is_given_once_before_any_is_given_twice():
    given = list(islice(colours_in_turn([]), 2 * len(Colour)))

    assert given == [*Colour, *Colour]


def test_a_colour_that_a_level_has_comes_after_those_that_none_has():
    taken = [Colour.BLUE, "", "#123456", Colour.GREEN, Colour.BLUE]

    given = list(islice(colours_in_turn(taken), len(Colour)))

    assert given[-1] == Colour.GREEN
    assert Colour.BLUE not in given[:-1]
