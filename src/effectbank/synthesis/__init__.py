"""The statistician's front door: functions that return frozen results."""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.driving import Driving, DrivingSet, driving
from effectbank.synthesis.options import PRESETS, Choices, PoolOptions, options
from effectbank.synthesis.pool import leave_out, pool
from effectbank.synthesis.pool_many import PooledBatch, pool_many
from effectbank.synthesis.pooled import Display, Heterogeneity, Pooled
from effectbank.synthesis.refits import Cumulative, LeaveOneOut, cumulative, leave_one_out
from effectbank.synthesis.subgroups import Subgroups, SubgroupTest, subgroups
from effectbank.synthesis.tau2_interval import HeterogeneityInterval, tau2_interval

__all__ = [
    "PRESETS", "Absolute", "Choices", "Cumulative", "Display", "Driving", "DrivingSet", "Heterogeneity",
    "HeterogeneityInterval", "LeaveOneOut", "NumberNeeded", "PoolOptions", "Pooled", "PooledBatch", "Risk",
    "SubgroupTest", "Subgroups", "absolute", "cumulative", "driving", "leave_one_out", "leave_out", "options",
    "pool", "pool_many", "subgroups", "tau2_interval",
]  # fmt: skip
