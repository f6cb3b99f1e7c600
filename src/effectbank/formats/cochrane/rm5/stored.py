"""Which numbers of an .rm5 are results that RevMan stored, and which are zeros that stand for "not calculated".

An attribute that is empty or NaN was never calculated. RevMan writes 0.0 too where it means none:

* An effect, its start and its end all zero: not estimable (ESTIMABLE="NO") or not calculated. No effect has an
  interval without width, so nothing that rests on the effect was calculated either: not its weight, Z or Q. An
  effect that ESTIMABLE="NO" hides but that is not zero was calculated (a total over one study, TOTALS="SUB").
* Weight 0: no total is shown, so that no weights were shared out.
* DF 0, one study: RevMan prints "not applicable" for the heterogeneity and writes P_CHI2 as 0.0 or 1.0, TAU2 as 0.0
  or NaN. The DF is no number either: RevMan counts studies, and one that stands in two rows has heterogeneity.
* TAU2 of a common-effect analysis is 0.0 whatever the studies say: it was not estimated.
* Q, P_Q and I2_Q, the test between subgroups, are 0.0 (P_Q also 1.0) where fewer than two subgroups have an effect.
* LOG_EFFECT_SIZE and its like belong to ratios; of differences they are none.
* O_E 0.0 belongs to Peto's method; under other methods it was not calculated. VAR is then the square of SE.
* SE 0.0, and TOTAL_1 and TOTAL_2 of 0 in an inverse-variance analysis, whose numbers of people may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from effectbank.formats.cochrane.rm5.tree import Element, Telling, number, yes
from effectbank.formats.cochrane.source import Stored
from effectbank.review.model import AsWritten

EFFECT = {"EFFECT_SIZE": "estimate", "CI_START": "low", "CI_END": "high"}
LOGARITHMS = {"LOG_EFFECT_SIZE": "log_estimate", "LOG_CI_START": "log_low", "LOG_CI_END": "log_high"}
TEST = {"Z": "z", "P_Z": "p"}
HETEROGENEITY = {"CHI2": "q", "P_CHI2": "p_q", "I2": "i2"}
BETWEEN = {"Q": "q_between", "P_Q": "p_between", "I2_Q": "i2_between"}
PEOPLE = {"EVENTS_1": "events1", "TOTAL_1": "total1", "EVENTS_2": "events2", "TOTAL_2": "total2"}

Numbers = dict[str, AsWritten]


def effect(element: Element, telling: Telling, *, ratio: bool) -> Numbers:
    """The effect with its interval, and the logarithms of a ratio; nothing where none was calculated."""
    found = _numbers(element, EFFECT, telling)
    if not any(found.values()):
        return {}
    logarithms = _numbers(element, LOGARITHMS, telling) if ratio else {}
    return found | (logarithms if any(logarithms.values()) else {})


def row(element: Element, telling: Telling, *, ratio: bool, computed: Mapping[str, str]) -> Stored:
    """The results of one study. `computed` names those further attributes that RevMan calculates for the kind."""
    found = effect(element, telling, ratio=ratio)
    if not found:
        return {}
    more = _numbers(element, computed, telling)
    return found | {name: value for name, value in more.items() if value or name == "o_e"}


def pooled(element: Element, telling: Telling, *, ratio: bool, random: bool) -> Stored:
    """The results of an analysis or of a subgroup, with how many studies and people they are of."""
    found = people(element, telling) | effect(element, telling, ratio=ratio)
    if "estimate" not in found:
        return found
    found |= _numbers(element, TEST, telling)
    found |= {name: value for name, value in _numbers(element, {"WEIGHT": "weight"}, telling).items() if value}
    freedom = _numbers(element, {"DF": "df"}, telling)
    if freedom.get("df", 0) > 0:
        found |= freedom | _numbers(element, HETEROGENEITY, telling)
        found |= _numbers(element, {"TAU2": "tau2"}, telling) if random else {}
    return found


def between(element: Element, telling: Telling, *, estimated: int) -> Numbers:
    """The test between subgroups, of which so many have an effect."""
    found = _numbers(element, BETWEEN, telling) if estimated > 1 else {}
    none = not found.get("q_between") and (not found.get("p_between") or not yes(element, "SUBGROUP_TEST"))
    return {} if none else found


def people(element: Element, telling: Telling) -> Numbers:
    """How many studies, events and people; of no study there are no sums."""
    studies = _numbers(element, {"STUDIES": "studies"}, telling)
    if studies.get("studies") == 0.0:
        return {}
    counts = _numbers(element, PEOPLE, telling)
    if element.tag.startswith(("IV_", "IPD_")) and not any(counts.values()):
        counts = {}
    return studies | counts


def _numbers(element: Element, names: Mapping[str, str], telling: Telling) -> Numbers:
    found = {name: number(element, key, telling) for key, name in names.items()}
    return {name: value for name, value in found.items() if value is not None}
