"""Coverage: what is counted, what is bound, and where the unbound stand."""

from __future__ import annotations

import pytest

from effectbank.review import Review, open_folder
from effectbank.review.claims import coverage
from effectbank.review.text import parse

TEXT = """\
::::{voice} findings
[Six](=retained.k) trials with 39 of
116 people,[^n] in 2011 and `12` ([1](https://x.org/3) [2](entry:a-2)).

## Three more

| one trial | [13](=studies.count) |
|---|---|
| two trials | [twelve]{.uncounted} |
::::

[^n]: Another four, [a quarter](=imprisoned.intervention.crude_risk).
"""


def test_what_is_counted(founding: Review) -> None:
    found = coverage(founding, parse(TEXT))
    assert found.unbound == (
        (2, "39 of 116 people"),
        (5, "Three more"),
        (7, "one trial"),
        (9, "two trials"),
        (12, "four"),
    )
    assert found.exempt == ((9, "twelve"),)
    assert (found.bound, found.total) == (3, 8)
    assert str(found) == "3 of 8 quantities bound (38%)"


@pytest.mark.parametrize(
    ("text", "unbound"),
    [
        (":::{unfold} The 12 things\nWords.\n:::\n", (1, "12 things")),
        ("Then [1158](https://x.org/) people", (1, "1158 people")),
        ("Then [39](https://x.org/) people", (1, "39 people")),
    ],
)
def test_no_way_round(founding: Review, text: str, unbound: tuple[int, str]) -> None:
    assert coverage(founding, parse(text)).unbound == (unbound,)


def test_a_claim_is_bound_whether_or_not_it_holds(founding: Review) -> None:
    found = coverage(founding, parse("[99](=nowhere) and [significant](=retained.significance)"))
    assert (found.bound, found.total, found.share) == (1, 1, 1.0)


def test_nothing_to_bind(founding: Review) -> None:
    assert coverage(founding, parse("Words alone.")).share == 1.0


@pytest.mark.parametrize("name", ["naltrexone-2011", "passive-smoking-1998", "rosiglitazone-2007"])
def test_the_shipped_folders_are_bound_throughout(name: str) -> None:
    found = coverage(open_folder(name))
    assert found.unbound == ()
    assert found.bound >= 10
