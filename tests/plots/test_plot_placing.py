"""Labels of points: beside them, clear of everything, or not there."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from effectbank.plots.placing import Box, Dot, placed

PAGE = Box(0, 0, 4, 3)
DOTS = st.builds(
    Dot, st.floats(0, 4), st.floats(0, 3), st.floats(0.02, 0.1), st.sampled_from([0.0, 0.6, 1.2]), st.just(0.13)
)


def test_a_lonely_label_stands_to_the_right() -> None:
    (label,) = placed([Dot(1, 1, 0.03, 0.5, 0.13)], PAGE)
    assert label is not None
    assert not label.led
    assert 1.03 < label.box.left < 1.1
    assert label.box.bottom < 1 < label.box.top


def test_at_the_end_of_the_page_it_stands_to_the_left() -> None:
    (label,) = placed([Dot(3.9, 1, 0.03, 0.5, 0.13)], PAGE)
    assert label is not None
    assert label.box.right < 3.9


def test_a_line_in_the_way_is_left_free_where_that_can_be() -> None:
    (label,) = placed([Dot(1, 1, 0.03, 0.5, 0.13)], PAGE, [Box(1.3, 0, 1.31, 3)])
    assert label is not None
    assert label.box.right < 1


def test_between_two_points_the_label_is_led_from_afar() -> None:
    crowd = [Dot(2 + 0.2 * x, 1.5 + 0.2 * y, 0.05) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
    label = placed([Dot(2, 1.5, 0.03, 0.2, 0.13), *crowd], PAGE)[0]
    assert label is None or label.led


def test_without_room_there_is_no_label() -> None:
    assert placed([Dot(1, 1, 0.03, 5.0, 0.13)], PAGE) == [None]


@given(st.lists(DOTS, max_size=25))
def test_no_label_meets_another_or_a_point_or_leaves_the_page(dots: list[Dot]) -> None:
    labels = placed(dots, PAGE)
    boxes = [label.box for label in labels if label]
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))
    assert all(box.within(PAGE) for box in boxes)
    for dot, label in zip(dots, labels, strict=True):
        assert label is None or dot.width
        assert label is None or not any(label.box.meets(other.around()) for other in dots if other is not dot)
