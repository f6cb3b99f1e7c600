"""What is asked of a pooling: the choices, their names, their defaults and the presets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.fit import GENQ, GIVEN
from effectbank.kernel.inference import KENWARD_ROGER, TESTS
from effectbank.kernel.mantel_haenszel import RD_VARIANCES
from effectbank.kernel.prediction import RULES as PREDICTION_RULES
from effectbank.kernel.prediction import WHATEVER_THE_TEST
from effectbank.measures.zero_cells import DOUBLE_ZERO
from effectbank.measures.zero_cells import RULES as ZERO_CELL_RULES
from effectbank.problems import BadInput, UnknownName, confidence, is_number
from effectbank.synthesis.elsewhere import meant

MODELS = ("random", "common")
METHODS = ("IV", "MH", "Peto")
CENTRES = ("IV", "MH", "Peto")
TAU2 = (*ESTIMATORS, GENQ)

_REVMAN = {"tau2": "DL", "test": "z", "rd_variance": "Greenland-Robins"}
PRESETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "revman5": MappingProxyType({**_REVMAN, "zero_cells": "revman"}),
        "revman-web": MappingProxyType({**_REVMAN, "zero_cells": "revman-web"}),
    }
)
# What a preset says of the study estimates themselves, to whoever makes them (effects(...)).
MADE_BY: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        preset: MappingProxyType({"SMD": MappingProxyType({"variance": "revman", "small_sample": "approximate"})})
        for preset in PRESETS
    }
)


RARELY_ASKED = ("tau2_given", "weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """A complete set of choices for `pool`; every one named, none left to chance.

    `zero_cells` None leaves the study estimates as they came and pools the cells themselves by Mantel-Haenszel
    or Peto without correction; a rule corrects both. `double_zero` None likewise leaves the estimates as they
    came for IV. `q_centre` is what Q is measured from. `tau2` "given": it is `tau2_given`, not estimated.
    `weights` names a moderator that holds weights of one's own.
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
    tau2_given: float | None = None
    weights: str | None = None

    @property
    def pools_tables(self) -> bool:
        """Whether sums over tables are pooled, and not study estimates."""
        return self.model == "common" and self.method != "IV"

    def to_dict(self) -> dict[str, object]:
        """The options as JSON-ready data; what only some ask for is there only if they did."""
        asked = asdict(self)
        return {name: asked[name] for name in asked if name not in RARELY_ASKED or asked[name] is not None}


class Choices(TypedDict, total=False):
    """What may be chosen; whatever is not is the preset's, then the default.

    | choice | default | because |
    |---|---|---|
    | model | random (Peto: common) | studies of different people rarely share one effect |
    | method | IV | works for every measure |
    | tau2 | REML; DL for method="MH" | least biased of the usual; RevMan 5's random M-H is DL; or a number |
    | test | z | as metafor, RevMan 5 and Stata start; "knapp-hartung" is better for few studies |
    | q_centre | the method's own estimate | Q about the estimate that is reported |
    | zero_cells, add | None, 1/2 | estimates as they came; M-H and Peto need no correction |
    | double_zero | None | metafor's split: pooled as tables, without an estimate of their own |
    | rd_variance | Sato | consistent for sparse tables too |
    | prediction | as-test | one distribution for both intervals, as metafor |
    | level | 0.95 | custom |
    | weights | inverse variance | the least variance; GENQ needs one's own: a moderator, or a value a study |
    """

    model: str | None
    method: str | None
    tau2: str | float | None
    test: str | None
    q_centre: str | None
    zero_cells: str | None
    add: float | None
    double_zero: str | None
    rd_variance: str | None
    prediction: str | None
    level: float | None
    preset: str | None
    weights: Any


def options(**choices: Unpack[Choices]) -> PoolOptions:
    """The choices completed: what is given, then the preset's, then the defaults; checked name by name.

    A choice of None is as good as none. Raises UnknownName for a choice or a name that is not known, BadInput
    for choices that exclude each other.
    """
    try:
        return _completed(**choices)
    except TypeError:  # a choice that cannot be hashed, so cannot be remembered
        return _completed.__wrapped__(**choices)


@lru_cache(maxsize=256)
def _completed(**choices: Unpack[Choices]) -> PoolOptions:
    for name in choices:
        _check("choice", name, Choices.__annotations__)
    preset = choices.get("preset")
    ready = PRESETS[_check("preset", preset, PRESETS)] if preset else {}

    def choice(name: str, default: str | None = None) -> str | None:
        return choices.get(name) or ready.get(name) or default  # type: ignore[return-value]

    method = _check("method", choice("method", "IV"), METHODS)
    model = _check("model", choice("model", "common" if method == "Peto" else "random"), MODELS)
    weights, add, level = choices.get("weights"), choices.get("add"), choices.get("level")
    tau2, given = _tau2(choices.get("tau2"), choice("tau2", "DL" if method == "MH" else "REML"))
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
        level=0.95 if level is None else confidence(level),
        preset=preset,
        tau2_given=given if model == "random" else None,
        weights=weights,
    )
    _refuse_contradictions(chosen)
    return chosen


def _tau2(asked: object, named: str | None) -> tuple[str, float | None]:
    """The estimator's name; or "given", and the number."""
    if is_number(asked):
        if not 0 <= asked < math.inf:
            raise BadInput(f"tau2 {asked!r} given, a finite number of 0 or more expected")
        return GIVEN, float(asked)
    return _check("tau2 estimator", named, TAU2), None


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

    if chosen.weights is not None and chosen.method != "IV":
        raise BadInput(f"weights given, but {chosen.method} has weights of its own: use method='IV'")
    if chosen.tau2 == GENQ and chosen.weights is None:
        raise BadInput("tau2='GENQ' is the estimator by weights of one's own: give weights=, or use tau2='DL'")
    if chosen.test == KENWARD_ROGER and (chosen.tau2 not in ("REML", GIVEN) or chosen.weights is not None):
        raise BadInput(
            "test='kenward-roger' corrects for the uncertainty of tau2 by REML under inverse-variance weights: "
            "use tau2='REML' without weights, or test='knapp-hartung'"
        )
    if chosen.prediction in WHATEVER_THE_TEST and chosen.weights is not None:
        raise BadInput(f"prediction={chosen.prediction!r} is of inverse-variance weights: use 'as-test' or 't-2'")


def _positive(add: float) -> float:
    if not (is_number(add) and 0 < add < math.inf):
        raise BadInput(f"add {add!r} given, a positive number expected; zero_cells='none' adds nothing")
    return float(add)


def _check(what: str, given: object, known: Iterable[str]) -> str:
    for name in (names := tuple(known)):
        if name == given:
            return name
    raise UnknownName(what, given, names, meant(what, given))


def _check_if_given(what: str, given: str | None, known: Iterable[str]) -> str | None:
    return None if given is None else _check(what, given, known)
