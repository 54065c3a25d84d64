"""After turn and crop, the printed label lies where it was asked for, as the reader sees the page."""

from math import isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from discovery.core.endorsements import Box, Matrix, PageShape, Placement, Position, page_shape, spot
from discovery.errors import InputError

COORDINATES = st.floats(-3000, 3000, allow_nan=False).map(lambda value: round(value, 2))
TURNS = st.sampled_from([-450, -90, 0, 90, 180, 270, 360, 990])


@st.composite
def shapes(draw: st.DrawFn) -> PageShape:
    x, y = draw(COORDINATES), draw(COORDINATES)
    width, height = draw(st.floats(100, 3000)), draw(st.floats(100, 3000))
    corners = [x, y, x + width, y + height]
    media = Box.around(corners[2], corners[3], corners[0], corners[1])
    crop = None
    if draw(st.booleans()):
        crop = Box.around(*(draw(COORDINATES) for _ in range(4)))
    return page_shape(media, crop, draw(TURNS), draw(st.sampled_from([1.0, 0.5, 2.0])))


def as_seen(shape: PageShape, x: float, y: float) -> tuple[float, float]:
    """A point of user space as a viewer shows it: crop, then turn clockwise. Written from the standard's words."""
    x, y = x - shape.visible.x0, y - shape.visible.y0
    wide, high = shape.visible.width, shape.visible.height
    for _ in range(shape.rotation // 90):
        x, y = y, wide - x
        wide, high = high, wide
    return x, y


@given(shape=shapes(), position=st.sampled_from(Position), margin=st.floats(0, 60), ems=st.floats(1, 8))
def test_the_printed_label_is_seen_in_the_place_asked_for(
    shape: PageShape, position: Position, margin: float, ems: float
) -> None:
    placement = Placement(position=position, margin=margin)
    assume(shape.width * shape.unit > 220 and shape.height * shape.unit > 220)  # room for both margins and the label
    where = spot(placement, shape, ems)
    matrix = shape.matrix
    begin = as_seen(shape, *matrix.apply(where.x, where.y))
    end = as_seen(shape, *matrix.apply(where.x + where.width, where.y))
    assert isclose(begin[0], where.x, abs_tol=1e-6)
    assert isclose(begin[1], where.y, abs_tol=1e-6)
    assert isclose(end[0] - begin[0], where.width, abs_tol=1e-6)  # upright: along the line, to the right
    assert isclose(end[1], begin[1], abs_tol=1e-6)
    left, right = begin[0], shape.width - end[0]
    across = {"left": left, "right": right, "center": margin / shape.unit + (left - right)}
    assert isclose(across[position.column], margin / shape.unit, abs_tol=1e-6)
    middle = begin[1] + 0.365 * where.size - shape.height / 2
    assert {"bottom": middle < 0, "top": middle > 0, "middle": abs(middle) < 1e-6}[position.row]


@given(shape=shapes(), placement=st.builds(Placement, position=st.sampled_from(Position)), ems=st.floats(1, 10))
def test_a_label_is_never_clipped(shape: PageShape, placement: Placement, ems: float) -> None:
    try:
        where = spot(placement, shape, ems)
    except InputError as error:
        assert "too small" in error.message
        return
    assert where.box.x0 >= -1e-6
    assert where.box.y0 >= -1e-6
    assert where.box.x1 <= shape.width + 1e-6
    assert where.box.y1 <= shape.height + 1e-6
    assert where.size * max(shape.unit, 1) >= 4


@given(shape=shapes(), x=COORDINATES, y=COORDINATES)
def test_the_way_back_from_user_space_is_exact(shape: PageShape, x: float, y: float) -> None:
    there = shape.matrix.apply(x, y)
    back = shape.matrix.inverse().apply(*there)
    assert isclose(back[0], x, abs_tol=1e-6)
    assert isclose(back[1], y, abs_tol=1e-6)


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, Matrix(1, 0, 0, 1, 10, 20)),
        (90, Matrix(0, 1, -1, 0, 110, 20)),
        (180, Matrix(-1, 0, 0, -1, 110, 220)),
        (270, Matrix(0, -1, 1, 0, 10, 220)),
    ],
)
def test_each_turn_has_its_matrix(rotation: int, expected: Matrix) -> None:
    assert PageShape(Box(10, 20, 110, 220), rotation).matrix == expected


def test_boxes_that_contradict_each_other_show_the_sheet() -> None:
    sheet = Box(0, 0, 612, 792)
    assert page_shape(sheet, Box(700, 0, 800, 10)).visible == sheet
    assert page_shape(None).visible == sheet
    assert page_shape(Box(0, 0, 0, 0), Box(1, 1, 5, 5)).visible == Box(1, 1, 5, 5)
    assert page_shape(sheet, None, 33).rotation == 0
    assert page_shape(sheet, None, float("nan"), float("inf")) == PageShape(sheet, 0, 1.0)
