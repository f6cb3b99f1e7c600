"""What is asked of a pooling: the choices, their names, their defaults and the presets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TypedDict, Unpack

from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.inference import TESTS
from effectbank.kernel.mantel_haenszel import RD_VARIANCES
from effectbank.kernel.prediction import RULES as PREDICTION_RULES
from effectbank.measures.zero_cells import DOUBLE_ZERO
from effectbank.measures.zero_cells import RULES as ZERO_CELL_RULES
from effectbank.problems import BadInput, UnknownName

MODELS = ("random", "common")
METHODS = ("IV", "MH", "Peto")
CENTRES = ("IV", "MH", "Peto")

PRESETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "revman5": MappingProxyType(
            {"tau2": "DL", "test": "z", "zero_cells": "revman", "rd_variance": "Greenland-Robins"},
        )
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """A complete set of choices for `pool`; every one named, none left to chance.

    `zero_cells` None leaves the study estimates as they came and pools the cells themselves by Mantel-Haenszel
    or Peto without correction; a rule corrects both. `double_zero` None likewise leaves the estimates as they
    came for IV. `q_centre` is what Q is measured from.
    """

    model: str
    method: str
    tau2: str | None  # None: the model is common
    test: str
    q_centre: str
    zero_cells: str | None
    add: float
    double_zero: str | None
    rd_variance: str
    prediction: str
    level: float
    preset: str | None

    def to_dict(self) -> dict[str, object]:
        """The options as JSON-ready data."""
        return asdict(self)


class Choices(TypedDict, total=False):
    """What may be chosen; whatever is not is the preset's, then the default.

    | choice | default | because |
    |---|---|---|
    | model | random (Peto: common) | studies of different people rarely share one effect |
    | method | IV | works for every measure |
    | tau2 | REML; DL for method="MH" | least biased of the usual; RevMan 5's random M-H is DL |
    | test | z | as metafor, RevMan 5 and Stata start; "knapp-hartung" is better for few studies |
    | q_centre | the method's own estimate | Q about the estimate that is reported |
    | zero_cells, add | None, 1/2 | estimates as they came; M-H and Peto need no correction |
    | double_zero | None | metafor's split: pooled as tables, without an estimate of their own |
    | rd_variance | Sato | consistent for sparse tables too |
    | prediction | as-test | one distribution for both intervals, as metafor |
    | level | 0.95 | custom |
    """

    model: str | None
    method: str | None
    tau2: str | None
    test: str | None
    q_centre: str | None
    zero_cells: str | None
    add: float | None
    double_zero: str | None
    rd_variance: str | None
    prediction: str | None
    level: float | None
    preset: str | None


def options(**choices: Unpack[Choices]) -> PoolOptions:
    """The choices completed: what is given, then the preset's, then the defaults; checked name by name.

    A choice of None is as good as none. Raises UnknownName for a choice or a name that is not known, BadInput
    for choices that exclude each other.
    """
    for name in choices:
        _check("choice", name, Choices.__annotations__)
    preset = choices.get("preset")
    ready = PRESETS[_check("preset", preset, PRESETS)] if preset else {}

    def choice(name: str, default: str | None = None) -> str | None:
        return choices.get(name) or ready.get(name) or default  # type: ignore[return-value]

    method = _check("method", choice("method", "IV"), METHODS)
    model = _check("model", choice("model", "common" if method == "Peto" else "random"), MODELS)
    tau2 = _check("tau2 estimator", choice("tau2", "DL" if method == "MH" else "REML"), ESTIMATORS)
    add, level = choices.get("add"), choices.get("level")
    chosen = PoolOptions(
        model=model,
        method=method,
        tau2=tau2 if model == "random" else None,
        test=_check("test", choice("test", "z"), TESTS),
        q_centre=_check("q_centre", choice("q_centre", method), CENTRES),
        zero_cells=_check_if_given("zero-cell rule", choice("zero_cells"), ZERO_CELL_RULES),
        add=0.5 if add is None else _positive(add),
        double_zero=_check_if_given("double-zero rule", choice("double_zero"), DOUBLE_ZERO),
        rd_variance=_check("rd_variance", choice("rd_variance", "Sato"), RD_VARIANCES),
        prediction=_check("prediction rule", choice("prediction", "as-test"), PREDICTION_RULES),
        level=0.95 if level is None else _level(level),
        preset=preset,
    )
    _refuse_contradictions(chosen)
    return chosen


def _refuse_contradictions(chosen: PoolOptions) -> None:
    if chosen.method == "Peto" and chosen.model == "random":
        raise BadInput(
            "model='random' given, but Peto's method has a common effect only: "
            "give model='common', or method='IV' on Peto odds ratios"
        )
    if chosen.model == "common" and chosen.method != "IV" and chosen.test != "z":
        raise BadInput(
            f"test={chosen.test!r} given, but the common-effect {chosen.method} method has a z test only: "
            "use test='z'"
        )


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise BadInput(f"level {level!r} given, a proportion between 0 and 1 expected: 0.95, not 95")
    return float(level)


def _positive(add: float) -> float:
    if not add > 0:
        raise BadInput(f"add {add!r} given, a positive number expected; zero_cells='none' adds nothing")
    return float(add)


def _check(what: str, given: object, known: Iterable[str]) -> str:
    for name in (names := tuple(known)):
        if name == given:
            return name
    raise UnknownName(what, given, names)


def _check_if_given(what: str, given: str | None, known: Iterable[str]) -> str | None:
    return None if given is None else _check(what, given, known)
