"""Cochrane's words for an effect measure, as EffectBank's codes."""

from __future__ import annotations

import re

_WORDS = {
    "rr": "RR", "riskratio": "RR", "relativerisk": "RR",
    "or": "OR", "oddsratio": "OR",
    "petoor": "PETO", "petooddsratio": "PETO",
    "rd": "RD", "riskdifference": "RD",
    "hr": "HR", "hazardratio": "HR",
    "irr": "IRR", "rateratio": "IRR", "incidencerateratio": "IRR",
    "ratedifference": "IRD",
    "md": "MD", "wmd": "MD", "meandifference": "MD", "weightedmeandifference": "MD",
    "smd": "SMD", "standardisedmeandifference": "SMD",
    "standardizedmeandifference": "SMD", "stdmeandifference": "SMD",
    "ratioofmeans": "ROM",
}  # fmt: skip


def measure_of(words: str, *, log: bool) -> str:
    """The code of a measure named in words; RATIO or GEN for one that nobody else has a name for.

    `log`: the file holds logarithms, so that it must be a ratio. A name that says otherwise is not believed.
    """
    letters = re.sub(r"[^a-z]", "", words.casefold())
    code = _WORDS.get(letters) or (_WORDS.get(re.sub("^(log|ln)", "", letters)) if log else None)
    ratio = code in ("RR", "OR", "PETO", "HR", "IRR", "ROM")
    if code and ratio == log:
        return code
    return "RATIO" if log else "GEN"


NAMES = {
    "RR": "Risk Ratio", "OR": "Odds Ratio", "PETO": "Peto Odds Ratio", "RD": "Risk Difference",
    "MD": "Mean Difference", "SMD": "Standardized Mean Difference", "HR": "Hazard Ratio", "IRR": "Rate Ratio",
    "IRD": "Rate Difference", "ROM": "Ratio of Means",
}  # fmt: skip


def words_of(code: str, asked: str, *, log: bool) -> str:
    """The words for a measure: those asked for where they are read back as the code, else Cochrane's own."""
    if measure_of(asked, log=log) == code:
        return asked
    own = NAMES.get(code, "")
    return own if measure_of(own, log=log) == code else ""
