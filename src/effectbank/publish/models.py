"""How a fit was made, in the words of a methods section."""

from __future__ import annotations

from effectbank.numerals import fixed, p_value
from effectbank.synthesis import Pooled
from effectbank.synthesis.options import PoolOptions
from effectbank.synthesis.summary import METHOD_WORDS

_TESTS = {
    "t": "t distribution",
    "knapp-hartung": "Knapp-Hartung interval",
    "ad-hoc": "Knapp-Hartung interval, never narrower",
}
_TAU2 = {"DL": "DerSimonian-Laird", "PM": "Paule-Mandel", "ML": "maximum likelihood", "HE": "Hedges"}


def model_name(options: PoolOptions) -> str:
    """The model alone: "random effects", or "common effect, Mantel-Haenszel"."""
    return "random effects" if options.model == "random" else _weights(options)


def model_words(options: PoolOptions) -> str:
    """ "random effects, DerSimonian-Laird about the Mantel-Haenszel estimate", "common effect, Peto" …"""
    said = [_weights(options), _TESTS.get(options.test, "")]
    return ", ".join(filter(None, said))


def _weights(options: PoolOptions) -> str:
    if options.model == "common":
        return f"common effect, {METHOD_WORDS[options.method]}"
    estimator = _TAU2.get(options.tau2 or "", options.tau2 or "")
    centre = f" about the {METHOD_WORDS[options.q_centre]} estimate" if options.q_centre != "IV" else ""
    return f"random effects, {estimator}{centre}"


def spread_sentence(fit: Pooled) -> str:
    """How much the studies differ beyond chance; "" for a single study."""
    spread = fit.heterogeneity
    if fit.k < 2:
        return ""
    tau2 = f", τ² {fixed(spread.tau2, 2)}" if fit.options.model == "random" else ""
    test = f"Q {fixed(spread.q, 2)} on {spread.df} df, {p_value(spread.p)}"
    return f"Heterogeneity: {test}; I² {fixed(spread.i2, 0)}%{tau2}."


def overall_sentence(fit: Pooled) -> str:
    """The test of the overall effect."""
    statistic = "z" if fit.df is None else f"t on {fit.df} df"
    return f"Overall effect: {statistic} {fixed(fit.statistic, 2)}, {p_value(fit.p)}."
