"""A quick look in small letters misses nothing that an expression that ignores case would find."""

import re

from discovery.core.folding import in_small_letters


def test_letters_are_folded_as_far_as_an_expression_that_ignores_case_takes_them_for_the_same() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    taken = [each for each in map(chr, range(0x110000)) if letters.match(each)]
    assert {*"aZıİſK"} <= {*taken}
    for each in taken:
        assert re.fullmatch(in_small_letters(each), each, re.IGNORECASE)
