"""A quick look in small letters misses nothing that an expression that ignores case would find."""

import re

from discovery.core.folding import in_small_letters


def test_letters_are_folded_as_far_as_an_expression_that_ignores_case_takes_them_for_the_same() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    taken = [each for each in map(chr, range(0x110000)) if letters.match(each)]
    assert {*"aZıİſK"} <= {*taken}
    for each in taken:
        assert re.fullmatch(in_small_letters(each), each, re.IGNORECASE)


def test_the_text_keeps_its_length_so_that_a_place_in_one_is_that_place_in_the_other() -> None:
    for each in map(chr, range(0x110000)):
        assert len(in_small_letters(each)) == 1
    assert in_small_letters("ΣΑΣ İ ẞ") == "σας i ß"
