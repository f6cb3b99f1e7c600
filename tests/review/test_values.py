"""[values.X]: five functions over paths, by the founding folder's numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effectbank.numerals import agrees, read
from effectbank.review import Review
from effectbank.review.paths import BadPath, Value, resolve

MORE = """
[values.gap]
difference = ["retained.intervention.crude_risk", "retained.control.crude_risk"]

[values.fewer]
difference = ["imprisoned.intervention.events", "imprisoned.control.events"]

[values.ratio]
ratio = ["russian.intervention.crude_risk", "russian.control.crude_risk"]

[values.part]
share = ["enforced.k", "retained.k"]

[values.of_effects]
ratio = ["enforced", "retained"]

[values.people]
sum = "studies.randomised"
where = { country = ["Russia", "Israel"] }

[values.trials]
count = "studies"
where = { country = "Russia" }

[values.measured]
count = "retained.studies"
where = { adherence = "enforced" }

[values.twofold]
difference = ["values.part", "values.part"]

[values.itself]
ratio = ["values.other", "retained.k"]

[values.other]
ratio = ["values.itself", "retained.k"]

[values.zero]
ratio = ["retained.k", "mortality.studies.count"]

[values.pair]
ratio = ["retained.intervention", "retained.k"]

[values.three]
share = ["retained.k", "retained.k", "retained.k"]

[values.unknown_column]
sum = "studies.persons"

[values.unknown_analysis]
count = "retain.studies"
"""


@pytest.fixture
def value(changed: Callable[..., Review]) -> Callable[[str], Value]:
    review = changed(("review.toml", "[values.compared]", MORE + "\n[values.compared]"))
    return lambda name: resolve(review, name)


# value | prints | shape | words that are true of it | words that are not
TABLE = [
    ("gap", "11.0%", "proportion", "11 more in every 100", "11 fewer in every 100"),  # 56/202 - 32/191
    ("fewer", "-3", "count", "three fewer", "three more"),  # 13 - 16
    ("ratio", "3.29", "multiple", "more than three times as many", "twice as many"),  # 37/97 over 11/95
    ("part", "50.0%", "proportion", "half", "a third"),
    ("of_effects", "2.05", "multiple", "twice as large", "three times as large"),
    ("people", "395", "count", "395", "396"),  # 52 + 280 + 31 + 32
    ("trials", "2", "count", "two", "three"),
    ("measured", "3", "count", "three", "six"),
    ("twofold", "0.0%", "proportion", "0%", "1%"),
]


@pytest.mark.parametrize(("name", "prints", "shape", "true", "false"), TABLE)
def test_value(  # noqa: PLR0917 -- a row of the table
    value: Callable[[str], Value], name: str, prints: str, shape: str, true: str, false: str
) -> None:
    found = value(name)
    assert (str(found), found.shape) == (prints, shape)
    assert agrees(read(true), found)
    assert not agrees(read(false), found)


def test_a_value_rests_on_the_rows_of_its_paths(value: Callable[[str], Value]) -> None:
    assert len(value("ratio").rows) == 4
    assert value("ratio").model == (
        "ratio of russian.intervention.crude_risk (38.1%) and russian.control.crude_risk (11.6%)"
    )
    assert [place.file for place in value("trials").rows] == ["studies.csv"] * 2


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("itself", "itself is built on itself"),
        ("zero", "mortality.studies.count is zero"),
        ("pair", "retained.intervention is not one number"),
        ("three", "share of 3 paths"),
        ("unknown_column", "'persons' is not known of studies"),
        ("unknown_analysis", "'retain.studies' is not known of count; did you mean retained.studies"),
    ],
)
def test_a_value_that_cannot_be_built(value: Callable[[str], Value], name: str, message: str) -> None:
    with pytest.raises(BadPath, match=message.replace("(", r"\(")):
        value(name)
