"""A record that is quickly made is the dataclass that it would be otherwise."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace

import pytest

from effectbank.quickly import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    count: int = 3
    cells: list[str] = field(default_factory=list)
    line: int = field(default=0, compare=False)


def test_its_fields_are_filled_with_what_is_given_or_by_default() -> None:
    first, second = Row(name="a"), Row(name="a", count=4, cells=["x"], line=7)
    assert asdict(first) == {"name": "a", "count": 3, "cells": [], "line": 0}
    assert asdict(second) == {"name": "a", "count": 4, "cells": ["x"], "line": 7}
    assert first.cells is not Row(name="a").cells


def test_it_is_frozen_compared_replaced_and_pickled() -> None:
    row = Row(name="a", line=1)
    with pytest.raises(FrozenInstanceError):
        row.name = "b"  # type: ignore[misc]
    assert row == Row(name="a", line=2) != replace(row, count=1)
    assert replace(row, count=1).line == 1
    assert pickle.loads(pickle.dumps(row)) == row
    assert repr(row) == "Row(name='a', count=3, cells=[], line=1)"


def test_what_is_lacking_or_unknown_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"Row\.__init__.*'name'"):
        Row()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Row(name="a", colour="red")  # type: ignore[call-arg]
