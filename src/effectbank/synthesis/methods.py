"""The methods paragraph of a fit: what was in fact done, each method with its citation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from effectbank.numerals import fixed
from effectbank.synthesis.references import cited
from effectbank.version import __version__

if TYPE_CHECKING:
    from effectbank.synthesis.options import PoolOptions
    from effectbank.synthesis.pooled import Pooled

TAU2: Mapping[str, str] = MappingProxyType(
    {
        "DL": "the method of moments (DerSimonian & Laird 1986)",
        "DL2": "the two-step method of moments, starting from DerSimonian-Laird (DerSimonian & Kacker 2007)",
        "HE": "the variance-component estimator (Hedges & Olkin 1985)",
        "HE2": "the two-step method of moments, starting from Hedges-Olkin (DerSimonian & Kacker 2007)",
        "HS": "the Hunter-Schmidt estimator (Hunter & Schmidt 2004)",
        "HSk": "the Hunter-Schmidt estimator corrected for few studies (Brannick et al. 2019)",
        "SJ": "the Sidik-Jonkman estimator (Sidik & Jonkman 2005)",
        "ML": "maximum likelihood (Viechtbauer 2005)",
        "REML": "restricted maximum likelihood (Viechtbauer 2005)",
        "PM": "the Paule-Mandel estimator (Paule & Mandel 1982)",
        "EB": "the empirical Bayes estimator (Morris 1983)",
        "DLIT": "the DerSimonian-Laird estimator iterated to its end, which is the Paule-Mandel one "
        "(Paule & Mandel 1982)",
        "PMM": "the median-unbiased Paule-Mandel estimator (Viechtbauer 2021)",
        "GENQ": "the generalised method of moments with the weights of the mean (DerSimonian & Kacker 2007)",
    }
)
TESTS: Mapping[str, str] = MappingProxyType(
    {
        "z": "from the standard normal distribution",
        "t": "from the t distribution on k - 1 degrees of freedom (Follmann & Proschan 1999)",
        "knapp-hartung": "by the Hartung-Knapp-Sidik-Jonkman method (Hartung & Knapp 2001; Sidik & Jonkman 2002)",
        "ad-hoc": "by the Hartung-Knapp-Sidik-Jonkman method, its standard error never smaller than the usual one "
        "(Hartung & Knapp 2001; Roever, Knapp & Friede 2015)",
        "kenward-roger": "by the Kenward-Roger method (Partlett & Riley 2017)",
    }
)
PREDICTION: Mapping[str, str] = MappingProxyType(
    {
        "as-test": "from the distribution of the test (Riley, Higgins & Deeks 2011)",
        "t-2": "from the t distribution on k - 2 degrees of freedom (Riley, Higgins & Deeks 2011)",
        "simple": "as if the mean were known",
        "HTS": "from the t distribution on k - 2 degrees of freedom (Higgins, Thompson & Spiegelhalter 2009)",
        "V": "from the t distribution on k - 1 degrees of freedom (Veroniki et al. 2019)",
        "HK": "from the t distribution on k - 1 degrees of freedom with the Hartung-Knapp standard error "
        "(Partlett & Riley 2017)",
        "KR": "by the Kenward-Roger method (Nagashima, Noma & Furukawa 2019)",
    }
)
SUMS: Mapping[str, str] = MappingProxyType(
    {
        "RR": "Mantel & Haenszel 1959; variance: Greenland & Robins 1985",
        "OR": "Mantel & Haenszel 1959; variance: Robins, Breslow & Greenland 1986",
        "RD": "Mantel & Haenszel 1959; variance: Sato, Greenland & Robins 1989",
        "IRR": "Greenland & Robins 1985",
        "IRD": "Greenland & Robins 1985",
    }
)
ZERO_CELLS: Mapping[str, str] = MappingProxyType(
    {
        "only0": "{add} was added to every cell of the studies with an empty cell.",
        "if0all": "{add} was added to every cell of every study, as some had an empty cell.",
        "all": "{add} was added to every cell of every study.",
        "treatment-arm": "Studies with an empty cell were corrected in proportion to the size of their arms "
        "(Sweeting, Sutton & Lambert 2004).",
        "revman": "Empty cells were corrected as in Review Manager 5 (Deeks & Higgins 2010).",
        "revman-web": "Empty cells were corrected as in Review Manager Web (Deeks & Higgins 2010).",
    }
)


def paragraph(fit: Pooled) -> str:
    """The paragraph, then the references it cites, a line each."""
    parts = (_pooled(fit), _tested(fit), _spread(fit), _zero_cells(fit), _left_out(fit))
    made = f"Calculations were made with EffectBank {__version__}."
    told = " ".join(part for part in (*parts, made) if part)
    return "\n".join([told, "", *cited(told)])


def _pooled(fit: Pooled) -> str:
    o, what = fit.options, fit.effects.of.display_label
    studies = "1 study" if fit.k == 1 else f"{fit.k} studies"
    opening = f"The {what} from {studies} was pooled"
    if fit.effects.of.is_ratio:
        opening = f"The {what} from {studies} was pooled as its logarithm"
    return f"{opening} {_random(o) if o.model == 'random' else _common(fit)}."


def _random(o: PoolOptions) -> str:
    weights = "inverse-variance weights" if o.weights is None else f"weights of our own ({o.weights})"
    if o.tau2_given is not None:
        between = f"taken to be {o.tau2_given:g}"
    else:
        between = f"estimated by {TAU2[o.tau2 or 'REML']}"
    centre = {"MH": "Mantel-Haenszel", "Peto": "Peto"}.get(o.q_centre, "")
    about = f", with Q about the {centre} estimate (Deeks & Higgins 2010)" if centre else ""
    return f"under a random-effects model with {weights}, the variance between studies {between}{about}"


def _common(fit: Pooled) -> str:
    o = fit.options
    if o.method == "Peto":
        return "under a common-effect model by Peto's method (Yusuf et al. 1985)"
    if o.method == "MH":
        source = SUMS[fit.effects.measure]
        if fit.effects.measure == "RD" and o.rd_variance != "Sato":
            source = "Mantel & Haenszel 1959; variance: Greenland & Robins 1985"
        return f"under a common-effect model by the Mantel-Haenszel method ({source})"
    weights = "inverse-variance weights" if o.weights is None else f"weights of our own ({o.weights})"
    return f"under a common-effect model with {weights}"


def _tested(fit: Pooled) -> str:
    o = fit.options
    percent = fixed(100 * o.level, 1).removesuffix(".0")
    told = f"The {percent}% confidence interval and the test of the pooled effect were computed {TESTS[o.test]}."
    if fit.prediction is not None:
        told += f" The {percent}% prediction interval was computed {PREDICTION[o.prediction]}."
    return told


def _spread(fit: Pooled) -> str:
    if fit.k < 2:
        return ""
    return "Heterogeneity was tested with Q (Cochran 1954) and told by I2 (Higgins & Thompson 2002)."


def _zero_cells(fit: Pooled) -> str:
    """What was added where there was anything to add it to."""
    asked, rule = fit.options.zero_cells, fit.effects.zero_cells
    if fit.options.method != "IV" and asked is None:
        return ""
    if not _has_empty_cell(fit) and rule != "all":
        return ""
    add = fit.options.add if asked is not None else fit.effects.add
    return ZERO_CELLS.get(rule, "").format(add=f"{add:g}")


def _has_empty_cell(fit: Pooled) -> bool:
    cells = fit.effects.cells
    pairs = (("ai", "n1i"), ("ci", "n2i"))
    if "ai" in cells:
        return any(bool(((cells[a] == 0) | (cells[a] == cells[n])).any()) for a, n in pairs)
    return any(name in cells and bool((cells[name] == 0).any()) for name in ("x1i", "x2i", "xi"))


def _left_out(fit: Pooled) -> str:
    return " ".join(f"{gap.study} was left out: {gap.reason}." for gap in fit.left_out)
