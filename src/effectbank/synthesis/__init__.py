"""The statistician's front door: functions that return frozen results."""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.association import AssociationTests, association_tests
from effectbank.synthesis.asymmetry import asymmetry
from effectbank.synthesis.asymmetry_test import AsymmetryTest
from effectbank.synthesis.baujat import Baujat, baujat
from effectbank.synthesis.begg import RankTest, begg
from effectbank.synthesis.blup import Blups, blup
from effectbank.synthesis.combine_p import CombinedP, combine_p
from effectbank.synthesis.comparing import (
    Inflation,
    LikelihoodRatio,
    likelihood_ratio,
    variance_inflation,
    wald_test,
)
from effectbank.synthesis.driving import Driving, DrivingSet, driving
from effectbank.synthesis.egger import egger
from effectbank.synthesis.excess_significance import ExcessSignificance, excess_significance
from effectbank.synthesis.fail_safe import FailSafe, fail_safe_n
from effectbank.synthesis.fragility import Fragility, fragility
from effectbank.synthesis.fragility_index import TrialFragility, fragility_index
from effectbank.synthesis.gosh import Gosh, gosh
from effectbank.synthesis.henmi_copas import HenmiCopas, henmi_copas
from effectbank.synthesis.hypothesis_test import HypothesisTest
from effectbank.synthesis.influence import Influence, influence
from effectbank.synthesis.labbe import Labbe, labbe
from effectbank.synthesis.limit_meta import LimitMeta, limit_meta
from effectbank.synthesis.location_scale import LocationScale, location_scale
from effectbank.synthesis.next_trial import NextTrial, next_trial
from effectbank.synthesis.options import PRESETS, Choices, PoolOptions, options
from effectbank.synthesis.p_value_function import PValueFunction, p_value_function
from effectbank.synthesis.permutation import PermutationTest, permutation_interval, permutation_test
from effectbank.synthesis.pet_peese import PetPeese, pet_peese
from effectbank.synthesis.pool import leave_out, pool
from effectbank.synthesis.pool_many import pool_many
from effectbank.synthesis.pooled import Display, Heterogeneity, Pooled
from effectbank.synthesis.pooled_batch import PooledBatch
from effectbank.synthesis.predictions import Predictions, predict
from effectbank.synthesis.radial import Radial, radial
from effectbank.synthesis.refits import Cumulative, LeaveOneOut, cumulative, leave_one_out
from effectbank.synthesis.regress import RegressionChoices, regress
from effectbank.synthesis.regression import Regression, RegressionOptions, WaldTest
from effectbank.synthesis.residuals import Residuals, residuals, rstandard, rstudent
from effectbank.synthesis.subgroups import Subgroups, SubgroupTest, subgroups
from effectbank.synthesis.tau2_interval import HeterogeneityInterval, tau2_interval
from effectbank.synthesis.trim_and_fill import TrimAndFill, trim_and_fill

__all__ = [
    "PRESETS",
    "Absolute",
    "AssociationTests",
    "AsymmetryTest",
    "Baujat",
    "Blups",
    "Choices",
    "CombinedP",
    "Cumulative",
    "Display",
    "Driving",
    "DrivingSet",
    "ExcessSignificance",
    "FailSafe",
    "Fragility",
    "Gosh",
    "HenmiCopas",
    "Heterogeneity",
    "HeterogeneityInterval",
    "HypothesisTest",
    "Inflation",
    "Influence",
    "Labbe",
    "LeaveOneOut",
    "LikelihoodRatio",
    "LimitMeta",
    "LocationScale",
    "NextTrial",
    "NumberNeeded",
    "PValueFunction",
    "PermutationTest",
    "PetPeese",
    "PoolOptions",
    "Pooled",
    "PooledBatch",
    "Predictions",
    "Radial",
    "RankTest",
    "Regression",
    "RegressionChoices",
    "RegressionOptions",
    "Residuals",
    "Risk",
    "SubgroupTest",
    "Subgroups",
    "TrialFragility",
    "TrimAndFill",
    "WaldTest",
    "absolute",
    "association_tests",
    "asymmetry",
    "baujat",
    "begg",
    "blup",
    "combine_p",
    "cumulative",
    "driving",
    "egger",
    "excess_significance",
    "fail_safe_n",
    "fragility",
    "fragility_index",
    "gosh",
    "henmi_copas",
    "influence",
    "labbe",
    "leave_one_out",
    "leave_out",
    "likelihood_ratio",
    "limit_meta",
    "location_scale",
    "next_trial",
    "options",
    "p_value_function",
    "permutation_interval",
    "permutation_test",
    "pet_peese",
    "pool",
    "pool_many",
    "predict",
    "radial",
    "regress",
    "residuals",
    "rstandard",
    "rstudent",
    "subgroups",
    "tau2_interval",
    "trim_and_fill",
    "variance_inflation",
    "wald_test",
]  # fmt: skip
