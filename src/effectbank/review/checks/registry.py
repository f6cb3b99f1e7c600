"""Every check by its code, and all of them run. A file of this room with a function `check` is a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from effectbank.problems import Place, Problem, Severity
from effectbank.review.checks.telling import note
from effectbank.review.concerns import Resting
from effectbank.review.review import Review

Check = Callable[[Review], Iterable[Problem]]

MOST = 200  # of one rule: a folder with more is told so, and the rest wait until these are mended
NO_RULES = ("registry", "telling", "analysed")


def _modules() -> Iterator[tuple[str, ModuleType]]:
    """Each rule's code and module: analysed-above-randomised is checks/analysed_above_randomised.py."""
    names = sorted(found.name for found in iter_modules([str(Path(__file__).parent)]))
    for name in names:
        if name not in NO_RULES:
            yield name.replace("_", "-"), import_module(f"{__package__}.{name}")


RULES: Mapping[str, ModuleType] = MappingProxyType(dict(_modules()))
ALL_CHECKS: Mapping[str, Check] = MappingProxyType({code: module.check for code, module in RULES.items()})


def problems_of(review: Review) -> tuple[Problem, ...]:
    """All Problems of a review, errors first, then by file and line; each with what rests on its place."""
    resting = Resting(review)
    found = [*_bounded(review.read_problems), *(one for code in ALL_CHECKS for one in _told(code, review))]
    told = (replace(one, concerns=one.concerns or resting.on(one.place)) for one in found)
    return tuple(sorted(told, key=_order))


def _bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those of reading, up to MOST of one kind in one file."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.place.file, problem.code), []).append(problem)
    for found in kinds.values():
        yield from _up_to_most(found)


def _told(code: str, review: Review) -> Iterator[Problem]:
    """What one check finds, up to MOST."""
    return _up_to_most(list(islice(ALL_CHECKS[code](review), MOST + 1)))


def _up_to_most(found: list[Problem]) -> Iterator[Problem]:
    yield from found[:MOST]
    if len(found) > MOST:
        first = found[MOST]
        message = f"there are more than {MOST} Problems of the kind {first.code}; mend these first"
        yield note("and-more", Place(file=first.place.file), message)


def _order(problem: Problem) -> tuple[int, str, int]:
    return list(Severity).index(problem.severity), problem.place.file, problem.place.line or 0
