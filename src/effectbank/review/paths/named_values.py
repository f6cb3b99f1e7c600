"""[values.X]: a value built from paths by one of five functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from effectbank.review.model import NamedValue
from effectbank.review.paths.elsewhere import studies_value
from effectbank.review.paths.value import BadPath, Value, unknown_step
from effectbank.review.review import Review
from effectbank.review.selecting import chosen_by
from effectbank.words import NumberKind


def named_value(review: Review, name: str, address: str, resolved: Callable[[str], Value]) -> Value:
    """The value of [values.NAME]: difference, ratio, share, sum or count. Raises BadPath.

    `resolved` leads from a path the value is built on to its value.
    """
    named = review.values[name]
    functions: Mapping[str, Callable[[NamedValue, str], Value]] = {
        **dict.fromkeys(("difference", "ratio", "share"), lambda named, address: _two(named, address, resolved)),
        "sum": lambda named, address: _sum(review, named, address),
        "count": lambda named, address: _count(review, named, address),
    }
    return functions[named.function](named, address)


def _two(named: NamedValue, address: str, resolved: Callable[[str], Value]) -> Value:
    if len(named.of) != 2:
        raise BadPath(
            address, f"{named.function} of {len(named.of)} paths", f'as in {named.function} = ["a.k", "b.k"]'
        )
    one, two = (resolved(path) for path in named.of)
    a, b = _single(one, address), _single(two, address)
    if named.function != "difference" and b == 0:
        raise BadPath(address, f"{named.of[1]} is zero, and nothing can be divided by it")
    shape, number = _result(named.function, one, two, a, b)
    return Value(
        address=address,
        kind=NumberKind.COMPUTED,
        shape=shape,
        numbers=(number,),
        label=named.label,
        rows=tuple(dict.fromkeys((*one.rows, *two.rows))),
        model=f"{named.function} of {named.of[0]} ({one}) and {named.of[1]} ({two})",
        signed=named.function == "difference",
        confidence=tuple(dict.fromkeys((*one.confidence, *two.confidence))),
    )


def _result(function: str, one: Value, two: Value, a: float, b: float) -> tuple[str, float]:
    if function == "difference":
        alike = one.shape == two.shape and one.shape in ("count", "proportion")
        return one.shape if alike else "number", a - b
    return ("proportion" if function == "share" else "multiple"), a / b


def _single(value: Value, address: str) -> float:
    """The one number of a value; counts of events over a total have two, words have none."""
    if len(value.numbers) == 1 or value.shape == "estimate ci":
        return value.numbers[0]
    hint = f"{value.address}.crude_risk or .events" if value.shape == "events of total" else ""
    raise BadPath(address, f"{value.address} is not one number ({value.shape})", hint)


def _sum(review: Review, named: NamedValue, address: str) -> Value:
    column = _only(named, address).removeprefix("studies.")
    value = studies_value(review, address, column, named.where)
    return _relabelled(value, named)


def _count(review: Review, named: NamedValue, address: str) -> Value:
    of = _only(named, address)
    if of == "studies":
        return _relabelled(studies_value(review, address, "count", named.where), named)
    name = of.removesuffix(".studies")
    if name not in review.analyses or name == of:
        raise unknown_step(
            address, of, "count", ("studies", *(f"{analysis}.studies" for analysis in review.analyses))
        )
    rows = review.synthesis(name).rows
    chosen = {row.study for row in rows if chosen_by(review.studies[row.study], named.where)}
    return Value(
        address=address,
        kind=NumberKind.COUNTED,
        shape="count",
        numbers=(float(len(chosen)),),
        label=named.label,
        rows=tuple(dict.fromkeys(place for row in rows if row.study in chosen for place in row.places)),
        model="counted from the rows",
    )


def _only(named: NamedValue, address: str) -> str:
    if len(named.of) != 1:
        raise BadPath(
            address, f"{named.function} of {len(named.of)} names", f'as in {named.function} = "studies.randomised"'
        )
    return named.of[0]


def _relabelled(value: Value, named: NamedValue) -> Value:
    return replace(value, label=named.label)
