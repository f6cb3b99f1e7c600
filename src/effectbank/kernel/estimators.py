"""The tau2 estimators by the names metafor gave them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from effectbank.kernel.generalised_q import median_unbiased, paule_mandel
from effectbank.kernel.likelihood import maximum_likelihood
from effectbank.kernel.moments import (
    dersimonian_laird,
    hedges_olkin,
    hunter_schmidt,
    hunter_schmidt_small,
    sidik_jonkman,
    two_step_dersimonian_laird,
    two_step_hedges_olkin,
)
from effectbank.kernel.studies import Floats, Studies

ESTIMATORS: Mapping[str, Callable[[Studies], Floats]] = MappingProxyType(
    {
        "DL": dersimonian_laird,
        "DL2": two_step_dersimonian_laird,
        "HE": hedges_olkin,
        "HE2": two_step_hedges_olkin,
        "HS": hunter_schmidt,
        "HSk": hunter_schmidt_small,
        "SJ": sidik_jonkman,
        "ML": partial(maximum_likelihood, restricted=False),
        "REML": partial(maximum_likelihood, restricted=True),
        "PM": paule_mandel,
        "EB": paule_mandel,
        "DLIT": paule_mandel,
        "PMM": median_unbiased,
    }
)
