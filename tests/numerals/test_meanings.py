"""Each qualifier has one published meaning: a table with a value on either side of each of its boundaries.

words | a value that makes them true, at the boundary | one just beyond
"""

from __future__ import annotations

import pytest

from effectbank.numerals import MEANINGS, Plain, agrees, read


def share(x: float) -> Plain:
    return Plain(shape="proportion", numbers=(x,))


def number(x: float) -> Plain:
    return Plain(shape="count", numbers=(x,))


def ratio(x: float) -> Plain:
    return Plain(shape="multiple", numbers=(x,))


THIRD = 1 / 3

# No qualifier, or one of stress: a fraction in words within a twentieth of itself, either side.
SHARES = [
    ("a quarter", 0.25 * 1.05, 0.25 * 1.0501),
    ("a quarter", 0.25 * 0.95, 0.25 * 0.9499),
    ("just half", 0.525, 0.5251),
    ("only a third", THIRD * 0.95, THIRD * 0.9499),
    # almost exactly: half a percentage point, either side
    ("almost exactly a third", THIRD + 0.005, THIRD + 0.0051),
    ("almost exactly a third", THIRD - 0.005, THIRD - 0.0051),
    ("almost exactly 22%", 0.225, 0.2251),
    # exactly: equal, no rounding
    ("exactly half", 0.5, 0.5001),
    ("exactly 22%", 0.22, 0.2201),
    ("exactly 22%", 0.22, 21 / 96),  # 21.9%
    # about: a tenth, or what rounds to it
    ("about a third", THIRD * 1.1, THIRD * 1.1001),
    ("about a third", THIRD * 0.9, THIRD * 0.8999),
    ("around 20%", 0.22, 0.2201),
    ("roughly 2%", 0.0249, 0.0251),  # rounds to 2
    # almost, nearly: below, by no more than a tenth
    ("almost half", 0.4999, 0.5),
    ("nearly half", 0.45, 0.4499),
    ("just under half", 0.45, 0.5),
    # just over: above, by no more than a tenth
    ("just over half", 0.5001, 0.5),
    ("just over half", 0.55, 0.5501),
    # bounds
    ("more than half", 0.5001, 0.5),
    ("over 22%", 0.2201, 0.22),
    ("less than half", 0.4999, 0.5),
    ("at least half", 0.5, 0.4999),
    ("up to half", 0.5, 0.5001),
    ("at most 22%", 0.22, 0.2201),
    ("no more than half", 0.5, 0.5001),
    # digits: what rounds to them, a tie going away from zero
    ("22%", 0.2249, 0.225),
    ("22%", 0.215, 0.2149),
    ("22.0%", 0.2204, 0.2205),
    ("24 in every 100", 0.235, 0.2349),
    ("168 per 1000", 0.1684, 0.1685),
    # 1 in N: N is what the value rounds to
    ("1 in 12", 1 / 12.49, 1 / 12.51),
    ("one in twelve", 1 / 11.51, 1 / 11.49),
    ("about 1 in 12", 1.1 / 12, 1.11 / 12),
    ("more than 1 in 12", 0.0834, 1 / 12),
    ("1 in 100", 0.0105, 0.01051),
    ("1 in 10", 0.105, 0.1051),
    ("one in ten", 0.095, 0.0949),
    # on a base below a hundred, a twentieth either side, in digits too
    ("2 in 3", 2 / 3 * 1.05, 2 / 3 * 1.0501),
    ("2 in 3", 2 / 3 * 0.95, 0.6),
    ("1 in 3", 1 / 3 * 1.05, 0.39),
    ("one in two", 0.525, 0.65),
    ("1 in 2", 0.475, 0.41),
    ("1 in every 100", 0.0149, 0.015),  # so many in every hundred: as printed
    ("none", 0.0, 0.0001),
    ("all", 1.0, 0.9999),
]

COUNTS = [
    ("13", 13, 14),
    ("thirteen studies", 13, 13.0001),
    ("1,158", 1158, 1159),
    ("exactly 13", 13, 12),
    ("almost exactly 1000", 1010, 1011),
    ("about 1000", 1100, 1101),
    ("about 1000", 900, 899),
    ("almost 1000", 900, 1000),
    ("nearly 1000", 999, 899),
    ("just under 1000", 999, 1000),
    ("just over 1000", 1100, 1101),
    ("more than 1000", 1001, 1000),
    ("over 1000", 5000, 1000),
    ("fewer than 1000", 999, 1000),
    ("at least 1000", 1000, 999),
    ("up to 1000", 1000, 1001),
    ("at most 10 months", 10, 11),
    ("none", 0, 1),
    ("no study", 0, 1),
    ("once a day", 1, 2),
    ("both trials", 2, 3),
]

RATIOS = [
    ("twice as many", 2.1, 2.11),
    ("twice as many", 1.9, 1.89),
    ("more than twice as many", 2.01, 2.0),
    ("about twice as likely", 2.2, 2.21),
    ("almost twice as many", 1.8, 2.0),
    ("tripled", 3.15, 3.16),
    ("halved", 0.525, 0.53),
    ("three times as many", 3.0, 3.5),
    ("2.9 times as many", 2.949, 2.95),
    ("half as many", 0.475, 0.47),
    ("a third as many", THIRD * 1.05, THIRD * 1.06),
    ("threefold", 2.85, 2.84),
]


@pytest.mark.parametrize(("words", "true", "false"), SHARES)
def test_share(words: str, true: float, false: float) -> None:
    assert agrees(read(words), share(true))
    assert not agrees(read(words), share(false))


@pytest.mark.parametrize(("words", "true", "false"), COUNTS)
def test_count(words: str, true: float, false: float) -> None:
    assert agrees(read(words), number(true))
    assert not agrees(read(words), number(false))


@pytest.mark.parametrize(("words", "true", "false"), RATIOS)
def test_multiple(words: str, true: float, false: float) -> None:
    assert agrees(read(words), ratio(true))
    assert not agrees(read(words), ratio(false))


def test_every_qualifier_is_tried_here() -> None:
    tried = " ".join(words for words, *_ in SHARES + COUNTS + RATIOS)
    for meaning in MEANINGS:
        assert any(words and words in tried for words in meaning.words), meaning.words


def test_a_word_has_one_meaning() -> None:
    words = [word for meaning in MEANINGS for word in meaning.words]
    assert len(words) == len(set(words))
    assert all(meaning.says for meaning in MEANINGS)


@pytest.mark.parametrize("word", [word for meaning in MEANINGS for word in meaning.words if word])
def test_every_published_word_is_read(word: str) -> None:
    """The table is what the reader uses: each word before a number is read as its own meaning."""
    (part,) = read(f"{word} 40%").parts
    expected = next(meaning for meaning in MEANINGS if word in meaning.words)
    assert part.meanings == (expected,)
