"""EffectBank: an evidence bank you can compute on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from effectbank.version import __version__

if TYPE_CHECKING:
    from effectbank.measures import Effects as Effects
    from effectbank.measures import effects as effects
    from effectbank.measures import recount as recount
    from effectbank.plots import forest as forest
    from effectbank.plots import funnel as funnel
    from effectbank.review import Review as Review
    from effectbank.synthesis import Absolute as Absolute
    from effectbank.synthesis import AssociationTests as AssociationTests
    from effectbank.synthesis import AsymmetryTest as AsymmetryTest
    from effectbank.synthesis import Baujat as Baujat
    from effectbank.synthesis import Blups as Blups
    from effectbank.synthesis import CombinedP as CombinedP
    from effectbank.synthesis import Cumulative as Cumulative
    from effectbank.synthesis import Driving as Driving
    from effectbank.synthesis import ExcessSignificance as ExcessSignificance
    from effectbank.synthesis import FailSafe as FailSafe
    from effectbank.synthesis import Fragility as Fragility
    from effectbank.synthesis import Gosh as Gosh
    from effectbank.synthesis import HenmiCopas as HenmiCopas
    from effectbank.synthesis import HeterogeneityInterval as HeterogeneityInterval
    from effectbank.synthesis import HypothesisTest as HypothesisTest
    from effectbank.synthesis import Inflation as Inflation
    from effectbank.synthesis import Influence as Influence
    from effectbank.synthesis import Labbe as Labbe
    from effectbank.synthesis import LeaveOneOut as LeaveOneOut
    from effectbank.synthesis import LikelihoodRatio as LikelihoodRatio
    from effectbank.synthesis import LimitMeta as LimitMeta
    from effectbank.synthesis import LocationScale as LocationScale
    from effectbank.synthesis import NextTrial as NextTrial
    from effectbank.synthesis import PermutationTest as PermutationTest
    from effectbank.synthesis import PetPeese as PetPeese
    from effectbank.synthesis import Pooled as Pooled
    from effectbank.synthesis import PooledBatch as PooledBatch
    from effectbank.synthesis import PoolOptions as PoolOptions
    from effectbank.synthesis import Predictions as Predictions
    from effectbank.synthesis import PValueFunction as PValueFunction
    from effectbank.synthesis import Radial as Radial
    from effectbank.synthesis import RankTest as RankTest
    from effectbank.synthesis import Regression as Regression
    from effectbank.synthesis import Residuals as Residuals
    from effectbank.synthesis import Subgroups as Subgroups
    from effectbank.synthesis import TrialFragility as TrialFragility
    from effectbank.synthesis import TrimAndFill as TrimAndFill
    from effectbank.synthesis import WaldTest as WaldTest
    from effectbank.synthesis import absolute as absolute
    from effectbank.synthesis import association_tests as association_tests
    from effectbank.synthesis import asymmetry as asymmetry
    from effectbank.synthesis import baujat as baujat
    from effectbank.synthesis import begg as begg
    from effectbank.synthesis import blup as blup
    from effectbank.synthesis import combine_p as combine_p
    from effectbank.synthesis import cumulative as cumulative
    from effectbank.synthesis import driving as driving
    from effectbank.synthesis import egger as egger
    from effectbank.synthesis import excess_significance as excess_significance
    from effectbank.synthesis import fail_safe_n as fail_safe_n
    from effectbank.synthesis import fragility as fragility
    from effectbank.synthesis import fragility_index as fragility_index
    from effectbank.synthesis import gosh as gosh
    from effectbank.synthesis import henmi_copas as henmi_copas
    from effectbank.synthesis import influence as influence
    from effectbank.synthesis import labbe as labbe
    from effectbank.synthesis import leave_one_out as leave_one_out
    from effectbank.synthesis import leave_out as leave_out
    from effectbank.synthesis import likelihood_ratio as likelihood_ratio
    from effectbank.synthesis import limit_meta as limit_meta
    from effectbank.synthesis import location_scale as location_scale
    from effectbank.synthesis import next_trial as next_trial
    from effectbank.synthesis import p_value_function as p_value_function
    from effectbank.synthesis import permutation_interval as permutation_interval
    from effectbank.synthesis import permutation_test as permutation_test
    from effectbank.synthesis import pet_peese as pet_peese
    from effectbank.synthesis import pool as pool
    from effectbank.synthesis import pool_many as pool_many
    from effectbank.synthesis import predict as predict
    from effectbank.synthesis import radial as radial
    from effectbank.synthesis import regress as regress
    from effectbank.synthesis import residuals as residuals
    from effectbank.synthesis import rstandard as rstandard
    from effectbank.synthesis import rstudent as rstudent
    from effectbank.synthesis import subgroups as subgroups
    from effectbank.synthesis import tau2_interval as tau2_interval
    from effectbank.synthesis import trim_and_fill as trim_and_fill
    from effectbank.synthesis import variance_inflation as variance_inflation
    from effectbank.synthesis import wald_test as wald_test

# Room → the names it shows here. Loaded when first asked for, so that `import effectbank` stays quick.
_SHOWN = {
    "measures": ("Effects", "effects", "recount"),
    "plots": ("forest", "funnel"),
    "review": ("Review",),
    "synthesis": (
        "Absolute", "AssociationTests", "AsymmetryTest", "Baujat", "Blups", "CombinedP", "Cumulative",
        "Driving", "ExcessSignificance", "FailSafe", "Fragility", "Gosh", "HenmiCopas", "HeterogeneityInterval",
        "HypothesisTest", "Inflation", "Influence", "Labbe", "LeaveOneOut", "LikelihoodRatio", "LimitMeta",
        "LocationScale", "NextTrial", "PValueFunction", "PermutationTest", "PetPeese", "PoolOptions", "Pooled",
        "PooledBatch", "Predictions", "Radial", "RankTest", "Regression", "Residuals", "Subgroups",
        "TrialFragility", "TrimAndFill", "WaldTest", "absolute", "association_tests", "asymmetry", "baujat",
        "begg", "blup", "combine_p", "cumulative", "driving", "egger", "excess_significance", "fail_safe_n",
        "fragility", "fragility_index", "gosh", "henmi_copas", "influence", "labbe", "leave_one_out",
        "leave_out", "likelihood_ratio", "limit_meta", "location_scale", "next_trial", "p_value_function",
        "permutation_interval", "permutation_test", "pet_peese", "pool", "pool_many", "predict", "radial",
        "regress", "residuals", "rstandard", "rstudent", "subgroups", "tau2_interval", "trim_and_fill",
        "variance_inflation", "wald_test",
    ),
}  # fmt: skip
_DOORS = {name: room for room, names in _SHOWN.items() for name in names}

__all__ = ["__version__", *sorted(_DOORS)]  # noqa: PLE0604 -- all are strings


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'effectbank' has no attribute {name!r}")
    return getattr(import_module(f"effectbank.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
