"""Funnel-plot asymmetry by every published test: each says what it regresses on what, and how it weighs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from effectbank.kernel import mantel_haenszel, peto
from effectbank.kernel.studies import Floats, divide
from effectbank.measures import counts
from effectbank.measures.build import table_cells
from effectbank.measures.effects import Effects
from effectbank.measures.zero_cells import Cells
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.asymmetry_test import AsymmetryTest, Regressed, asymmetry_test, regression_model
from effectbank.synthesis.begg import RANK_TESTS, RankTest, begg
from effectbank.synthesis.egger import sample_sizes
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import effects_of


@dataclass(frozen=True, slots=True)
class Method:
    """How a method's data are made of the effects, its model, and its source."""

    data: Callable[[Effects], Regressed]
    model: str
    source: str


@takes(Effects, Pooled)
def asymmetry(
    of: Effects | Pooled, method: str = "Egger", *, tau2: str | None = None, level: float = 0.95
) -> AsymmetryTest | RankTest:
    """Test the funnel plot by a `method` of METHODS, or by rank ("Begg", "Schwarzer").

    Harbord, Peters, Deeks and Ruecker are of counts: they take the odds ratio (Ruecker: the arcsine difference)
    whatever measure the effects are on, 1/2 added to studies with a zero cell, double zeros left out, as meta
    does. `tau2`: the estimator of the two mixed models, Thompson and Ruecker-Thompson (REML unless named).

    Raises UnknownName, BadInput, and NotEstimable where the data the method needs are not there.
    """
    effects = effects_of(of)
    if method in RANK_TESTS:
        return begg(effects, method=method)
    if method not in METHODS:
        raise UnknownName("test of asymmetry", method, [*METHODS, *RANK_TESTS])
    chosen = METHODS[method]
    if tau2 and chosen.model != "random":
        mixed = ", ".join(name for name, each in METHODS.items() if each.model == "random")
        raise BadInput(f"tau2={tau2!r} given, but {method} has no tau2; {mixed} have one")
    model = regression_model(chosen.model, tau2, "t" if chosen.model == "random" else None, level)
    return asymmetry_test(effects, method, chosen.data(effects), model)


def on_standard_error(effects: Effects) -> Regressed:
    """y on se, w = 1 / v."""
    return _regressed(effects.yi, effects.vi, np.sqrt(effects.vi), "standard error")


def on_score(effects: Effects) -> Regressed:
    """Z / V on 1 / sqrt V, w = V: efficient score and its variance, of the log odds ratio at 0."""
    z, v = peto.observed_less_expected(mantel_haenszel.tables(*_known(effects)))
    return _regressed(divide(z, v), divide(1.0, v), divide(1.0, np.sqrt(v)), "standard error of the score")


def on_inverse_total(effects: Effects) -> Regressed:
    """log OR on 1 / n, w = 1 / (1 / events + 1 / non-events)."""
    yi, _ = _odds_ratios(effects)
    n1, n2 = _known(effects)[1::2]
    return _regressed(yi, _pooled_variance(effects), 1 / (n1 + n2), "inverse of the total sample size")


def on_total(effects: Effects) -> Regressed:
    """y on n, w = 1 / v."""
    return _regressed(effects.yi, effects.vi, sample_sizes(effects), "total sample size", growing=True)


def on_total_pooled(effects: Effects) -> Regressed:
    """log OR on n, w = 1 / (1 / events + 1 / non-events)."""
    yi, _ = _odds_ratios(effects)
    return _regressed(yi, _pooled_variance(effects), sample_sizes(effects), "total sample size", growing=True)


def on_effective_size(effects: Effects) -> Regressed:
    """log OR on 1 / sqrt ESS, w = ESS = 4 n1 n2 / (n1 + n2)."""
    yi, _ = _odds_ratios(effects)
    n1, n2 = _known(effects)[1::2]
    inverse = divide(n1 + n2, 4 * n1 * n2)
    return _regressed(yi, inverse, np.sqrt(inverse), "inverse of the square root of the effective sample size")


def on_arcsine(effects: Effects) -> Regressed:
    """Arcsine difference on its standard error, which holds no event rate."""
    yi, vi = counts.estimates("AS", _known(effects), rule="none", add=0.0, double_zero="drop")
    return _regressed(yi, vi, np.sqrt(vi), "standard error of the arcsine difference")


def on_sizes_of_groups(effects: Effects) -> Regressed:
    """y on sqrt(1 / n1 + 1 / n2), w = 1 / v: the part of se that the effect itself isn't in."""
    try:
        n1, n2 = effects.cells["n1i"], effects.cells["n2i"]
    except KeyError:
        raise NotEstimable(
            f"these {effects.measure} effects hold no sizes of two groups", "use method='Egger'"
        ) from None
    return _regressed(effects.yi, effects.vi, np.sqrt(1 / n1 + 1 / n2), "square root of 1/n1 + 1/n2")


def on_inverse_events(effects: Effects) -> Regressed:
    """y on 1 / events, w = 1 / v."""
    e1, e2 = _events(effects)
    return _regressed(effects.yi, effects.vi, divide(1.0, e1 + e2), "inverse of the number of events")


def on_inverse_events_of_groups(effects: Effects) -> Regressed:
    """y on 1 / events, w = 1 / (1 / events in one group + 1 / events in the other)."""
    e1, e2 = _events(effects)
    v = divide(1.0, e1) + divide(1.0, e2)
    return _regressed(effects.yi, v, divide(1.0, e1 + e2), "inverse of the number of events")


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "Egger": Method(on_standard_error, "lm", "Egger et al. 1997, BMJ 315:629"),
        "Thompson": Method(on_standard_error, "random", "Thompson & Sharp 1999, Stat Med 18:2693, method 3a"),
        "Harbord": Method(on_score, "lm", "Harbord, Egger & Sterne 2006, Stat Med 25:3443"),
        "Peters": Method(on_inverse_total, "lm", "Peters et al. 2006, JAMA 295:676"),
        "Macaskill": Method(on_total, "lm", "Macaskill, Walter & Irwig 2001, Stat Med 20:641 (FIV)"),
        "Macaskill-FPV": Method(on_total_pooled, "lm", "Macaskill, Walter & Irwig 2001, Stat Med 20:641"),
        "Deeks": Method(on_effective_size, "lm", "Deeks, Macaskill & Irwig 2005, J Clin Epidemiol 58:882"),
        "Ruecker": Method(on_arcsine, "lm", "Ruecker, Schwarzer & Carpenter 2008, Stat Med 27:746"),
        "Ruecker-Thompson": Method(on_arcsine, "random", "Ruecker, Schwarzer & Carpenter 2008, Stat Med 27:746"),
        "Debray-FIV": Method(on_inverse_events, "lm", "Debray, Moons & Riley 2018, Res Synth Methods 9:41"),
        "Debray-FAV": Method(
            on_inverse_events_of_groups, "lm", "Debray, Moons & Riley 2018, Res Synth Methods 9:41"
        ),
        "Pustejovsky": Method(on_sizes_of_groups, "lm", "Pustejovsky & Rodgers 2019, Res Synth Methods 10:57"),
    }
)


def _regressed(y: Floats, v: Floats, x: Floats, predictor: str, *, growing: bool = False) -> Regressed:
    """Only the studies where all three are known, and the weight is neither 0 nor infinite."""
    at = np.isfinite(y) & np.isfinite(v) & (v > 0) & np.isfinite(x)
    return Regressed(y=y[at], v=v[at], x=x[at], predictor=predictor, growing=growing)


def _known(effects: Effects) -> Cells:
    """Counts of the studies with all four cells and people in both groups."""
    cells = table_cells(effects)
    unknown = ~np.isfinite(np.array(cells)).all(0) | (cells[1] <= 0) | (cells[3] <= 0)
    a, n1, c, n2 = (np.where(unknown, np.nan, cell) for cell in cells)
    return a, n1, c, n2


def _odds_ratios(effects: Effects) -> counts.Estimates:
    return counts.estimates("OR", _known(effects), rule="only0", add=0.5, double_zero="drop")


def _pooled_variance(effects: Effects) -> Floats:
    """1 / events + 1 / non-events, both groups together."""
    a, n1, c, n2 = _known(effects)
    return divide(1.0, a + c) + divide(1.0, n1 + n2 - a - c)


def _events(effects: Effects) -> tuple[Floats, Floats]:
    """Events of the two groups, of counts, rates, or columns named e1i and e2i."""
    for pair in (("ai", "ci"), ("x1i", "x2i")):
        if all(name in effects.cells for name in pair):
            return effects.cells[pair[0]], effects.cells[pair[1]]
    if all(name in effects.moderators for name in ("e1i", "e2i")):
        return tuple(np.asarray(effects.moderators[name], dtype=float) for name in ("e1i", "e2i"))  # type: ignore[return-value]
    raise NotEstimable(
        f"these {effects.measure} effects came without events",
        "give them as columns 'e1i' and 'e2i' beside the estimates",
    )
