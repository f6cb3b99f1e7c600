"""Which words are true of which kinds of value, told with the founding review's numbers."""

from __future__ import annotations

import math

import pytest

from effectbank.numerals import Plain, agrees, read, rewritten

ENFORCED = Plain(shape="events of total", numbers=(39, 116))
IMPRISONED = Plain(shape="estimate ci", numbers=(0.4671, 0.2614, 0.8374), measure="RR", level=0.95)
CORRESPONDING = Plain(shape="proportion", numbers=(0.2394,))  # 239 per 1000
P = Plain(shape="p", numbers=(0.0321,))
MORE = Plain(shape="proportion", numbers=(0.0718,), signed=True)  # 72 more per 1000
FEWER = Plain(shape="count", numbers=(-9.0,), signed=True)
HIGHER = Plain(shape="direction", words=("higher", "better", "favours Naltrexone", "favours intervention"))
NOT = Plain(shape="significance", words=("not significant",))
RISK_DIFFERENCE = Plain(shape="estimate ci", numbers=(0.1, 0.02, 0.18), measure="RD")


@pytest.mark.parametrize(
    ("words", "value", "true"),
    [
        ("39 of 116", ENFORCED, True),
        ("39/116", ENFORCED, True),
        ("40 of 116", ENFORCED, False),
        ("39 of 117", ENFORCED, False),
        ("39", ENFORCED, True),  # the events
        ("116", ENFORCED, False),  # the total has a path of its own
        ("34%", ENFORCED, True),
        ("almost exactly a third", ENFORCED, True),
        ("a third (39 of 116)", ENFORCED, True),
        ("a third (40 of 116)", ENFORCED, False),
        ("half", ENFORCED, False),
        # two numbers told for one: which is meant?
        ("39 of the final 39", ENFORCED, False),
        ("39 among 39", ENFORCED, False),
        ("thirty-nine among 39", ENFORCED, False),
        ("0.47 (0 events)", Plain(shape="estimate", numbers=(0.47,), measure="RR"), False),
        ("24% against 24%", CORRESPONDING, False),
        ("39 of 116 (34%)", ENFORCED, True),
        ("a quarter, 24%", CORRESPONDING, True),
        ("about half as many, RR 0.47", IMPRISONED, True),
        ("about 40 of 116", ENFORCED, True),
        ("more than 39 of 116", ENFORCED, False),
        ("24 in every 100", CORRESPONDING, True),
        ("239 per 1000", CORRESPONDING, True),
        ("240 per 1000", CORRESPONDING, False),
        ("24", CORRESPONDING, False),  # of how many?
        ("39 of 116", CORRESPONDING, False),  # counts are not a risk
        ("0.47 (0.26 to 0.84)", IMPRISONED, True),
        ("0.5 (0.3 to 0.8)", IMPRISONED, True),  # the author's own precision
        ("0.467 (0.261 to 0.837)", IMPRISONED, True),
        ("0.47 (0.26 to 0.83)", IMPRISONED, False),
        ("0.47", IMPRISONED, True),
        ("0.26 to 0.84", IMPRISONED, True),
        ("OR 0.47 (0.26 to 0.84)", IMPRISONED, False),
        ("0.47 (90% CI 0.26 to 0.84)", IMPRISONED, False),
        ("about half as many", IMPRISONED, True),
        ("twice as many", IMPRISONED, False),
        ("10%", RISK_DIFFERENCE, True),
        ("10% (2% to 18%)", RISK_DIFFERENCE, True),
        ("twice as many", RISK_DIFFERENCE, False),
        ("p = .03", P, True),
        ("p = .0321", P, True),
        ("p = .04", P, False),
        ("p < .05", P, True),
        ("p < .0321", P, False),
        ("p ≤ .0321", P, True),
        ("p > .05", P, False),
        ("7 more in every 100", MORE, True),
        ("7 fewer in every 100", MORE, False),
        ("nine fewer", FEWER, True),
        ("nine more", FEWER, False),
        ("p = .00", Plain(shape="p", numbers=(0.0002,)), False),  # p < .01
        ("p < .01", Plain(shape="p", numbers=(0.0002,)), True),
        # denied, or told in thousands
        ("not 13", Plain(shape="count", numbers=(13,)), False),
        ("not even 13", Plain(shape="count", numbers=(13,)), False),
        ("not only 13", Plain(shape="count", numbers=(13,)), True),
        ("not a quarter", Plain(shape="proportion", numbers=(0.25,)), False),
        ("not all", Plain(shape="proportion", numbers=(1.0,)), False),
        ("all", Plain(shape="proportion", numbers=(1.0,)), True),
        ("2 million", Plain(shape="count", numbers=(2,)), False),
        ("2 million", Plain(shape="count", numbers=(2_100_000,)), True),
        ("2.0 million", Plain(shape="count", numbers=(2_100_000,)), False),
        ("1158 thousand", Plain(shape="count", numbers=(1158,)), False),
        ("3 dozen", Plain(shape="count", numbers=(3,)), False),
        ("3 dozen", Plain(shape="count", numbers=(36,)), True),
        ("1e3", Plain(shape="count", numbers=(1,)), False),
        ("1e3", Plain(shape="count", numbers=(1000,)), True),
        ("2½", Plain(shape="number", numbers=(2.5,)), True),
        ("2½", Plain(shape="count", numbers=(2,)), False),
        # a halving goes down
        ("more than halved", Plain(shape="estimate", numbers=(0.47,), measure="RR"), True),
        ("more than halved", Plain(shape="estimate", numbers=(0.7,), measure="RR"), False),
        ("nearly halved", Plain(shape="estimate", numbers=(0.53,), measure="RR"), True),
        ("nearly halved", Plain(shape="estimate", numbers=(0.47,), measure="RR"), False),
        ("less than half as many", Plain(shape="estimate", numbers=(0.47,), measure="RR"), True),
        ("more than doubled", Plain(shape="estimate", numbers=(2.1,), measure="RR"), True),
        # told in other words
        (".0321", P, True),
        (".04", P, False),
        ("0.24", CORRESPONDING, True),
        ("0.25", CORRESPONDING, False),
        ("24 in every hundred", CORRESPONDING, True),
        ("240 per thousand", CORRESPONDING, False),
        ("two and a half times as many", Plain(shape="estimate", numbers=(2.5,), measure="RR"), True),
        ("two and a half times as many", Plain(shape="estimate", numbers=(0.5,), measure="RR"), False),
        ("one and a half times as many", Plain(shape="estimate", numbers=(1.5,), measure="RR"), True),
        ("minus 1.5", Plain(shape="estimate", numbers=(-1.5,), measure="MD"), True),
        ("minus 1.5", Plain(shape="estimate", numbers=(1.5,), measure="MD"), False),
        ("1.5 lower", Plain(shape="estimate", numbers=(-1.5,), measure="MD", signed=True), True),
        ("1.5 lower", Plain(shape="estimate", numbers=(1.5,), measure="MD", signed=True), False),
        ("22% more", Plain(shape="estimate", numbers=(0.22,), measure="RD", signed=True), True),
        ("22% fewer", Plain(shape="estimate", numbers=(0.22,), measure="RD", signed=True), False),
        ("higher", HIGHER, True),
        ("lower", HIGHER, False),
        ("no higher", HIGHER, False),
        ("not lower", HIGHER, True),
        ("fewer lost or missed", HIGHER, False),
        ("more lost or missed", HIGHER, True),
        ("in favour of naltrexone", HIGHER, True),
        ("in favour of placebo", HIGHER, False),
        ("superior", HIGHER, True),
        ("not statistically significant", NOT, True),
        ("significant", NOT, False),
        ("not significant (p = .3)", NOT, False),  # the p is not proved by this path
        ("words without a number", NOT, False),
        ("higher", NOT, False),
    ],
)
def test_agrees(words: str, value: Plain, true: bool) -> None:
    assert agrees(read(words), value) is true


@pytest.mark.parametrize("words", ["0.5", "50%", "half"])
def test_a_bare_number(words: str) -> None:
    assert agrees(read(words), 0.5)
    assert not agrees(read(words), 0.6)


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "words", ["0", "22%", "1 in 12", "p < .05", "more than 3", "twice as many", "0.47 (0.26 to 0.84)"]
)
def test_what_is_unknown_is_never_proved(words: str, x: float) -> None:
    for shape in ("number", "proportion", "p", "estimate", "multiple", "count"):
        assert not agrees(read(words), Plain(shape=shape, numbers=(x,)))
    if words != "0":  # what 0.47 rounds to
        assert not agrees(read(words), Plain(shape="estimate ci", numbers=(0.47, 0.26, x)))


@pytest.mark.parametrize(
    ("words", "value", "after"),
    [
        ("39 of 116", Plain(shape="events of total", numbers=(40, 117)), "40 of 117"),
        ("39/116", Plain(shape="events of total", numbers=(40, 116)), "40/116"),
        ("22%", CORRESPONDING, "24%"),
        ("22.0 %", CORRESPONDING, "23.9 %"),
        ("22 in every 100", CORRESPONDING, "24 in every 100"),
        ("about 30%", CORRESPONDING, "about 24%"),
        ("1 in 12", CORRESPONDING, "1 in 4"),
        ("1,158", Plain(shape="count", numbers=(2060,)), "2,060"),
        ("1158", Plain(shape="count", numbers=(2060,)), "2060"),
        ("0.50 (.20 to .90)", IMPRISONED, "0.47 (.26 to .84)"),
        ("0·5 [0·2, 0·9]", IMPRISONED, "0·5 [0·3, 0·8]"),
        ("RR 0.50, 0.20 to 0.90", IMPRISONED, "RR 0.47, 0.26 to 0.84"),
        ("−0.71", Plain(shape="estimate", numbers=(-0.654,)), "−0.65"),
        ("p = .04", P, "p = .03"),
        ("eight of 71", Plain(shape="events of total", numbers=(8, 72)), "eight of 72"),
        ("4 million", Plain(shape="count", numbers=(2_100_000,)), None),
        ("p = .05", Plain(shape="p", numbers=(0.0002,)), None),  # .00 would not be true
        ("minus 0.71", Plain(shape="estimate", numbers=(-0.654,)), "minus 0.65"),
        # left to be reported: words, signs, bounds, the wrong kind of value
        ("eight of 71", Plain(shape="events of total", numbers=(9, 72)), None),
        ("six", Plain(shape="count", numbers=(7,)), None),
        ("38 of the final 116", ENFORCED, None),
        ("38 among 116", ENFORCED, None),
        ("thirty-nine, of 116", ENFORCED, None),
        ("38 from 116", ENFORCED, None),
        ("0.40 (99 events)", IMPRISONED, None),
        ("25% against 17%", CORRESPONDING, None),
        ("a quarter against 17%", CORRESPONDING, None),
        ("−0.71", Plain(shape="estimate", numbers=(0.654,)), None),
        ("more than 30%", CORRESPONDING, None),
        ("p < .001", P, None),
        ("OR 0.50", IMPRISONED, None),
        ("a third", CORRESPONDING, None),
        ("39 of 116", CORRESPONDING, None),
    ],
)
def test_rewritten(words: str, value: Plain, after: str | None) -> None:
    changes = rewritten(read(words), value)
    new = words
    for start, end, digits in sorted(changes or (), reverse=True):
        new = new[:start] + digits + new[end:]
    assert (new if changes else None) == after
