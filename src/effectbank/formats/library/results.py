"""The rows of a library's results: one a file, one an analysis or subgroup, and the Parquet columns they fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from effectbank.formats.library.sources import Source
from effectbank.review import Review
from effectbank.review.model import StoredResult
from effectbank.review.proving import Proof
from effectbank.review.proving.computed import TOTAL, Numbers

Row = dict[str, Any]

# Column → kind, in order; "text", "int", "float", "bool".
RESULTS: Mapping[str, str] = {
    "file": "text", "review": "text", "analysis": "text", "number": "text", "label": "text", "subgroup": "text",
    "measure": "text", "method": "text", "model": "text", "k": "int", "studies": "int",
    "estimate": "float", "low": "float", "high": "float", "level": "float", "se": "float", "p": "float",
    "tau2": "float", "q": "float", "df": "float", "i2": "float",
    "published_estimate": "float", "published_low": "float", "published_high": "float",
    "stored": "int", "differing": "int", "unexplained": "int", "agrees": "bool", "cause": "text", "reason": "text",
}  # fmt: skip
FILES: Mapping[str, str] = {
    "file": "text", "state": "text", "review": "text", "title": "text", "status": "text", "failure": "text",
    "studies": "int", "analyses": "int", "rows": "int", "errors": "int", "first_error": "text",
    "stored": "int", "reproduced": "int", "explained": "int", "unexplained": "int",
}  # fmt: skip


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


def file_row(
    source: Source, review: Review | None, proof: Proof | None, *, failure: str, errors: int, first: str
) -> Row:
    """What became of one file: read, failed (and why), or read with errors."""
    status = "failed" if failure else "errors" if errors else "read"
    return {
        "file": source.name,
        "state": source.state,
        "review": review.name if review else "",
        "title": review.card.title if review else "",
        "status": status,
        "failure": failure,
        "studies": len(review.studies) if review else 0,
        "analyses": len(review.analyses) if review else 0,
        "rows": _rows(review) if review else 0,
        "errors": errors,
        "first_error": first,
        "stored": proof.stored if proof else 0,
        "reproduced": proof.reproduced if proof else 0,
        "explained": proof.explained if proof else 0,
        "unexplained": proof.unexplained if proof else 0,
    }


def _rows(review: Review) -> int:
    """Rows of the source: a row a study in each analysis, whatever files the folder keeps them in."""
    return len({(row.place, row.outcome) for rows in review.data.values() for row in rows}) or sum(
        map(len, review.contrasts.values())
    )
