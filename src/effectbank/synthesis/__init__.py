"""The statistician's front door: functions that return frozen results.

Here stands what a folder's analyses need. `effectbank` itself opens the door to the rest, each file when first
asked for: a check of a folder does not wait for methods it has no use for.
"""

from __future__ import annotations

from effectbank.synthesis.absolute import Absolute, NumberNeeded, Risk, absolute
from effectbank.synthesis.driving import Driving, DrivingSet, driving
from effectbank.synthesis.options import MADE_BY, PRESETS, Choices, PoolOptions, options
from effectbank.synthesis.pool import leave_out, pool, pooled_as
from effectbank.synthesis.pooled import Display, Heterogeneity, Pooled
from effectbank.synthesis.refits import Cumulative, LeaveOneOut, cumulative, leave_one_out
from effectbank.synthesis.subgroups import Subgroups, SubgroupTest, subgroups

__all__ = [
    "MADE_BY",
    "PRESETS",
    "Absolute",
    "Choices",
    "Cumulative",
    "Display",
    "Driving",
    "DrivingSet",
    "Heterogeneity",
    "LeaveOneOut",
    "NumberNeeded",
    "PoolOptions",
    "Pooled",
    "Risk",
    "SubgroupTest",
    "Subgroups",
    "absolute",
    "cumulative",
    "driving",
    "leave_one_out",
    "leave_out",
    "options",
    "pool",
    "pooled_as",
    "subgroups",
]
