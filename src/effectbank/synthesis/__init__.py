"""The statistician's front door: functions that return frozen results."""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.comparing import (
    Inflation,
    LikelihoodRatio,
    likelihood_ratio,
    variance_inflation,
    wald_test,
)
from effectbank.synthesis.driving import Driving, DrivingSet, driving
from effectbank.synthesis.location_scale import LocationScale, location_scale
from effectbank.synthesis.options import PRESETS, Choices, PoolOptions, options
from effectbank.synthesis.permutation import PermutationTest, permutation_interval, permutation_test
from effectbank.synthesis.pool import leave_out, pool
from effectbank.synthesis.pool_many import PooledBatch, pool_many
from effectbank.synthesis.pooled import Display, Heterogeneity, Pooled
from effectbank.synthesis.predictions import Predictions, predict
from effectbank.synthesis.refits import Cumulative, LeaveOneOut, cumulative, leave_one_out
from effectbank.synthesis.regress import RegressionChoices, regress
from effectbank.synthesis.regression import Regression, RegressionOptions, WaldTest
from effectbank.synthesis.subgroups import Subgroups, SubgroupTest, subgroups
from effectbank.synthesis.tau2_interval import HeterogeneityInterval, tau2_interval

__all__ = [
    "PRESETS", "Absolute", "Choices", "Cumulative", "Display", "Driving", "DrivingSet", "Heterogeneity",
    "HeterogeneityInterval", "Inflation", "LeaveOneOut", "LikelihoodRatio", "LocationScale", "NumberNeeded",
    "PermutationTest", "PoolOptions", "Pooled", "PooledBatch", "Predictions", "Regression",
    "RegressionChoices", "RegressionOptions", "Risk", "SubgroupTest", "Subgroups", "WaldTest", "absolute",
    "cumulative", "driving", "leave_one_out", "leave_out", "likelihood_ratio", "location_scale", "options",
    "permutation_interval", "permutation_test", "pool", "pool_many", "predict", "regress", "subgroups",
    "tau2_interval", "variance_inflation", "wald_test",
]  # fmt: skip
