"""What a made-up review holds: its studies, its analyses, the data of each row; nothing is calculated yet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.packages import text
from benchmarks.packages.arithmetic import Asked, Given, estimate_of

EVERYWHERE = "SUBGROUP_AND_OVERALL"
STYLES = ("blank", "zero", "converted")  # of numbers that don't apply; the last as made from a RevMan 5 file
IMPOSSIBLE_YEARS = ("198", "492", "2109", "5825", "42017")
SIZES = (  # least rows, most rows, and how often in a hundred
    (1, 1, 33), (2, 2, 17), (3, 3, 12), (4, 4, 9), (5, 5, 7), (6, 10, 13), (11, 20, 7), (21, 60, 1.8),
    (61, 180, 0.15),
)  # fmt: skip
LARGEST = 270  # rows of one analysis, as in the largest seen
CONTRASTS = (("Hazard Ratio", True), ("Odds Ratio", True), ("Rate Ratio", True), ("Risk Ratio", True),
             ("Mean Difference", False), ("Ratio of geometric means", True), ("Slope", False))  # fmt: skip
WORDS = {"RR": "Risk Ratio", "OR": "Odds Ratio", "RD": "Risk Difference", "PETO": "Peto Odds Ratio",
         "MD": "Mean Difference", "SMD": "Std. Mean Difference"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study: its name, its year as written (empty or impossible in some), and the list it stands in."""

    name: str
    year: str
    status: str = "included"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A study in an analysis; `subgroup` counts from 1, 0 is none. `given` is before events are swapped."""

    study: Study
    given: Given
    subgroup: int = 0
    applies: str = EVERYWHERE
    footnote: str = ""


@dataclass(slots=True, kw_only=True)
class Analysis:
    """An analysis as planned. `settings` and `rows_written` False: missing from that table."""

    comparison: int
    number: int
    name: str
    comparison_name: str
    asked: Asked
    measure_words: str
    log: bool
    rows: list[Row]
    subgroups: list[str] = field(default_factory=list)
    totals: str = "all"
    swap: bool = False
    calculated: bool = True
    settings: bool = True
    groups: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """As Cochrane counts: 1.2."""
        return f"{self.comparison}.{self.number}"


@dataclass(slots=True, kw_only=True)
class Package:
    """A review: its number, its version, how it writes what doesn't apply, its studies and analyses."""

    id: str
    version: int
    style: str
    studies: list[Study]
    analyses: list[Analysis]
    rob2: bool = False


def package(number: int, size: int, *, seed: int, largest: bool = False) -> Package:
    """The review of that number with `size` analyses, always the same for a seed."""
    r = Random(f"{seed}/{number}")
    version = 2 if r.random() < 0.4 else 1
    style = r.choices(STYLES, (40, 30, 30) if version == 1 else (70, 30, 0))[0]
    counts = [_size(r) for _ in range(size)]
    if largest:
        counts[0] = LARGEST
    made = Package(
        id=f"CD{number:06}",
        version=version,
        style=style,
        studies=_studies(r, max(8 + size // 3, *counts)),
        analyses=[],
        rob2=version == 2 and r.random() < 0.3,
    )
    comparison = within = 1
    name = text.comparison(r)
    for k in counts:
        if within > 4 and r.random() < 0.2:
            comparison, within, name = comparison + 1, 1, text.comparison(r)
        made.analyses.append(_analysis(r, (comparison, within, name), k, made))
        within += 1
    return made


def _size(r: Random) -> int:
    low, high, _ = r.choices(SIZES, [share for *_, share in SIZES])[0]
    return r.randint(low, high)


def _studies(r: Random, included: int) -> list[Study]:
    names: dict[str, None] = {}
    while len(names) < 2 * included:
        names[text.study(r)] = None
    listed = list(names)
    statuses = ["included"] * included + ["excluded"] * (included - included // 5) + ["ongoing"] * included
    return [
        Study(name=name, year=_year(r, name), status=status) for name, status in zip(listed, statuses, strict=False)
    ]


def _year(r: Random, name: str) -> str:
    """As in the name; missing in one of twenty, impossible in some."""
    chance = r.random()
    if chance < 0.05:
        return ""
    return r.choice(IMPOSSIBLE_YEARS) if chance < 0.053 else name.rpartition(" ")[2][:4]


def _analysis(r: Random, where: tuple[int, int, str], k: int, of: Package) -> Analysis:
    studies = [study for study in of.studies if study.status == "included"]
    asked, words, log = _asked(r, k, of.version)
    chance = r.random()
    totals = (
        "all" if chance < 0.85 else "subgroups" if chance < 0.93 and k > 1 else "none" if chance < 0.97 else "all"
    )
    parts = r.randint(2, min(4, k)) if k > 2 and (totals == "subgroups" or r.random() < 0.25) else 0
    if totals == "subgroups" and not parts:
        totals = "all"
    rows = _rows(r, asked, k, parts, studies)
    if asked.measure == "RD" and parts and not all(_events_in(rows, part) for part in range(1, parts + 1)):
        rows, parts = [replace(row, subgroup=0) for row in rows], 0  # what RevMan does with such a one is not known
    if parts or sum(estimate_of(row.given, asked) is not None for row in rows) < 3:
        asked = replace(asked, hksj=False)  # what RevMan does with fewer is not known
    uncalculated = r.random() < (0.03 if of.style == "converted" else 0.003)
    return Analysis(
        comparison=where[0],
        number=where[1],
        name=text.outcome(r),
        comparison_name=where[2],
        asked=asked,
        measure_words=words,
        log=log,
        rows=[] if r.random() < 0.005 else rows,
        subgroups=[text.subgroup(r, number) for number in range(parts)],
        totals=totals,
        swap=asked.kind == "counts" and asked.measure in ("RR", "OR") and r.random() < 0.01,
        calculated=not uncalculated,
        settings=r.random() >= 0.002,
        groups=(text.treatment(r), r.choice(("Placebo", "Control", "Usual care", ""))),
    )


def _events_in(rows: Sequence[Row], part: int) -> int:
    """The events of one subgroup."""
    return sum(row.given.a + row.given.c for row in rows if row.subgroup == part)


def _asked(r: Random, k: int, version: int) -> tuple[Asked, str, bool]:
    kind = r.choices(("counts", "means", "contrasts", "o_e"), (55, 32, 10, 3))[0]
    random = r.random() < 0.55
    method, words, log = "IV", "", False
    if kind == "counts":
        measure = r.choices(("RR", "OR", "PETO", "RD"), (65, 15, 8, 12))[0]
        method = "Peto" if measure == "PETO" else r.choice(("MH", "MH", "IV"))
        random, words, log = random and method != "Peto", WORDS[measure], measure != "RD"
    elif kind == "means":
        measure = r.choice(("MD", "MD", "SMD"))
        words = WORDS[measure]
    elif kind == "contrasts":
        words, log = r.choice(CONTRASTS)
        measure = "RATIO" if log else "GEN"
    else:
        measure, method, random, words, log = (
            "HR",
            "Peto",
            False,
            r.choice(("Hazard Ratio", "Peto Odds Ratio")),
            True,
        )
    new = version == 2 and random and method == "IV"
    asked = Asked(
        kind=kind,
        measure=measure,
        method=method,
        random=random,
        tau2="REML" if new and r.random() < 0.7 else "DL",
        hksj=new and k > 2 and r.random() < 0.4,
        level=r.choices((0.95, 0.99, 0.90), (985, 10, 5))[0],
        prediction=new and r.random() < 0.3,
        q_profile=new and r.random() < 0.3,
    )
    return asked, words, log


def _rows(r: Random, asked: Asked, k: int, parts: int, studies: Sequence[Study]) -> list[Row]:
    """The rows in order of subgroup; the effect is one for all, more or less."""
    effect, spread = r.gauss(0, 0.35), r.choice((0.0, 0.0, 0.1, 0.3, 0.6))
    scale = r.betavariate(1.2, 3) if asked.kind == "counts" else 10 ** r.uniform(-1, 2)
    chosen = r.sample(studies, k)
    if k > 3 and r.random() < 0.05:
        chosen[-1] = chosen[0]  # once more, with another dose
    rows = []
    for place, study in enumerate(chosen):
        rows.append(
            Row(
                study=study,
                given=_given(r, asked, effect + r.gauss(0, spread), scale),
                subgroup=1 + place * parts // k if parts else 0,
                applies=r.choice(("SUBGROUP_ONLY", "OVERALL_ONLY")) if parts and r.random() < 0.004 else EVERYWHERE,
                footnote=text.footnote(r) if r.random() < 0.03 else "",
            )
        )
    return rows


def _given(r: Random, asked: Asked, effect: float, scale: float) -> Given:
    """A row's data around an effect; `scale` is the risk in the control group, or the standard deviation."""
    n1 = max(2, round(10 ** r.uniform(0.9, 2.9)))
    n2 = max(2, round(n1 * r.uniform(0.6, 1.4)))
    if asked.kind == "counts":
        return _counted(r, asked, (n1, n2), effect, scale)
    if asked.kind == "means":
        sd, error = scale, scale * math.sqrt(1 / n1 + 1 / n2)
        m2 = round(r.gauss(3, 1) * sd, 2)
        return Given(
            n1=n1, n2=n2, m2=m2, m1=round(m2 + effect * sd + r.gauss(0, error), 2),
            sd1=max(0.01, round(sd * r.uniform(0.7, 1.3), 2)), sd2=max(0.01, round(sd * r.uniform(0.7, 1.3), 2)),
        )  # fmt: skip
    se = max(0.0001, round(2 * math.sqrt(1 / n1 + 1 / n2), 4))
    if asked.kind == "contrasts":
        return Given(n1=n1, n2=n2, estimate=round(r.gauss(effect, se), 4), se=se)
    v = max(0.01, round(1 / se**2, 2))
    return Given(n1=n1, n2=n2, o_e=round(v * r.gauss(effect, se), 2), v=v)


def _counted(r: Random, asked: Asked, people: tuple[int, int], effect: float, risk: float) -> Given:
    """Events of a rare or common outcome; nobody has it in some trials, everybody only where that is provable."""
    n1, n2 = people
    if asked.measure == "RR" and asked.method == "IV" and r.random() < 0.004:
        return Given(a=n1, n1=n1, c=n2, n2=n2)
    c = min(n2 - 1, _events(r, n2, risk))
    odds = max(1e-4, risk) / (1 - min(risk, 0.999)) * math.exp(effect)
    return Given(a=min(n1 - 1, _events(r, n1, odds / (1 + odds))), n1=n1, c=c, n2=n2)


def _events(r: Random, n: int, risk: float) -> int:
    """A binomial number, by its normal approximation where that is good enough."""
    if n * risk > 12 and n * (1 - risk) > 12:
        return min(n, max(0, round(r.gauss(n * risk, math.sqrt(n * risk * (1 - risk))))))
    return sum(r.random() < risk for _ in range(min(n, 400)))
