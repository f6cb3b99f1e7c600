"""What is asked of a pooling: the choices, their names, their defaults and the presets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

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


def options(
    *,
    model: str | None = None,
    method: str | None = None,
    tau2: str | None = None,
    test: str | None = None,
    q_centre: str | None = None,
    zero_cells: str | None = None,
    add: float = 0.5,
    double_zero: str | None = None,
    rd_variance: str | None = None,
    prediction: str | None = None,
    level: float = 0.95,
    preset: str | None = None,
) -> PoolOptions:
    """The choices completed: what is given, then the preset's, then the defaults; checked name by name.

    Raises UnknownName for a name that is not known and BadInput for choices that exclude each other.
    """
    if preset is not None:
        _check("preset", preset, PRESETS)
    ready = PRESETS[preset] if preset else {}
    method = _check("method", method or "IV", METHODS)
    model = _check("model", model or ("common" if method == "Peto" else "random"), MODELS)
    between = tau2 or ready.get("tau2") or ("DL" if method == "MH" else "REML")
    rule = zero_cells or ready.get("zero_cells")
    if rule is not None:
        _check("zero-cell rule", rule, ZERO_CELL_RULES)
    if double_zero is not None:
        _check("double-zero rule", double_zero, DOUBLE_ZERO)
    chosen = PoolOptions(
        model=model,
        method=method,
        tau2=_check("tau2 estimator", between, ESTIMATORS) if model == "random" else None,
        test=_check("test", test or ready.get("test") or "z", TESTS),
        q_centre=_check("q_centre", q_centre or method, CENTRES),
        zero_cells=rule,
        add=add,
        double_zero=double_zero,
        rd_variance=_check("rd_variance", rd_variance or ready.get("rd_variance") or "Sato", RD_VARIANCES),
        prediction=_check("prediction rule", prediction or "as-test", PREDICTION_RULES),
        level=_level(level),
        preset=preset,
    )
    _refuse_contradictions(chosen)
    return chosen


def _refuse_contradictions(chosen: PoolOptions) -> None:
    if chosen.method == "Peto" and chosen.model == "random":
        raise BadInput(
            "Peto's method has a common effect only: give model='common', or method='IV' on Peto odds ratios"
        )
    if chosen.model == "common" and chosen.method != "IV" and chosen.test != "z":
        raise BadInput(
            f"test={chosen.test!r} is not defined for the common-effect {chosen.method} method: use test='z'"
        )


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise BadInput(f"level {level!r} given, a proportion between 0 and 1 expected: 0.95, not 95")
    return float(level)


def _check(what: str, given: str, known: Iterable[str]) -> str:
    names = tuple(known)
    if given not in names:
        raise UnknownName(what, given, names)
    return given
