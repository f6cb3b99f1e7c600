"""A plan of the folder in the choices that Review Manager has, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from effectbank.problems import EffectBankError
from effectbank.review.model import Analysis
from effectbank.review.synthesis import options_of
from effectbank.synthesis.options import PRESETS, PoolOptions, options

ESTIMATORS, TESTS = ("DL", "REML"), ("z", "knapp-hartung")
PRESET = "revman-web"


def as_told(plan: Analysis) -> tuple[Analysis, tuple[str, ...]]:
    """The plan with every choice made, as Review Manager makes it; and in words, what it had otherwise."""
    try:
        chosen, changes = options(**options_of(plan)), []
    except EffectBankError as fault:
        chosen, changes = options(preset=PRESET), [f"as its own plan cannot be pooled ({fault})"]
    changes += _changes(plan, chosen)
    random = chosen.model == "random"
    told = replace(
        plan,
        measure="PETO" if _by_peto(plan, chosen) else plan.measure,
        model=chosen.model,
        method=chosen.method,
        tau2=_estimator(chosen) if random else None,
        test=_test(chosen),
        tau2_interval="Q-profile" if plan.tau2_interval else None,
        q_centre=None,
        zero_cells=None,
        preset=PRESET,
        study_level=None,
    )
    return told, tuple(changes)


def _by_peto(plan: Analysis, chosen: PoolOptions) -> bool:
    """Peto's method on odds ratios: each study's is Peto's there."""
    return chosen.method == "Peto" and plan.measure == "OR"


def _estimator(chosen: PoolOptions) -> str:
    return chosen.tau2 if chosen.tau2 in ESTIMATORS else "REML"


def _test(chosen: PoolOptions) -> str:
    if chosen.test in TESTS:
        return chosen.test if chosen.model == "random" else "z"
    return "knapp-hartung" if chosen.model == "random" else "z"


def _changes(plan: Analysis, chosen: PoolOptions) -> Iterator[str]:
    if chosen.tau2 is not None and chosen.tau2 not in ESTIMATORS:
        yield f"tau2 by {_estimator(chosen)}, not {chosen.tau2}"
    if chosen.test != _test(chosen):
        yield f"test {_test(chosen)}, not {chosen.test}"
    if chosen.q_centre != chosen.method:
        yield f"Q about the {chosen.method} estimate, not the {chosen.q_centre} one"
    if chosen.zero_cells and chosen.zero_cells not in [one["zero_cells"] for one in PRESETS.values()]:
        yield f"zero cells as Review Manager treats them, not by {chosen.zero_cells}"
    if plan.study_level not in (None, plan.level):
        yield f"the studies' intervals of {plan.level:.4g}, as the totals', not of {plan.study_level:.4g}"
    if plan.tau2_interval not in (None, "", "Q-profile"):
        yield f"the interval of tau2 by Q-profile, not {plan.tau2_interval}"
    if _by_peto(plan, chosen):
        yield "the studies' odds ratios by Peto's method too"
