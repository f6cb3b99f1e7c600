"""TOML with the line of every key, read round what does not parse."""

from __future__ import annotations

import pytest

from effectbank.review.model import AsWritten
from effectbank.review.reading.tomlfile import toml_of

TEXT = '''\
title = "a # b = c"
listed = [
  "x = 1",   # [no.table]
  "y",
]
long = """
[not.a.table]
key = 1
"""

[outcomes.first]
label = 'it''s'
where = { a = "b", c = ["d"] }

[[searches]]
source = "one"

[[searches]]
source = "two"

[outcomes]
"quoted key" = 1
dotted.key = 2
'''


def test_every_key_has_its_line() -> None:
    toml, problems = toml_of("a.toml", TEXT.replace("'it''s'", '"its"'))
    assert problems == []
    assert {".".join(path): line for path, line in toml.lines.items()} == {
        "title": 1, "listed": 2, "long": 6, "outcomes.first": 11, "outcomes": 21, "outcomes.first.label": 12,
        "outcomes.first.where": 13, "searches.0": 15, "searches": 15, "searches.0.source": 16, "searches.1": 18,
        "searches.1.source": 19, "outcomes.quoted key": 22, "outcomes.dotted.key": 23,
    }  # fmt: skip


def test_a_key_inside_an_inline_table_has_the_line_of_its_table() -> None:
    toml, _ = toml_of("a.toml", "[analyses.x]\nwhere = { a = 1 }\n")
    assert str(toml.place(("analyses", "x", "where", "a"))) == "a.toml:2 [analyses.x.where.a]"
    assert str(toml.place(("analyses", "x", "measure"))) == "a.toml:1 [analyses.x.measure]"


def test_each_broken_table_is_left_out_and_told() -> None:
    toml, problems = toml_of("a.toml", "[a]\nx = 1\n[b]\nx = \n[c]\nx = 3\n[d]\ny = 'open\n")
    assert toml.values == {"a": {"x": 1}, "c": {"x": 3}}
    assert [(p.place.line, p.message.rpartition("; ")[2]) for p in problems] == [
        (4, "the table [b] is left out"),
        (8, "the table [d] is left out"),
    ]
    assert toml.lines["c",] == 5


def test_a_string_that_never_ends_takes_only_its_own_table() -> None:
    toml, problems = toml_of("a.toml", '[a]\nx = 1\n[b]\nx = """\nopen\n')
    assert toml.values == {"a": {"x": 1}}
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text", ["[" * 5000, "x = " + "[" * 5000, "x = " + "9" * 5000, "a.b = 1\na = 2\n", "x = 1e999\n= 3"]
)
def test_odd_files_are_told_and_not_raised(text: str) -> None:
    toml, problems = toml_of("a.toml", text)
    assert problems or toml.values


def test_a_number_remembers_how_it_was_written() -> None:
    toml, _ = toml_of("a.toml", "x = 0.80\ny = 1e-3\n")
    found = toml.values["x"]
    assert isinstance(found, AsWritten)
    assert (found, found.words, found.decimals) == (0.8, "0.80", 2)
    assert toml.values["y"].decimals == 0
