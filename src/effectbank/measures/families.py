"""Every family that the door finds by measure: FAMILIES."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from effectbank.measures import (
    correlations,
    explained,
    hazard,
    matched_margins,
    matched_pairs,
    one_group_counts,
    one_group_means,
    one_group_rates,
    paired_means,
    rates,
    reliability,
    superiority,
    two_group_means,
)
from effectbank.measures.family import Family

_ALL = (
    two_group_means.FAMILY,
    rates.FAMILY,
    one_group_counts.FAMILY,
    one_group_rates.FAMILY,
    one_group_means.FAMILY,
    correlations.PLAIN,
    correlations.PARTIAL,
    correlations.SEMI_PARTIAL,
    paired_means.FAMILY,
    matched_pairs.FAMILY,
    matched_margins.FAMILY,
    superiority.FAMILY,
    explained.FAMILY,
    reliability.FAMILY,
    hazard.FAMILY,
)
FAMILIES: Mapping[str, Family] = MappingProxyType({code: family for family in _ALL for code in family.formulas})
