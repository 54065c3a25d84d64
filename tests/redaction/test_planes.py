"""The geometry of cutting: outside a box everything is as it was, inside nothing is left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.core.endorsements import Box, Matrix
from discovery.core.planes import IDENTITY, Outline, Piece, corners, inverted, product, touches

BOX = Box(40, 40, 60, 55)
places = st.tuples(st.integers(0, 100), st.integers(0, 100))
sides = st.floats(-3, 3)


def outline(points: list[tuple[int, int]], closed: bool = True) -> Outline:
    ends = [*points, points[0]] if closed else points
    return Outline(tuple(Piece((one, other)) for one, other in pairwise(ends) if one != other), closed)


def winding(figure: Outline | None, x: float, y: float) -> int:
    """How often the outline goes round a point, against the clock."""
    turns = 0
    for piece in figure.pieces if figure else ():
        (x0, y0), (x1, y1) = piece.start, piece.end
        if (y0 <= y) != (y1 <= y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            turns += 1 if y1 > y0 else -1
    return turns


@given(st.lists(places, min_size=3, max_size=8, unique=True))
def test_a_fill_led_round_a_box_is_the_same_outside_it(points: list[tuple[int, int]]) -> None:
    before = outline(points)
    after = before.filled_without(BOX) if before.meets(BOX, filled=True) else before
    grid = [(x + 0.3719, y + 0.4137) for x in range(0, 100, 7) for y in range(0, 100, 7)]
    outside = [(x, y) for x, y in grid if not (BOX.x0 < x < BOX.x1 and BOX.y0 < y < BOX.y1)]
    assert [winding(before, x, y) for x, y in outside] == [winding(after, x, y) for x, y in outside]


@given(st.lists(places, min_size=2, max_size=7, unique=True))
def test_no_line_of_what_is_left_passes_through_the_box(points: list[tuple[int, int]]) -> None:
    inner = BOX.padded(-0.001)
    led = outline(points).filled_without(BOX)
    assert led is None or not any(piece.meets(inner) for piece in led.pieces)
    for part in outline(points, closed=False).stroked_without(BOX):
        assert not any(piece.meets(inner) for piece in part.pieces)


def test_a_figure_wholly_under_the_box_leaves_nothing() -> None:
    small = outline([(45, 45), (50, 50), (55, 45)])
    assert small.filled_without(BOX) is None
    assert small.stroked_without(BOX) == ()


def test_a_ground_that_goes_round_the_box_is_left_as_it_is() -> None:
    ground = outline([(0, 0), (100, 0), (100, 100), (0, 100)])
    assert not ground.meets(BOX, filled=True)


def test_a_frame_cut_by_a_box_stays_one_line_where_it_began() -> None:
    frame = outline([(10, 10), (50, 10), (50, 90), (10, 90)])
    (rest,) = frame.stroked_without(BOX)
    assert rest.pieces[0].start == pytest.approx((50, 55))
    assert rest.pieces[-1].end == pytest.approx((50, 40))


@given(st.builds(Matrix, sides, sides, sides, sides, sides, sides), places)
def test_the_way_back_undoes_a_matrix(matrix: Matrix, point: tuple[int, int]) -> None:
    back = inverted(matrix)
    if back is None or abs(matrix.a * matrix.d - matrix.b * matrix.c) < 0.01:
        return
    assert product(matrix, back).apply(*point) == pytest.approx(point, abs=1e-6)


@given(places, places)
def test_boxes_touch_as_boxes_do(one: tuple[int, int], other: tuple[int, int]) -> None:
    if one[0] == other[0] or one[1] == other[1]:
        return
    box = Box.around(*map(float, (*one, *other)))
    assert touches(corners(IDENTITY, box), BOX) == (box.meet(BOX) is not None)


def test_a_slanted_figure_beside_a_corner_does_not_touch() -> None:
    slanted = [(70.0, 30.0), (80.0, 40.0), (60.0, 75.0), (56.0, 66.0)]
    assert not touches(slanted, Box(40, 30, 60, 45))
