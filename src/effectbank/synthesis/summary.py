"""A fit in print: rows of label and number first, then text, HTML and data made from the same rows."""

from __future__ import annotations

import math
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from effectbank.numerals import fixed, interval, p_value
from effectbank.synthesis.provenance import by_study, stamped

if TYPE_CHECKING:
    from effectbank.synthesis.pooled import Pooled
    from effectbank.words import Interval

Row = tuple[str, str]

TEST_WORDS = {
    "t": "t",
    "knapp-hartung": "Knapp-Hartung",
    "ad-hoc": "Knapp-Hartung, never narrower than t",
    "kenward-roger": "Kenward-Roger",
}
METHOD_WORDS = {"IV": "inverse variance", "MH": "Mantel-Haenszel", "Peto": "Peto"}


def one_line(fit: Pooled) -> str:
    """`<Pooled log risk ratio -0.7141 [-1.0644, -0.3638] k=13 random/DL>`."""
    o = fit.options
    how = f"random/{o.tau2}" if o.model == "random" else f"common/{o.method}"
    return f"<Pooled {fit.effects.of.label} {fixed(fit.estimate, 4)} {_bracket(fit.ci)} k={fit.k} {how}>"


def text(fit: Pooled) -> str:
    """The printed summary, as metafor's readers know it."""
    lines = [title(fit), ""]
    lines += [f"{label}: {value}" for label, value in heterogeneity_rows(fit)]
    cells = coefficient_row(fit)
    widths = [max(len(name), len(value)) for name, value in cells]
    lines += ["", "  ".join(name.rjust(w) for (name, _), w in zip(cells, widths, strict=True))]
    lines += ["  ".join(value.rjust(w) for (_, value), w in zip(cells, widths, strict=True)), ""]
    lines += [f"{label}: {value}" for label, value in display_rows(fit)]
    lines += [f"left out: {gap.study} ({gap.reason})" for gap in fit.left_out]
    return "\n".join(lines)


def html(fit: Pooled) -> str:
    """The same as a table."""
    rows = [*heterogeneity_rows(fit), *coefficient_row(fit), *display_rows(fit)]
    rows += [("left out", f"{gap.study} ({gap.reason})") for gap in fit.left_out]
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>' for label, value in rows
    )
    return f"<table><caption>{escape(title(fit))}</caption><tbody>{body}</tbody></table>"


def title(fit: Pooled) -> str:
    """`Random-effects model (k = 13; tau^2 estimator: DL)`."""
    o = fit.options
    between = "tau^2 given" if o.tau2_given is not None else f"tau^2 estimator: {o.tau2}"
    parts = [f"k = {fit.k}", between if o.model == "random" else METHOD_WORDS[o.method]]
    if o.weights is not None:
        parts.append(f"weights: {o.weights}")
    if o.model == "random" and o.q_centre != "IV":
        parts.append(f"Q about the {METHOD_WORDS[o.q_centre]} estimate")
    if o.test != "z":
        parts.append(f"test: {TEST_WORDS[o.test]}")
    return f"{o.model.capitalize()}-effect{'s' if o.model == 'random' else ''} model ({'; '.join(parts)})"


def heterogeneity_rows(fit: Pooled) -> list[Row]:
    """tau2 and its kin under the random-effects model; I2, H2 and Q under both."""
    h = fit.heterogeneity
    rows = []
    if fit.options.model == "random":
        rows += [
            ("tau^2 (estimated amount of heterogeneity)", f"{fixed(h.tau2, 4)}{_error(h.tau2_se)}"),
            ("tau (its square root)", fixed(h.tau, 4)),
        ]
    return [
        *rows,
        ("I^2 (heterogeneity / total variability)", f"{fixed(h.i2, 2)}%"),
        ("H^2 (total variability / sampling variability)", fixed(h.h2, 2)),
        ("Test for heterogeneity", f"Q(df = {h.df}) = {fixed(h.q, 4)}, {p_value(h.p)}"),
    ]


def _error(se: float) -> str:
    return "" if math.isnan(se) else f" (SE = {fixed(se, 4)})"


def coefficient_row(fit: Pooled) -> list[Row]:
    """The table of one coefficient."""
    kind = "z" if fit.df is None else f"t({fixed(fit.df, 2).removesuffix('.00')})"
    percent = fixed(100 * fit.options.level, 2).removesuffix("0").removesuffix(".0").removesuffix(".")
    return [
        ("estimate", fixed(fit.estimate, 4)),
        ("se", fixed(fit.se, 4)),
        (kind, fixed(fit.statistic, 4)),
        ("p", p_value(fit.p).removeprefix("p ").removeprefix("= ")),
        (f"{percent}% CI", _bracket(fit.ci)),
    ]


def display_rows(fit: Pooled) -> list[Row]:
    """The estimate on the scale it is told on, and the prediction interval."""
    d = fit.display
    rows = [(d.label, f"{fixed(d.estimate, 4)} ({interval(d.ci.low, d.ci.high, 4)})")]
    if d.prediction is not None:
        rows.append(("prediction interval", interval(d.prediction.low, d.prediction.high, 4)))
    return rows


def records(fit: Pooled) -> list[dict[str, object]]:
    """One record a study, then the pooled one."""
    studies = [row | {"weight": float(w)} for row, w in zip(fit.effects.rows(), fit.weights, strict=True)]
    pooled = {
        "study": "pooled",
        "yi": fit.estimate,
        "vi": fit.se**2,
        "low": fit.ci.low,
        "high": fit.ci.high,
        "p": fit.p,
    }
    return [*studies, pooled]


def as_dict(fit: Pooled) -> dict[str, object]:
    """JSON-ready data; `digest` is of the inputs and options, so that equal questions have equal digests."""
    asked = {"measure": fit.effects.measure, "options": fit.options.to_dict(), "studies": fit.effects.rows()}
    h, d = fit.heterogeneity, fit.display
    found = {
        "k": fit.k, "estimate": fit.estimate, "se": fit.se, "statistic": fit.statistic, "df": fit.df, "p": fit.p,
        "ci": _pair(fit.ci), "prediction": _pair(fit.prediction), "significant": fit.significant,
        "weights": by_study(fit.effects.labels, np.asarray(fit.weights).tolist()),
        "heterogeneity": asdict(h) | {"p": h.p, "tau": h.tau},
        "display": {"label": d.label, "estimate": d.estimate, "ci": _pair(d.ci), "prediction": _pair(d.prediction)},
        "left_out": by_study([gap.study for gap in fit.left_out], [gap.reason for gap in fit.left_out]),
    }  # fmt: skip
    return stamped(asked, found)


def _bracket(ci: Interval) -> str:
    return f"[{fixed(ci.low, 4)}, {fixed(ci.high, 4)}]"


def _pair(ci: Interval | None) -> list[float] | None:
    return None if ci is None else [ci.low, ci.high]
