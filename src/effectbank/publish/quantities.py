"""What a stored or published number is of, in words that a reader of forest plots knows."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "estimate": "Estimate",
    "low": "Lower end of its interval",
    "high": "Upper end of its interval",
    "log_estimate": "Estimate, as a logarithm",
    "log_low": "Lower end, as a logarithm",
    "log_high": "Upper end, as a logarithm",
    "se": "Standard error",
    "weight": "Weight in percent",
    "k": "Studies with data",
    "studies": "Studies",
    "n": "People",
    "z": "z",
    "t": "t",
    "p": "p",
    "q": "Q of heterogeneity",
    "df": "Its degrees of freedom",
    "p_q": "p of heterogeneity",
    "i2": "I²",
    "tau2": "τ²",
    "tau2_low": "τ², lower end of its interval",
    "tau2_high": "τ², upper end of its interval",
    "prediction_low": "Lower end of the prediction interval",
    "prediction_high": "Upper end of the prediction interval",
    "q_between": "Q between subgroups",
    "df_between": "Its degrees of freedom",
    "p_between": "p between subgroups",
    "i2_between": "I² between subgroups",
    "o_e": "O − E",
    "variance": "Variance",
    "assumed_risk": "Assumed risk",
    "corresponding_risk": "Corresponding risk",
}
OF_A_GROUP: Mapping[str, tuple[str, int]] = {  # what was counted, and in which of the two groups
    "events1": ("Events", 0),
    "events2": ("Events", 1),
    "total1": ("People", 0),
    "total2": ("People", 1),
}


def name_of(quantity: str, groups: tuple[str, str]) -> str:
    """A quantity in words; what was counted in one group with what that group is called."""
    if quantity in OF_A_GROUP:
        counted, side = OF_A_GROUP[quantity]
        return f"{counted}, {groups[side]}"
    return NAMES[quantity]
