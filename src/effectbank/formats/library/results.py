"""What the analyses of a review yield beside what its source stores, as rows of the table of results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from effectbank.formats.library.tables import Row
from effectbank.review import Review
from effectbank.review.model import StoredResult
from effectbank.review.proving import Proof
from effectbank.review.proving.computed import TOTAL, Numbers


def result_rows(path: str, review: Review, proof: Proof) -> Iterator[Row]:
    """A row for the total of each analysis that has one, and one for each of its subgroups."""
    stored = {(one.analysis, one.subgroup): one for one in review.stored if not one.study}
    differing: dict[tuple[str, str], list[Any]] = {}
    for finding in proof.findings:
        key = (finding.analysis, finding.whose if (finding.analysis, finding.whose) in stored else "")
        differing.setdefault(key, []).append(finding)
    for name, plan in review.analyses.items():
        computed = proof.computed[name]
        groups = dict.fromkeys(key[0] for key in computed.numbers if key[0] and not key[1])
        for subgroup in ("", *groups):
            numbers = computed.numbers.get((subgroup, "", "", "") if subgroup else TOTAL, {})
            published, found = stored.get((name, subgroup)), differing.get((name, subgroup), [])
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
                **_ours(numbers, shown=plan.totals == "all" or (bool(subgroup) and plan.totals == "subgroups")),
                **_theirs(published),
                "differing": len(found),
                "unexplained": sum(not one.cause for one in found),
                "agrees": None if published is None else not found,
                "cause": "; ".join(dict.fromkeys(one.cause for one in found if one.cause)),
                "reason": computed.reason if not numbers else "",
            }


def _ours(numbers: Numbers, *, shown: bool) -> Row:
    """What the data yield; nothing where the plan asks for no total."""
    names = ("estimate", "low", "high", "se", "p", "tau2", "q", "df", "i2")
    whole = {name: int(numbers[name]) if name in numbers else None for name in ("k", "studies")}
    return whole | {name: numbers.get(name) if shown else None for name in names}


def _theirs(published: StoredResult | None) -> Row:
    numbers = published.numbers if published else {}
    told = {f"published_{name}": numbers.get(name) for name in ("estimate", "low", "high")}
    return {**told, "stored": len(numbers)}
