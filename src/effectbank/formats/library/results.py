"""What the analyses of a review yield beside what its source stores, as rows of the table of results."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.formats.library.tables import Row
from effectbank.review import Review
from effectbank.review.model import Analysis, StoredResult
from effectbank.review.proving import Finding, Proof
from effectbank.review.proving.computed import TOTAL, Numbers

Heading = tuple[str, str]  # an analysis, and one of its subgroups or ""


def result_rows(path: str, review: Review, proof: Proof) -> Iterator[Row]:
    """A row for each analysis, and one for each of its subgroups that the data yield or the source stores.

    `stored`, `differing` and `unexplained` count numbers: those of the total, and of the studies under its heading
    (a study under none counts for the analysis). `agrees`: whether all those of the total itself are reproduced.
    """
    totals = {(one.analysis, one.subgroup): one for one in review.stored if not one.study}
    headings = _headings(review, proof, totals)
    counts = dict.fromkeys(headings, 0)
    for result in review.stored:
        if result.analysis in review.analyses:
            counts[_under(headings, result.analysis, result.subgroup)] += len(result.numbers)
    differing: dict[Heading, list[Finding]] = {heading: [] for heading in headings}
    for finding in proof.findings:
        if finding.analysis in review.analyses:
            differing[_under(headings, finding.analysis, finding.subgroup)].append(finding)
    for heading in headings:
        name, subgroup = heading
        plan, computed = review.analyses[name], proof.computed[name]
        numbers = computed.numbers.get((subgroup, "", "", "") if subgroup else TOTAL, {})
        published, found = totals.get(heading), differing[heading]
        yield {
            "file": path,
            "review": review.name,
            "analysis": name,
            "number": plan.number,
            "label": plan.label,
            "subgroup": subgroup,
            "measure": plan.measure,
            "method": plan.method or "",
            "model": plan.model or "",
            "level": plan.level,
            **_ours(numbers, shown=_is_shown(plan, subgroup)),
            **_theirs(published),
            "stored": counts[heading],
            "differing": len(found),
            "unexplained": sum(not one.cause for one in found),
            "agrees": None if published is None else all(one.study for one in found),
            "cause": "; ".join(dict.fromkeys(one.cause for one in found if one.cause)),
            "reason": "" if numbers else computed.reason or NO_DATA,
        }


NO_DATA = "the data have no row under this heading"


def _headings(review: Review, proof: Proof, totals: dict[Heading, StoredResult]) -> dict[Heading, None]:
    """Each analysis and after it its subgroups, in order: those that the data yield, then those only stored."""
    only_stored: dict[str, list[str]] = {}
    for name, subgroup in totals:
        only_stored.setdefault(name, []).append(subgroup)
    found: dict[Heading, None] = {}
    for name in review.analyses:
        yielded = [key[0] for key in proof.computed[name].numbers if key[0] and not key[1]]
        found |= dict.fromkeys((name, subgroup) for subgroup in ("", *yielded, *only_stored.get(name, ())))
    return found


def _under(headings: dict[Heading, None], analysis: str, subgroup: str) -> Heading:
    """Where a stored number is counted."""
    return (analysis, subgroup) if (analysis, subgroup) in headings else (analysis, "")


def _is_shown(plan: Analysis, subgroup: str) -> bool:
    """Whether the plan asks for the total."""
    return plan.totals == "all" or (bool(subgroup) and plan.totals == "subgroups")


def _ours(numbers: Numbers, *, shown: bool) -> Row:
    """What the data yield; nothing where the plan asks for no total."""
    names = ("estimate", "low", "high", "se", "p", "tau2", "q", "df", "i2")
    whole = {name: int(numbers[name]) if name in numbers else None for name in ("k", "studies")}
    return whole | {name: numbers.get(name) if shown else None for name in names}


def _theirs(published: StoredResult | None) -> Row:
    numbers = published.numbers if published else {}
    return {f"published_{name}": numbers.get(name) for name in ("estimate", "low", "high")}
