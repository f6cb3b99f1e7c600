"""Numbers as they are printed: ties, unknowns, metafor's p."""

from __future__ import annotations

import math

import pytest

from effectbank import numerals


@pytest.mark.parametrize(
    ("x", "digits", "printed"),
    [
        (0.4666, 2, "0.47"),
        (0.125, 2, "0.13"),  # a tie goes away from zero
        (-0.125, 2, "-0.13"),
        (0.12499999999999999, 2, "0.13"),  # the same tie, one bit short
        (0.1249, 2, "0.12"),
        (1.005, 2, "1.01"),  # binary 1.00499…, written 1.005
        (-0.004, 2, "0.00"),  # no negative zero
        (1e300, 0, "1" + "0" * 300),
        (math.nan, 2, "NA"),
        (None, 2, "NA"),
        (math.inf, 2, "Inf"),
        (-math.inf, 2, "-Inf"),
    ],
)
def test_fixed(x: float | None, digits: int, printed: str) -> None:
    assert numerals.fixed(x, digits) == printed


@pytest.mark.parametrize(
    ("call", "printed"),
    [
        (numerals.percent(21 / 96), "22%"),  # the founding review's 21 of 96
        (numerals.percent(0.285), "29%"),
        (numerals.percent(0.2394, 1), "23.9%"),
        (numerals.percent(None), "NA"),
        (numerals.percent(math.inf), "Inf%"),
        (numerals.per(0.2394, 100), "24 in every 100"),
        (numerals.per(32 / 191, 1000), "168 in every 1000"),  # the review's assumed risk
        (numerals.per(math.nan, 100), "NA"),
        (numerals.p_value(0.03214), "p = .0321"),
        (numerals.p_value(0.0001), "p = .0001"),
        (numerals.p_value(0.00009999), "p < .0001"),
        (numerals.p_value(1), "p = 1.0000"),
        (numerals.p_value(math.nan), "p = NA"),
        (numerals.interval(0.2614, 0.8374), "0.26 to 0.84"),
        (numerals.estimate_ci(0.4671, 0.2614, 0.8374), "0.47 (0.26 to 0.84)"),
        (numerals.estimate_ci(0.4671, 0.2614, math.inf, 1), "0.5 (0.3 to Inf)"),
        (numerals.integer(1158), "1,158"),
        (numerals.integer(0), "0"),
        (numerals.integer(None), "NA"),
    ],
)
def test_printed(call: str, printed: str) -> None:
    assert call == printed


@pytest.mark.parametrize(
    ("ends", "printed"),
    [
        ((0.0038, 0.06), "0.004 to 0.06"),
        ((-0.00042, 0.09), "-0.0004 to 0.09"),
        ((0.0, 0.09), "0.00 to 0.09"),
        ((1e-17, 0.09), "0.00 to 0.09"),  # a rounding error is nought
        ((0.005, 29.1), "0.01 to 29.10"),
    ],
)
def test_an_end_that_is_not_nought_is_not_printed_as_nought(ends: tuple[float, float], printed: str) -> None:
    assert numerals.interval(*ends) == printed


@pytest.mark.parametrize(("measure", "digits"), [("RD", 3), ("PLO", 3), ("RR", 2), ("SMD", 2), ("", 2)])
def test_the_decimals_a_measure_is_told_with(measure: str, digits: int) -> None:
    assert numerals.usual_digits(measure) == digits


def test_a_whole_number_beyond_what_a_double_holds_is_told_as_such() -> None:
    """As many nines as a cell of facts.csv may hold read as infinity."""
    assert [numerals.integer(n) for n in (float("9" * 400), -math.inf, math.nan)] == ["Inf", "-Inf", "NA"]
