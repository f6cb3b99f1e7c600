"""What other programs call a choice: so that their names get an answer, not only a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_KNAPP_HARTUNG = "test='knapp-hartung'"
_COMMON, _RANDOM = "model='common'", "model='random'"
_ESTIMATORS = ("DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM", "PMM", "DLIT", "HSk", "GENQ")

# What was chosen and the name given → what to write. Names of metafor, R's meta, Stata's meta and RevMan.
ELSEWHERE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "test": {
            **dict.fromkeys(("knha", "hksj", "HKSJ", "hk", "HK", "hartung-knapp", "khartung"), _KNAPP_HARTUNG),
            "adhoc": "test='ad-hoc'",
            "KR": "test='kenward-roger'",
            "classic": "test='z'",
        },
        "model": {
            **dict.fromkeys(("FE", "EE", "CE", "fixed", "equal", "fixed-effect", "common-effect"), _COMMON),
            **dict.fromkeys(("RE", "ME", "random-effects", "mixed"), _RANDOM),
        },
        "method": {
            **{name: f"tau2='{name}'" for name in _ESTIMATORS},
            **dict.fromkeys(("FE", "EE", "CE"), _COMMON),
            **dict.fromkeys(("Inverse", "inverse", "invvariance"), "method='IV'"),
            **dict.fromkeys(("mh", "Mantel-Haenszel", "mhaenszel"), "method='MH'"),
            **dict.fromkeys(("peto", "PETO"), "method='Peto'"),
        },
        "tau2 estimator": {
            **dict.fromkeys(("FE", "EE", "CE"), _COMMON),
            **{"dlaird": "tau2='DL'", "sjonkman": "tau2='SJ'", "pmandel": "tau2='PM'", "ebayes": "tau2='EB'"},
            **{"hschmidt": "tau2='HS'", "hedges": "tau2='HE'", "mle": "tau2='ML'", "MP": "tau2='PM'"},
        },
        "prediction rule": {
            **dict.fromkeys(("Riley", "riley"), "prediction='t-2'"),
            "V-KR": "prediction='V' with test='kenward-roger'",
        },
        "interval method": {
            "QP": "'Q-profile'",
            "PL": "'profile-likelihood'",
            "GENQ": "'generalised-Q'",
            "HT": "'Higgins-Thompson'",
            "J": "'Jackson'",
            "BJ": "'Biggerstaff'",
        },
        "choice": {
            "mods": "eb.regress(effects, 'moderator')",
            "scale": "eb.location_scale(effects, location, scale)",
            "slab": "study= of eb.effects",
            "subset": "effects.subset(mask)",
            "digits": "print(fit), or a format of your own",
            "to": "zero_cells=",
            "drop00": "double_zero='drop'",
            "method_tau": "tau2=",
            "sm": "the measure, in eb.effects",
        },
    }
)


def meant(what: str, given: object) -> str:
    """What another program's name for a choice is here; "" where it is nobody's."""
    return ELSEWHERE.get(what, {}).get(given, "") if isinstance(given, str) else ""
