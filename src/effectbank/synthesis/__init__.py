"""The statistician's front door: functions that return frozen results."""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.driving import Driving, DrivingSet, driving
from effectbank.synthesis.leave_one_out import LeaveOneOut, leave_one_out
from effectbank.synthesis.options import PRESETS, PoolOptions, options
from effectbank.synthesis.pool import leave_out, pool
from effectbank.synthesis.pooled import Display, Heterogeneity, Pooled
from effectbank.synthesis.subgroups import Subgroups, SubgroupTest, subgroups

__all__ = [
    "PRESETS", "Absolute", "Display", "Driving", "DrivingSet", "Heterogeneity", "LeaveOneOut", "NumberNeeded",
    "PoolOptions", "Pooled", "Risk", "SubgroupTest", "Subgroups", "absolute", "driving", "leave_one_out",
    "leave_out", "options", "pool", "subgroups",
]  # fmt: skip
