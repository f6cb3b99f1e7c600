"""`wald_test`: terms, coefficients or contrasts of a regression tested together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.contrasts import weighted
from effectbank.synthesis.formula import as_read
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.location_scale import Part
from effectbank.synthesis.regression import Regression, WaldTest, wald_of


@takes(Regression, Part)
def wald_test(fit: Regression | Part, of: str | Iterable[str] | ArrayLike) -> WaldTest:
    """Test terms or coefficients together ("alloc"; ["ablat", "year"]), or contrasts: rows of weights, (m, p).

    b'L' (L V L')^-1 L b, chi-squared on m, or divided by m and F on m and k - p where the fit's test uses t. Raises
    UnknownName for a term that isn't there, BadInput for contrasts that say the same thing twice; `contrasts` tells
    of each by itself.
    """
    contrasts, names = _contrasts(fit, of)
    b = np.array([c.estimate for c in fit.coefficients.values()])
    scale = np.sqrt(np.diag(fit.covariance))
    rows = contrasts * scale  # in units of each coefficient's error, so that the moderators' units don't matter
    spread = rows @ (fit.covariance / np.outer(scale, scale)) @ rows.T
    if np.linalg.matrix_rank(rows) < len(rows):
        raise BadInput(
            f"the {len(rows)} contrasts given say the same thing twice, or nothing; eb.contrasts tells each"
        )
    value = contrasts @ b
    quadratic = float(value @ np.linalg.solve(spread, value))
    return wald_of(names, quadratic, fit.df)


def _contrasts(fit: Regression | Part, of: str | Iterable[str] | ArrayLike) -> tuple[Floats, tuple[str, ...]]:
    given = [of] if isinstance(of, str) else list(of)  # type: ignore[arg-type]
    if not given:
        raise BadInput("nothing given to test; name terms or coefficients, or give contrasts")
    p = len(fit.coefficients)
    if all(isinstance(name, str) for name in given):
        chosen = list(dict.fromkeys(column for name in given for column in _columns_of(fit, str(name))))
        return np.eye(p)[chosen], tuple(fit.moderators.names[i] for i in chosen)
    return weighted(fit, of)  # type: ignore[arg-type]


def _columns_of(fit: Regression | Part, name: str) -> tuple[int, ...]:
    m, read = fit.moderators, as_read(name)
    if read in m.terms:
        return m.terms[read]
    if read in m.names:
        return (m.names.index(read),)
    raise UnknownName("term or coefficient", name, (*m.terms, *m.names))
