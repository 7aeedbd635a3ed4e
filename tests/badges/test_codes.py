"""The codes that Usher makes: what a slip of hand or eye can't turn into another's."""

from hypothesis import assume, given
from hypothesis import strategies as st

from usher.rules.badge_code import ALPHABET, canonical, is_well_formed, new_code


def code_of(number):
    return new_code(lambda bits: number)


CODES = st.integers(0, 2**75 - 1).map(code_of)
PLACES = st.integers(0, 15)


def test_a_code_is_fifteen_random_characters_and_one_that_checks_them():
    asked = []

    def ones(bits):
        asked.append(bits)
        return 2**bits - 1

    assert new_code(ones) == "Z" * 15 + "N"
    assert asked == [75]


def test_the_first_bits_are_the_first_characters():
    assert code_of(1 << 70)[:15] == "1" + "0" * 14


@given(CODES)
def test_every_code_is_well_formed_however_it_is_typed(code):
    typed = " " + "-".join((code[:4], code[4:8], code[8:])).lower().replace("0", "o") + "\r\n"

    assert is_well_formed(code)
    assert canonical(typed) == code


@given(CODES)
def test_letters_that_look_like_digits_are_read_as_digits(code):
    assert canonical(code.replace("1", "l")) == code
    assert canonical(code.replace("1", "I").replace("0", "O")) == code


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_always_shows(code, place, wrong):
    assume(code[place] != wrong)

    assert not is_well_formed(code[:place] + wrong + code[place + 1 :])


@given(CODES, PLACES, PLACES)
def test_two_swapped_characters_always_show(code, one, other):
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]

    assert not is_well_formed("".join(letters))


def test_neighbours_that_luhns_sum_confuses_are_told_apart_at_every_place():
    for place in range(14):
        code = code_of(31 << (70 - 5 * place))

        assert code[place : place + 2] == "Z0"
        assert not is_well_formed(code[:place] + "0Z" + code[place + 2 :])


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_asked_about(text):
    assert is_well_formed(canonical(text)) in (True, False)
