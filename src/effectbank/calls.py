"""A call by another program's names gets an answer, not only Python's refusal."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from effectbank.problems import BadInput, UnknownName

P = ParamSpec("P")
R = TypeVar("R")


def answering(meant: Mapping[str, str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A verb that raises UnknownName for a choice it hasn't got, BadInput for one given without its name.

    `meant`: what other programs' names are here.
    """

    def of_names(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def called(*args: P.args, **choices: P.kwargs) -> R:
            try:
                return verb(*args, **choices)
            except TypeError:
                _check_names(verb, choices, meant)
                _check_places(verb, len(args))
                raise

        return called

    return of_names


def hint(of: object, name: str, meant: Mapping[str, str]) -> AttributeError:
    """The error for an attribute that isn't there, with what another program's name is here."""
    told = f"; that is {meant[name]} here" if name in meant else ""
    return AttributeError(f"{type(of).__name__!r} object has no attribute {name!r}{told}", name=name, obj=of)


def _check_names(verb: Callable[..., Any], choices: Mapping[str, object], meant: Mapping[str, str]) -> None:
    parameters = inspect.signature(verb).parameters
    known = [name for name, one in parameters.items() if one.kind is not one.VAR_KEYWORD]
    takes_more = len(known) < len(parameters)  # then the verb answers for the names it doesn't know
    for name in choices:
        if name not in known and (name in meant or not takes_more):
            raise UnknownName(f"choice of {verb.__name__}", name, known, meant.get(name, "")) from None


def _check_places(verb: Callable[..., Any], given: int) -> None:
    parameters = inspect.signature(verb).parameters.values()
    placed = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    if given > len(placed) and not any(one.kind is one.VAR_POSITIONAL for one in parameters):
        named = [f"{one.name}=…" for one in parameters if one.kind is one.KEYWORD_ONLY] or ["name=…"]
        raise BadInput(
            f"{verb.__name__} takes {' and '.join(placed)} in place and its choices by name ({', '.join(named)}); "
            f"{given} values without a name given"
        ) from None
