"""EffectBank: an evidence bank you can compute on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from effectbank.version import __version__

if TYPE_CHECKING:
    from effectbank.measures import Effects as Effects
    from effectbank.measures import clusters as clusters
    from effectbank.measures import conversions as conversions
    from effectbank.measures import crossover as crossover
    from effectbank.measures import effects as effects
    from effectbank.measures import estimates as estimates
    from effectbank.measures import hazard as hazard
    from effectbank.measures import medians as medians
    from effectbank.measures import recount as recount
    from effectbank.measures import shared_controls as shared_controls
    from effectbank.measures import tables as tables
    from effectbank.plots import forest as forest
    from effectbank.plots import funnel as funnel
    from effectbank.plots.draw import draw as draw
    from effectbank.review import Review as Review
    from effectbank.synthesis.absolute import Absolute as Absolute
    from effectbank.synthesis.absolute import absolute as absolute
    from effectbank.synthesis.association import AssociationTests as AssociationTests
    from effectbank.synthesis.association import association_tests as association_tests
    from effectbank.synthesis.asymmetry import asymmetry as asymmetry
    from effectbank.synthesis.asymmetry_test import AsymmetryTest as AsymmetryTest
    from effectbank.synthesis.baujat import Baujat as Baujat
    from effectbank.synthesis.baujat import baujat as baujat
    from effectbank.synthesis.begg import RankTest as RankTest
    from effectbank.synthesis.begg import begg as begg
    from effectbank.synthesis.blup import Blups as Blups
    from effectbank.synthesis.blup import blup as blup
    from effectbank.synthesis.combine_p import CombinedP as CombinedP
    from effectbank.synthesis.combine_p import combine_p as combine_p
    from effectbank.synthesis.comparing import LikelihoodRatio as LikelihoodRatio
    from effectbank.synthesis.comparing import likelihood_ratio as likelihood_ratio
    from effectbank.synthesis.contrasts import Contrasts as Contrasts
    from effectbank.synthesis.contrasts import contrasts as contrasts
    from effectbank.synthesis.driving import Driving as Driving
    from effectbank.synthesis.driving import driving as driving
    from effectbank.synthesis.egger import egger as egger
    from effectbank.synthesis.excess_significance import ExcessSignificance as ExcessSignificance
    from effectbank.synthesis.excess_significance import excess_significance as excess_significance
    from effectbank.synthesis.fail_safe import FailSafe as FailSafe
    from effectbank.synthesis.fail_safe import fail_safe_n as fail_safe_n
    from effectbank.synthesis.fragility import Fragility as Fragility
    from effectbank.synthesis.fragility import fragility as fragility
    from effectbank.synthesis.fragility_index import TrialFragility as TrialFragility
    from effectbank.synthesis.fragility_index import fragility_index as fragility_index
    from effectbank.synthesis.gosh import Gosh as Gosh
    from effectbank.synthesis.gosh import gosh as gosh
    from effectbank.synthesis.henmi_copas import HenmiCopas as HenmiCopas
    from effectbank.synthesis.henmi_copas import henmi_copas as henmi_copas
    from effectbank.synthesis.hypothesis_test import HypothesisTest as HypothesisTest
    from effectbank.synthesis.inflation import Inflation as Inflation
    from effectbank.synthesis.inflation import variance_inflation as variance_inflation
    from effectbank.synthesis.influence import Influence as Influence
    from effectbank.synthesis.influence import influence as influence
    from effectbank.synthesis.labbe import Labbe as Labbe
    from effectbank.synthesis.labbe import labbe as labbe
    from effectbank.synthesis.limit_meta import LimitMeta as LimitMeta
    from effectbank.synthesis.limit_meta import limit_meta as limit_meta
    from effectbank.synthesis.location_scale import LocationScale as LocationScale
    from effectbank.synthesis.location_scale import location_scale as location_scale
    from effectbank.synthesis.natural_units import NaturalUnits as NaturalUnits
    from effectbank.synthesis.natural_units import natural_units as natural_units
    from effectbank.synthesis.next_trial import NextTrial as NextTrial
    from effectbank.synthesis.next_trial import next_trial as next_trial
    from effectbank.synthesis.options import PoolOptions as PoolOptions
    from effectbank.synthesis.p_value_function import PValueFunction as PValueFunction
    from effectbank.synthesis.p_value_function import p_value_function as p_value_function
    from effectbank.synthesis.permutation import PermutationTest as PermutationTest
    from effectbank.synthesis.permutation import permutation_interval as permutation_interval
    from effectbank.synthesis.permutation import permutation_test as permutation_test
    from effectbank.synthesis.pet_peese import PetPeese as PetPeese
    from effectbank.synthesis.pet_peese import pet_peese as pet_peese
    from effectbank.synthesis.pool import leave_out as leave_out
    from effectbank.synthesis.pool import pool as pool
    from effectbank.synthesis.pool_many import pool_many as pool_many
    from effectbank.synthesis.pooled import Pooled as Pooled
    from effectbank.synthesis.pooled_batch import PooledBatch as PooledBatch
    from effectbank.synthesis.predictions import Predictions as Predictions
    from effectbank.synthesis.predictions import predict as predict
    from effectbank.synthesis.qqnorm import NormalQuantiles as NormalQuantiles
    from effectbank.synthesis.qqnorm import qqnorm as qqnorm
    from effectbank.synthesis.radial import Radial as Radial
    from effectbank.synthesis.radial import radial as radial
    from effectbank.synthesis.refits import Cumulative as Cumulative
    from effectbank.synthesis.refits import LeaveOneOut as LeaveOneOut
    from effectbank.synthesis.refits import cumulative as cumulative
    from effectbank.synthesis.refits import leave_one_out as leave_one_out
    from effectbank.synthesis.regress import regress as regress
    from effectbank.synthesis.regression import Regression as Regression
    from effectbank.synthesis.regression import WaldTest as WaldTest
    from effectbank.synthesis.residuals import Residuals as Residuals
    from effectbank.synthesis.residuals import residuals as residuals
    from effectbank.synthesis.residuals import rstandard as rstandard
    from effectbank.synthesis.residuals import rstudent as rstudent
    from effectbank.synthesis.subgroups import Subgroups as Subgroups
    from effectbank.synthesis.subgroups import subgroups as subgroups
    from effectbank.synthesis.tau2_interval import HeterogeneityInterval as HeterogeneityInterval
    from effectbank.synthesis.tau2_interval import tau2_interval as tau2_interval
    from effectbank.synthesis.tau2_profile import Tau2Profile as Tau2Profile
    from effectbank.synthesis.tau2_profile import tau2_profile as tau2_profile
    from effectbank.synthesis.trim_and_fill import TrimAndFill as TrimAndFill
    from effectbank.synthesis.trim_and_fill import trim_and_fill as trim_and_fill
    from effectbank.synthesis.wald import wald_test as wald_test

# Room, or a file of it → the names shown here: loaded when first asked for, so that `import effectbank` is quick.
_SHOWN = {
    "measures": ("Effects", "effects", "recount"),
    "plots": ("forest", "funnel"),
    "plots.draw": ("draw",),
    "review": ("Review",),
    "synthesis.absolute": ("Absolute", "absolute"),
    "synthesis.association": ("AssociationTests", "association_tests"),
    "synthesis.asymmetry": ("asymmetry",),
    "synthesis.asymmetry_test": ("AsymmetryTest",),
    "synthesis.baujat": ("Baujat", "baujat"),
    "synthesis.begg": ("RankTest", "begg"),
    "synthesis.blup": ("Blups", "blup"),
    "synthesis.combine_p": ("CombinedP", "combine_p"),
    "synthesis.comparing": ("LikelihoodRatio", "likelihood_ratio"),
    "synthesis.contrasts": ("Contrasts", "contrasts"),
    "synthesis.driving": ("Driving", "driving"),
    "synthesis.egger": ("egger",),
    "synthesis.excess_significance": ("ExcessSignificance", "excess_significance"),
    "synthesis.fail_safe": ("FailSafe", "fail_safe_n"),
    "synthesis.fragility": ("Fragility", "fragility"),
    "synthesis.fragility_index": ("TrialFragility", "fragility_index"),
    "synthesis.gosh": ("Gosh", "gosh"),
    "synthesis.henmi_copas": ("HenmiCopas", "henmi_copas"),
    "synthesis.hypothesis_test": ("HypothesisTest",),
    "synthesis.inflation": ("Inflation", "variance_inflation"),
    "synthesis.influence": ("Influence", "influence"),
    "synthesis.labbe": ("Labbe", "labbe"),
    "synthesis.limit_meta": ("LimitMeta", "limit_meta"),
    "synthesis.location_scale": ("LocationScale", "location_scale"),
    "synthesis.natural_units": ("NaturalUnits", "natural_units"),
    "synthesis.next_trial": ("NextTrial", "next_trial"),
    "synthesis.options": ("PoolOptions",),
    "synthesis.p_value_function": ("PValueFunction", "p_value_function"),
    "synthesis.permutation": ("PermutationTest", "permutation_interval", "permutation_test"),
    "synthesis.pet_peese": ("PetPeese", "pet_peese"),
    "synthesis.pool": ("leave_out", "pool"),
    "synthesis.pool_many": ("pool_many",),
    "synthesis.pooled": ("Pooled",),
    "synthesis.pooled_batch": ("PooledBatch",),
    "synthesis.predictions": ("Predictions", "predict"),
    "synthesis.qqnorm": ("NormalQuantiles", "qqnorm"),
    "synthesis.radial": ("Radial", "radial"),
    "synthesis.refits": ("Cumulative", "LeaveOneOut", "cumulative", "leave_one_out"),
    "synthesis.regress": ("regress",),
    "synthesis.regression": ("Regression", "WaldTest"),
    "synthesis.residuals": ("Residuals", "residuals", "rstandard", "rstudent"),
    "synthesis.subgroups": ("Subgroups", "subgroups"),
    "synthesis.tau2_interval": ("HeterogeneityInterval", "tau2_interval"),
    "synthesis.tau2_profile": ("Tau2Profile", "tau2_profile"),
    "synthesis.trim_and_fill": ("TrimAndFill", "trim_and_fill"),
    "synthesis.wald": ("wald_test",),
}
_DOORS = {name: where for where, names in _SHOWN.items() for name in names}

# What a report gives, turned into what a measure takes: whole files, shown as eb.hazard, eb.medians, …
_FILES = (
    "clusters", "conversions", "crossover", "estimates", "hazard", "medians", "shared_controls", "tables",
)  # fmt: skip

__all__ = ["__version__", *sorted((*_DOORS, *_FILES))]  # noqa: PLE0604 -- all are strings


def __getattr__(name: str) -> Any:
    if name in _FILES:
        return import_module(f"effectbank.measures.{name}")
    if name not in _DOORS:
        told = import_module("effectbank.synthesis.elsewhere").there(name)
        raise AttributeError(f"module 'effectbank' has no attribute {name!r}{told}")
    return getattr(import_module(f"effectbank.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
