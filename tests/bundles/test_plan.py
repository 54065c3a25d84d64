"""A plan gives every exhibit its letter and every page its number before anything is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.core.bates import NumberStyle
from discovery.core.exhibits import Exhibit
from discovery.core.productions import PageKind, Plan, plan, roman
from discovery.errors import InputError

DOE = NumberStyle.of("DOE")


def exhibits(count: int) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(key=f"e{number}", file=f"{number}.pdf", description=f"Paper {number}") for number in range(count)
    )


def planned(counts: list[int], first: int = 1, style: NumberStyle = DOE) -> Plan:
    pages = {f"e{number}": count for number, count in enumerate(counts)}
    return plan(exhibits(len(counts)), pages, style, first)


def test_tab_sheets_and_exhibits_run_on_and_front_matter_bears_no_number() -> None:
    pages = list(planned([2, 1]).with_front(3).pages())
    assert [page.label for page in pages] == [
        *("i", "ii", "iii"),
        *("DOE-000001", "DOE-000002", "DOE-000003"),
        *("DOE-000004", "DOE-000005"),
    ]
    kinds = [PageKind.COVER, PageKind.INDEX, PageKind.INDEX, PageKind.TAB, PageKind.EXHIBIT, PageKind.EXHIBIT]
    assert [page.kind for page in pages] == [*kinds, PageKind.TAB, PageKind.EXHIBIT]


def test_a_number_is_asked_for_by_the_exhibits_own_page_and_its_tab_sheet_is_not_counted() -> None:
    made = planned([2, 3])
    assert made.bates("e1", 1) == "DOE-000005"
    assert made.bates("e1", 3) == "DOE-000007"
    assert made.bates("e1", 4) is None
    assert made.bates("e1", 0) is None
    assert made.bates("nothing", 1) is None
    assert (made.letter("e0"), made.letter("e1"), made.letter("nothing")) == ("A", "B", None)


def test_a_longer_index_moves_no_number() -> None:
    made = planned([4, 4])
    short, long = made.with_front(2), made.with_front(9)
    assert [page.label for page in short.pages()][2:] == [page.label for page in long.pages()][9:]


def test_an_unreadable_exhibit_takes_one_page_and_keeps_its_letter() -> None:
    made = plan(exhibits(2), {"e0": 7, "e1": 1}, DOE, 1, unread={"e0": "The file is damaged."})
    assert made.documents[0].pages == 1
    assert [page.kind for page in made.with_front(0).pages()] == [
        *(PageKind.TAB, PageKind.SLIP),
        *(PageKind.TAB, PageKind.EXHIBIT),
    ]


def test_a_run_that_needs_more_digits_is_refused_with_the_way_out() -> None:
    with pytest.raises(InputError, match="--digits"):
        planned([12], style=NumberStyle.of("DOE", digits=1))


def test_letters_go_on_after_z() -> None:
    made = planned([1] * 29)
    assert [document.letter for document in made.documents][24:] == ["Y", "Z", "AA", "AB", "AC"]


def test_the_digest_follows_every_decision() -> None:
    digests = {planned([1, 2]).digest(), planned([2, 1]).digest(), planned([1, 2], first=5).digest()}
    assert len(digests) == 3
    assert planned([1, 2]).digest() == planned([1, 2]).digest()


@settings(deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=60), st.integers(1, 5000), st.integers(1, 30))
def test_whatever_the_exhibits_the_run_has_no_gap_and_no_number_twice(
    counts: list[int], first: int, front: int
) -> None:
    made = planned(counts, first).with_front(front)
    pages = list(made.pages())
    assert [page.position for page in pages] == list(range(len(pages)))
    assert [page.label for page in pages[:front]] == [roman(number) for number in range(1, front + 1)]
    labels = [page.label for page in pages[front:]]
    assert labels == [str(number) for number in made.range.numbers()]
    assert len(labels) == made.numbers == sum(counts) + len(counts)
    for document in made.documents:
        own = [page.label for page in pages if page.letter == document.letter and page.kind is PageKind.EXHIBIT]
        assert own == [made.bates(document.key, page) for page in range(1, document.pages + 1)]
        assert (own[0], own[-1]) == (str(document.range.begin), str(document.range.end))


@settings(deadline=None)
@given(st.integers(1, 400))
def test_roman_figures_read_back(number: int) -> None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values[digit] for digit in roman(number)]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    assert sum(-digit if digit < after else digit for digit, after in pairs) == number
