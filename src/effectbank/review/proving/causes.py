"""Why a stored result may differ from what the data yield: other plans tried, one change at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite, log

from effectbank.kernel.distributions import chi2_upper
from effectbank.measures import measure_named
from effectbank.review.model import Analysis, AsWritten, StoredResult
from effectbank.review.proving.computed import TOTAL, Computed, Numbers
from effectbank.review.proving.lines_together import Task

MOST_LEFT_OUT = 60  # rows of an analysis that are tried out one by one
MEASURES = {"counts": ("RR", "OR", "RD", "PETO"), "means": ("MD", "SMD")}
WEIGHTED_MEAN = 2e-5  # relative: of weights and estimates that were rounded to six decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptoms:
    """What of an analysis differs: by this the plans that could be the cause are chosen."""

    row_estimates: bool
    row_limits: bool
    estimates: bool  # of the whole, or of a subgroup
    others: bool  # of the whole, or of a subgroup: limits, tests, heterogeneity
    people: bool  # of the whole, or of a subgroup: how many were in it


def other_plans(task: Task, seen: Symptoms) -> Iterator[tuple[str, Task]]:
    """Each plan that the source may have calculated by instead, in words; the likelier first."""
    for words, plan in _plans(task.analysis, task.kind, seen):
        yield words, replace(task, analysis=plan)
    if seen.estimates and not seen.row_estimates and 1 < len(task.lines) <= MOST_LEFT_OUT:
        for n, line in enumerate(task.lines):
            words = f"calculated without {line.part.in_words(line.study.label)}"
            # whose people are counted all the same, as of a study without events, where their number holds
            instead = () if seen.people else (replace(line, reason=words),)
            yield words, replace(task, lines=(*task.lines[:n], *instead, *task.lines[n + 1 :]))


def _plans(plan: Analysis, kind: str, seen: Symptoms) -> Iterator[tuple[str, Analysis]]:
    if (seen.estimates or seen.others) and not seen.row_estimates:
        yield from _other_pooling(plan, kind)
    if (seen.row_limits or seen.others) and not seen.row_estimates:
        yield from _other_levels(plan)
    if seen.row_estimates or seen.estimates:
        yield from _other_estimates(plan, kind)


def _other_pooling(plan: Analysis, kind: str) -> Iterator[tuple[str, Analysis]]:
    """Another model, method, centre of Q, estimator or test."""
    model = "random" if plan.model == "common" else "common"
    words = "random effects" if model == "random" else "a common effect"
    if plan.method == "MH":
        yield "Q taken about the inverse-variance mean", replace(plan, q_centre="IV")
    yield f"pooled by {words}", replace(plan, model=model)
    for method in ("MH", "IV", "Peto") if kind == "counts" else ():
        if method != plan.method:
            yield f"pooled by {method}", replace(plan, method=method)
            yield f"pooled by {method} with {words}", replace(plan, method=method, model=model)
    for tau2, test in (("DL", "z"), ("REML", "z"), ("DL", "knapp-hartung"), ("REML", "knapp-hartung")):
        if (tau2, test) != (plan.tau2 or "DL", plan.test or "z"):
            yield f"tau2 by {tau2}, test by {test}", replace(plan, tau2=tau2, test=test, model="random")


def _other_levels(plan: Analysis) -> Iterator[tuple[str, Analysis]]:
    for level in (0.95, 0.99, 0.9):
        studies = plan.study_level or plan.level
        if level != studies:
            yield f"the studies' intervals of {level:.0%}", replace(plan, study_level=level)
        if level != plan.level:
            yield f"intervals of {level:.0%}", replace(plan, level=level, study_level=None)
            yield f"the totals' intervals of {level:.0%}", replace(plan, level=level, study_level=studies)


def _other_estimates(plan: Analysis, kind: str) -> Iterator[tuple[str, Analysis]]:
    """What changes the studies' own estimates: zero cells, events, the measure, Peto's method."""
    for preset in ("revman5", "revman-web"):
        if preset != plan.preset:
            yield f"zero cells treated as by {preset}", replace(plan, preset=preset)
    if kind == "counts":
        yield "zero cells left uncorrected", replace(plan, zero_cells="none")
        yield "events and non-events swapped", replace(plan, swap_events=not plan.swap_events)
        for method in ("MH", "IV", "Peto"):
            if "Peto" in (method, plan.method) and method != plan.method:
                yield f"pooled by {method}", replace(plan, method=method)
    for measure in MEASURES.get(kind, ()):
        if measure != plan.measure:
            yield f"the measure was {measure}", replace(plan, measure=measure)


def partitioned(computed: Computed) -> Numbers:
    """The subgroup test as a partition of Q, as RevMan 5.0 made it: Q of all less the subgroups' own."""
    total = computed.numbers.get(TOTAL, {})
    parts = [numbers for key, numbers in computed.numbers.items() if key[0] and not key[1]]
    if "q" not in total or len(parts) < 2:
        return {}
    q, df = total["q"] - sum(part.get("q", 0.0) for part in parts), float(len(parts) - 1)
    i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    return {"q_between": q, "df_between": df, "p_between": float(chi2_upper(max(q, 0.0), df)), "i2_between": i2}


def follows_from_rows(whole: StoredResult, rows: list[StoredResult], plan: Analysis) -> bool:
    """Whether a stored estimate is the mean of the stored estimates of its rows, by their stored weights.

    On the logarithm for ratios, but for the Mantel-Haenszel estimate of a common effect, which is a mean of ratios.
    """
    plain = plan.method == "MH" and plan.model == "common"
    ratio = measure_named(plan.measure).is_ratio and not plain
    pairs = [(_on_scale(row.numbers.get("estimate"), ratio), row.numbers.get("weight")) for row in rows]
    known = [(y, w) for y, w in pairs if y is not None and w]
    stored = _on_scale(whole.numbers.get("estimate"), ratio)
    if stored is None or not known:
        return False
    mean = sum(y * w for y, w in known) / sum(w for _, w in known)
    spread = max(abs(y) for y, _ in known)
    return abs(mean - stored) <= WEIGHTED_MEAN * max(spread, abs(stored)) + 1e-6


def _on_scale(number: float | None, ratio: bool) -> float | None:
    if number is None or not isfinite(number) or (ratio and number <= 0):
        return None
    return log(number) if ratio else float(number)


def turned_round(numbers: Mapping[str, AsWritten], ours: Numbers, plan: Analysis) -> Numbers:
    """What a row would show with its two groups the other way round."""
    if not {"estimate", "low", "high"} <= ours.keys():
        return {}
    low, high = ours["high"], ours["low"]
    if measure_named(plan.measure).is_ratio:
        turned = {"estimate": 1 / ours["estimate"], "low": 1 / low, "high": 1 / high} if low and ours["low"] else {}
    else:
        turned = {"estimate": -ours["estimate"], "low": -low, "high": -high}
    kept = {name: ours[name] for name in numbers if name in ours and name in ("se", "weight", "variance")}
    return turned | kept
