"""The rows of an analysis, one reader a kind: what each study gave, and what RevMan made of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from effectbank.formats.cochrane.rm5 import faults, stored
from effectbank.formats.cochrane.rm5.settings import Settings
from effectbank.formats.cochrane.rm5.tree import Element, Telling, count, number, words
from effectbank.formats.cochrane.source import SourceGroup, SourceRow
from effectbank.review.model import AsWritten

SURELY = 0.02  # by how much an interval's width may miss what the standard error makes of it


def row_of(element: Element, study: str, subgroup: str, setting: Settings, telling: Telling) -> SourceRow:
    """A row of DICH_DATA, CONT_DATA, IV_DATA or IPD_DATA."""
    given, computed = KINDS[element.tag.removesuffix("_DATA")]
    results = dict(computed)
    if element.tag == "DICH_DATA" and setting.peto:
        results["O_E"] = "o_e"
    return SourceRow(
        study=study,
        subgroup=subgroup,
        experimental=_group(element, 1, telling),
        control=_group(element, 2, telling),
        footnote=" ".join(words(note) for note in element.findall("FOOTNOTE")),
        stored=stored.row(element, telling, ratio=setting.ratio, computed=results),
        place=telling.at(element),
        **given(element, setting, telling),
    )


def _group(element: Element, group: int, telling: Telling) -> SourceGroup:
    """What a group gave. Nobody has no mean; and where people may be left out, none is unknown."""
    total = count(element, f"TOTAL_{group}", telling)
    if total == 0 and element.tag in ("IV_DATA", "IPD_DATA"):
        return SourceGroup()
    return SourceGroup(
        events=count(element, f"EVENTS_{group}", telling),
        total=total,
        mean=number(element, f"MEAN_{group}", telling) if total != 0 else None,
        sd=number(element, f"SD_{group}", telling) if total != 0 else None,
    )


Given = Mapping[str, Any]  # of estimate, se, o_e, variance


def _counts_or_means(_element: Element, _setting: Settings, _telling: Telling) -> Given:
    return {}


def _o_e(element: Element, _setting: Settings, telling: Telling) -> Given:
    """A row without variance was not filled in: its O-E of 0.0 is unknown too."""
    variance = number(element, "VAR", telling)
    return {"o_e": number(element, "O_E", telling), "variance": variance} if variance else {}


def _contrast(element: Element, setting: Settings, telling: Telling) -> Given:
    """The estimate on the analysis scale: ESTIMATE, what was typed in; else made of what RevMan displays."""
    se = number(element, "SE", telling) or None  # 0.0: not filled in
    typed = number(element, "ESTIMATE", telling)
    if typed is not None:
        return {"estimate": typed if typed or se else None, "se": se}
    results = stored.effect(element, telling, ratio=setting.ratio)
    shown = results.get("estimate")
    if shown is None or not setting.log:
        return {"estimate": shown, "se": se}
    if "log_estimate" in results:
        return {"estimate": AsWritten(repr(results["log_estimate"] * math.log(10))), "se": se}
    return {"estimate": _logarithm(element, shown, _is_logarithm(results, se, setting.z), telling), "se": se}


def _logarithm(element: Element, shown: AsWritten, logarithm: bool | None, telling: Telling) -> AsWritten | None:
    place = telling.at(element, "EFFECT_SIZE")
    if logarithm is None:
        telling.tell(faults.unknown_scale(place, shown.words))
    if logarithm:
        return shown
    if shown <= 0:
        telling.tell(faults.impossible_ratio(place, shown.words))
        return None
    return AsWritten(repr(math.log(shown)))


def _is_logarithm(results: Mapping[str, AsWritten], se: AsWritten | None, z: float) -> bool | None:
    """Whether an interval is of logarithms, by which of the two readings its standard error bears out."""
    low, high = results.get("low"), results.get("high")
    if se is None or low is None or high is None or high <= low:
        return None
    if low <= 0 or results["estimate"] <= 0:
        return True
    wanted = 2 * z * se
    as_logarithms, as_ratios = abs((high - low) / wanted - 1), abs(math.log(high / low) / wanted - 1)
    if min(as_logarithms, as_ratios) > SURELY or max(as_logarithms, as_ratios) < SURELY:
        return None
    return as_logarithms < as_ratios


# What the rows of a kind give beside their groups, and what RevMan calculates for them beside the effect.
KINDS: Mapping[str, tuple[Callable[[Element, Settings, Telling], Given], Mapping[str, str]]] = {
    "DICH": (_counts_or_means, {"SE": "se", "VAR": "variance", "WEIGHT": "weight"}),
    "CONT": (_counts_or_means, {"SE": "se", "WEIGHT": "weight"}),
    "IV": (_contrast, {"WEIGHT": "weight"}),
    "IPD": (_o_e, {"SE": "se", "WEIGHT": "weight"}),
}
