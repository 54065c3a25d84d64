"""The drawing of policies against conduct: each day where it belongs, and what is not known drawn as not known."""

from datetime import date
from itertools import pairwise

import pytest

from discovery.core.timeline import handle, timeline
from discovery.core.timeline_drawing import WIDTH
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from tests.matters import denied_but_indicated, documented, nothing_known
from tests.samples import HERE as SAMPLES


@pytest.fixture(scope="module")
def drawn():
    return timeline(documented(), read_library())


def row_of(drawn, words):
    return next(row for row in drawn.rows if words in " ".join(str(each.text) for each in row.words))


def test_everything_stands_inside_the_drawing(drawn):
    for row in drawn.rows:
        for each in row.words:
            assert 0 <= each.x < drawn.left
            assert drawn.top <= each.y <= drawn.bottom
        for mark in row.marks:
            assert drawn.left - 8 <= mark.x
            assert mark.x + mark.width <= drawn.right + 8
            assert drawn.top <= mark.y <= mark.y + mark.height <= drawn.bottom
    assert drawn.bottom < drawn.height
    assert drawn.width == WIDTH


def test_no_two_rows_overlap(drawn):
    lines = [each.y for row in drawn.rows for each in row.words]
    assert all(below - above >= 11 for above, below in pairwise(lines))


def test_the_axis_takes_whole_years_around_the_conduct(drawn):
    years = [str(tick.text) for tick in drawn.ticks]
    assert years == [str(year) for year in range(2018, 2027)]


def test_a_search_stands_between_the_years_it_lies_between(drawn):
    search = row_of(drawn, "search 1 by NYPD").marks[0]
    begins_2019, begins_2020 = drawn.lines[1], drawn.lines[2]
    middle = search.x + search.width / 2
    assert begins_2019 < middle < begins_2020
    share = (date(2019, 12, 3) - date(2019, 1, 1)).days / 365
    assert middle == pytest.approx(begins_2019 + share * (begins_2020 - begins_2019), abs=0.6)


def test_a_line_runs_down_from_each_search_and_from_nothing_else(drawn):
    assert len(drawn.guides) == 2


def test_an_end_nobody_knows_is_dashed_and_a_rule_still_in_force_goes_on(drawn):
    memo = row_of(drawn, "Memo #3")
    assert memo.marks[0].dashed
    assert memo.marks[0].before
    assert memo.marks[0].style == "unheld"
    assert not memo.marks[0].after
    later = row_of(drawn, "P.G. 212-129 (2022)")
    assert later.marks[0].after
    assert later.arrows


def test_where_only_the_year_of_an_end_is_known_the_bar_is_certain_up_to_it_and_dashed_beyond(drawn):
    maybe, sure = row_of(drawn, "P.G. 212-129 (2020)").marks
    begins_2022, begins_2023 = drawn.lines[4], drawn.lines[5]
    assert (maybe.style, maybe.dashed, sure.style, sure.dashed) == ("maybe", True, "unheld", False)
    assert sure.x + sure.width == pytest.approx(begins_2022, abs=0.5)
    assert maybe.x + maybe.width == pytest.approx(begins_2023, abs=0.5)


def test_a_statement_is_a_point_and_what_has_no_day_has_no_mark(drawn):
    assert row_of(drawn, "op-ed").marks[0].points
    undated = row_of(drawn, "personal devices")
    assert not undated.marks
    assert str(undated.undated.text) == "no date known"


def test_every_row_says_what_it_rests_on(drawn):
    assert all(
        words.text.source.partition(":")[0] in {"intake", "finding", "policy"}
        for row in drawn.rows
        for words in row.words
    )


def test_without_a_recorded_search_the_rest_is_still_drawn():
    drawn = timeline(denied_but_indicated(), read_library())
    assert drawn is not None
    assert not drawn.guides


def test_a_matter_with_nothing_to_hold_against_anything_still_gives_an_axis_or_none():
    drawn = timeline(nothing_known(), read_library())
    assert drawn is None or drawn.rows


def test_a_handle_claims_nothing_and_is_written_properly():
    named = {finding.id: handle(finding) for finding in read_library().findings}
    assert named["access-outside-fis"] == "Access outside FIS"
    assert named["searches-5100"] == "Searches 5,100"
    assert named["mccoy-must-use-fis"] == "McCoy must use FIS"
    assert named["muckrock-release"] == "MuckRock release"


def test_the_same_matter_is_drawn_the_same():
    assert repr(timeline(documented(), read_library()).rows[0].marks) == repr(
        timeline(documented(), read_library()).rows[0].marks
    )


def test_a_law_that_began_after_the_last_year_drawn_is_an_arrow_at_its_end():
    matter = read_matter_folder(SAMPLES / "clearview-2019").matter
    drawn = timeline(matter, read_library())
    assert drawn is not None
    law = row_of(drawn, "Local Law 55")
    assert not law.marks
    assert law.arrows
