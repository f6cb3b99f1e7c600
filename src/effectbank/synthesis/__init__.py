"""The statistician's front door: functions that return frozen results."""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.baujat import Baujat, baujat
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
from effectbank.synthesis.fragility import Fragility, fragility
from effectbank.synthesis.fragility_index import TrialFragility, fragility_index
from effectbank.synthesis.gosh import Gosh, gosh
from effectbank.synthesis.influence import Influence, influence
from effectbank.synthesis.labbe import Labbe, labbe
from effectbank.synthesis.location_scale import LocationScale, location_scale
from effectbank.synthesis.next_trial import NextTrial, next_trial
from effectbank.synthesis.options import PRESETS, Choices, PoolOptions, options
from effectbank.synthesis.p_value_function import PValueFunction, p_value_function
from effectbank.synthesis.permutation import PermutationTest, permutation_interval, permutation_test
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

__all__ = [
    "PRESETS", "Absolute", "Baujat", "Blups", "Choices", "CombinedP", "Cumulative", "Display", "Driving",
    "DrivingSet", "Fragility", "Gosh", "Heterogeneity", "HeterogeneityInterval", "Inflation", "Influence",
    "Labbe", "LeaveOneOut", "LikelihoodRatio", "LocationScale", "NextTrial", "NumberNeeded", "PValueFunction",
    "PermutationTest", "PoolOptions", "Pooled", "PooledBatch", "Predictions", "Radial", "Regression",
    "RegressionChoices", "RegressionOptions", "Residuals", "Risk", "SubgroupTest", "Subgroups",
    "TrialFragility", "WaldTest", "absolute", "baujat", "blup", "combine_p", "cumulative", "driving",
    "fragility", "fragility_index", "gosh", "influence", "labbe", "leave_one_out", "leave_out",
    "likelihood_ratio", "location_scale", "next_trial", "options", "p_value_function", "permutation_interval",
    "permutation_test", "pool", "pool_many", "predict", "radial", "regress", "residuals", "rstandard",
    "rstudent", "subgroups", "tau2_interval", "variance_inflation", "wald_test",
]  # fmt: skip
