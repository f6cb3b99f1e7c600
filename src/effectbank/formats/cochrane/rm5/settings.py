"""What an outcome's attributes choose: measure, method, model, levels, totals, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from effectbank.formats.cochrane.measures import measure_of
from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.tree import Element, Telling, number, words, yes

KINDS = {"DICH": "counts", "CONT": "means", "IV": "contrasts", "IPD": "o_e", "OTHER": "other"}
METHODS = {"MH": "MH", "IV": "IV", "PETO": "Peto", "EXP_O_E_VAR": "Peto"}
USUAL = {"DICH": "MH", "CONT": "IV", "IV": "IV", "IPD": "PETO"}  # where the file names no method
MODELS = {"YES": "random", "NO": "common"}
TOTALS = {"YES": "all", "SUB": "subgroups", "NO": "none"}
ORDERS = {"STUDY": "study", "YEAR": "year", "WEIGHT": "weight", "EFFECT_SIZE": "effect", "USER": "given"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The fields of a SourceAnalysis that are chosen, and what its rows and results need of them."""

    kind: str  # DICH, CONT, IV, IPD
    ratio: bool
    log: bool
    level: float  # of the studies' intervals
    chosen: Mapping[str, Any]

    @property
    def random(self) -> bool:
        """Whether a between-study variance was estimated."""
        return bool(self.chosen["model"] == "random")

    @property
    def peto(self) -> bool:
        """Whether O - E and its variance were calculated."""
        return bool(self.chosen["method"] == "Peto")

    @property
    def z(self) -> float:
        """The quantile of the studies' intervals."""
        return NormalDist().inv_cdf((1 + self.level) / 2)


def settings_of(outcome: Element, kind: str, telling: Telling) -> Settings:
    """The settings of DICH_OUTCOME, CONT_OUTCOME, IV_OUTCOME or IPD_OUTCOME."""
    measured = words(outcome.find("EFFECT_MEASURE")) or (outcome.get("EFFECT_MEASURE") or "").strip()
    ratio = _is_ratio(outcome, kind, measured)
    method = _chosen(outcome, "METHOD", METHODS, USUAL[kind], telling)
    model = _chosen(outcome, "RANDOM", MODELS, "NO", telling) if method != "Peto" else "common"
    study_level = _level(outcome, "CI_STUDY", telling)
    scale = number(outcome, "SCALE", telling)
    chosen = {
        "measure": measure_of(measured, log=ratio) if measured or kind in ("IV", "IPD") else "",
        "measure_words": measured,
        "log": ratio and kind in ("IV", "IPD"),
        "method": method,
        "model": model,
        "tau2": "DL" if model == "random" else "",
        "test": "z",
        "level": _level(outcome, "CI_TOTAL", telling),
        "study_level": study_level,
        "totals": _chosen(outcome, "TOTALS", TOTALS, "YES", telling),
        "subgroup_test": yes(outcome, "SUBGROUP_TEST", default=True),
        "swap_events": yes(outcome, "SWAP_EVENTS"),
        "order": _order(outcome, telling),
        "units": " ".join((outcome.get("UNITS") or "").split()),
        "scale": float(scale) if scale is not None and scale > 0 else None,
    }
    return Settings(kind=kind, ratio=ratio, log=bool(chosen["log"]), level=study_level, chosen=chosen)


def _is_ratio(outcome: Element, kind: str, measured: str) -> bool:
    """Whether effects are ratios; where an inverse-variance outcome does not say, its measure's name does."""
    if kind == "IV":
        return yes(outcome, "LOG_DATA", default=measure_of(measured, log=True) != "RATIO")
    return kind == "IPD" or (kind == "DICH" and measure_of(measured, log=False) != "RD")


def _chosen(outcome: Element, key: str, known: Mapping[str, str], usual: str, telling: Telling) -> str:
    found = (outcome.get(key) or usual).strip().upper()
    if found not in known:
        place = telling.at(outcome, key)
        telling.tell(faults.unknown_word(place, found, known, f"{usual} is taken"))
    return known.get(found, known[usual])


def _order(outcome: Element, telling: Telling) -> str:
    found = (outcome.get("SORT_BY") or "STUDY").strip().upper()
    if found not in ORDERS:
        telling.tell(faults.unknown_order(telling.at(outcome, "SORT_BY"), found, ORDERS))
    return ORDERS.get(found, "given")


def _level(outcome: Element, key: str, telling: Telling) -> float:
    """A level in percent as a proportion."""
    percent = number(outcome, key, telling)
    if percent is None:
        return 0.95
    if not 50 <= percent < 100:
        place = telling.at(outcome, key)
        telling.tell(faults.unknown_word(place, percent.words, ("90", "95", "99"), "95 is taken"))
        return 0.95
    return round(percent / 100, 10)
