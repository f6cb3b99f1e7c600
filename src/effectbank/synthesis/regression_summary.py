"""A regression in print: rows of label and number, and a table of coefficients, as metafor's readers know them."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from effectbank.numerals import aligned, fixed, p_value
from effectbank.synthesis.provenance import by_study, stamped

if TYPE_CHECKING:
    from effectbank.synthesis.regression import Coefficient, Regression, WaldTest

Row = tuple[str, ...]

TEST_WORDS = {
    "t": "Standard errors as for z, on t",
    "knapp-hartung": "Knapp-Hartung",
    "ad-hoc": "Knapp-Hartung, no standard error below that of z",
}


def one_line(fit: Regression) -> str:
    """`<Regression log risk ratio ~ ablat + year k=13 random/REML, QM(df = 2) = 12.2045, p = .0022>`."""
    how = f"random/{fit.options.tau2}" if fit.options.tau2 else "common"
    of = fit.effects.of.label
    return (
        f"<Regression {of} ~ {fit.moderators.asked} k={fit.k} {how}, {_statistic(fit.test)}, {p_value(fit.test.p)}>"
    )


def text(fit: Regression) -> str:
    """The printed summary."""
    lines = [title(fit), "", *(f"{label}: {value}" for label, value in heterogeneity_rows(fit)), ""]
    lines += [f"{label}: {value}" for label, value in test_rows(fit)]
    lines += ["", *aligned(coefficient_rows(fit))]
    lines += [f"left out: {gap.study} ({gap.reason})" for gap in fit.left_out]
    return "\n".join(lines)


def html(fit: Regression) -> str:
    """The same as two tables in one."""
    head, *body = coefficient_rows(fit)
    rows = [*heterogeneity_rows(fit), *test_rows(fit)]
    rows += [("left out", f"{gap.study} ({gap.reason})") for gap in fit.left_out]
    span = len(head) - 1
    cells = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td colspan="{span}">{escape(value)}</td></tr>'
        for label, value in rows
    )
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in head[1:])
    numbers = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for name, *cells in body
    )
    return (
        f"<table><caption>{escape(title(fit))}</caption><tbody>{cells}</tbody>"
        f"<tbody><tr><td></td>{columns}</tr>{numbers}</tbody></table>"
    )


def title(fit: Regression) -> str:
    """`Mixed-effects model (k = 13; tau^2 estimator: REML)`."""
    o = fit.options
    return (
        f"Mixed-effects model (k = {fit.k}; tau^2 estimator: {o.tau2})"
        if o.tau2
        else f"Common-effect model with moderators (k = {fit.k})"
    )


def heterogeneity_rows(fit: Regression) -> list[tuple[str, str]]:
    """What is left between the studies, and how much the moderators account for."""
    h = fit.heterogeneity
    rows = []
    if fit.options.tau2 is not None:
        error = "" if h.tau2_se is None else f" (SE = {fixed(h.tau2_se, 4)})"
        rows += [
            ("tau^2 (estimated amount of residual heterogeneity)", f"{fixed(h.tau2, 4)}{error}"),
            ("tau (its square root)", fixed(h.tau, 4)),
        ]
    rows += [
        ("I^2 (residual heterogeneity / unaccounted variability)", f"{fixed(h.i2, 2)}%"),
        ("H^2 (unaccounted variability / sampling variability)", fixed(h.h2, 2)),
    ]
    if h.r2 is not None:
        rows.append(("R^2 (amount of heterogeneity accounted for)", f"{fixed(h.r2, 2)}%"))
    return rows


def test_rows(fit: Regression) -> list[tuple[str, str]]:
    """Test for residual heterogeneity, test of moderators, and how the coefficients are tested."""
    h = fit.heterogeneity
    rows = [
        ("Test for residual heterogeneity", f"QE(df = {h.df}) = {fixed(h.q, 4)}, {p_value(h.p)}"),
        (f"Test of {', '.join(fit.test.of)}", f"{_statistic(fit.test)}, {p_value(fit.test.p)}"),
    ]
    words = TEST_WORDS.get(fit.options.test)
    return [*rows, ("Tests of coefficients", words)] if words else rows


def coefficient_rows(fit: Regression) -> list[Row]:
    """A head and a row a coefficient: name, estimate, se, z or t, p, low, high."""
    kind = "z" if fit.df is None else f"t({fit.df})"
    head = ("", "estimate", "se", kind, "p", "low", "high")
    return [head, *((name, *_cells(c)) for name, c in fit.coefficients.items())]


def wald_line(test: WaldTest) -> str:
    """`Test of alloc[T.random], alloc[T.systematic]: QM(df = 2) = 1.7675, p = .4132`."""
    return f"Test of {', '.join(test.of)}: {_statistic(test)}, {p_value(test.p)}"


def records(fit: Regression) -> list[dict[str, object]]:
    """One record a coefficient."""
    return [
        {"coefficient": name, "estimate": c.estimate, "se": c.se, "statistic": c.statistic, "df": fit.df, "p": c.p,
         "low": c.ci.low, "high": c.ci.high}
        for name, c in fit.coefficients.items()
    ]  # fmt: skip


def as_dict(fit: Regression) -> dict[str, object]:
    """JSON-ready data; the digest is of the estimates used, their design and the options."""
    used = fit.moderators.used
    asked = {
        "measure": fit.effects.measure, "formula": fit.moderators.asked, "options": fit.options.to_dict(),
        "studies": [label for label, yes in zip(fit.effects.labels, used, strict=True) if yes],
        "yi": fit.effects.yi[used].tolist(), "vi": fit.effects.vi[used].tolist(),
        "design": fit.moderators.matrix.tolist(),
    }  # fmt: skip
    found = {
        "k": fit.k, "coefficients": fit.rows(), "covariance": fit.covariance.tolist(), "test": asdict(fit.test),
        "heterogeneity": asdict(fit.heterogeneity) | {"tau": fit.heterogeneity.tau},
        "ml": asdict(fit.ml), "reml": asdict(fit.reml),
        "left_out": by_study([gap.study for gap in fit.left_out], [gap.reason for gap in fit.left_out]),
    }  # fmt: skip
    return stamped(asked, found)


def bare_p(p: float) -> str:
    """`<.0001` or `.0321`, for a column headed p."""
    return p_value(p).removeprefix("p ").removeprefix("= ").replace(" ", "")


def _cells(c: Coefficient) -> Row:
    return (
        *(fixed(x, 4) for x in (c.estimate, c.se, c.statistic)),
        bare_p(c.p),
        fixed(c.ci.low, 4),
        fixed(c.ci.high, 4),
    )


def _statistic(test: WaldTest) -> str:
    if test.df2 is None:
        return f"QM(df = {test.df}) = {fixed(test.statistic, 4)}"
    return f"F(df1 = {test.df}, df2 = {test.df2}) = {fixed(test.statistic, 4)}"
