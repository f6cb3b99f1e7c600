"""The two tables of a library: their columns, and the rows that a step over some of its files adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from effectbank.formats.library.sources import Source

if TYPE_CHECKING:  # whoever only hands steps out needs none of the statistics
    from effectbank.review import Review
    from effectbank.review.proving import Proof

Row = dict[str, Any]
FAILED, ERRORS, READ = "failed", "errors", "read"  # what may become of a file

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
    "studies": "int", "analyses": "int", "rows": "int", "errors": "int", "first_error": "text", "lasting": "bool",
    "stored": "int", "reproduced": "int", "explained": "int", "unexplained": "int",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a step yields: a row for each file, a row for each analysis and subgroup."""

    files: list[Row]
    results: list[Row]


def file_row(
    source: Source,
    review: Review | None,
    proof: Proof | None,
    *,
    failure: str,
    errors: int,
    first: str,
) -> Row:
    """What became of one file: read, failed (and why), or read with errors.

    `lasting` is for the reader to say: it failed for what is in it, and will again as long as it stays as it is.
    """
    status = FAILED if failure else ERRORS if errors else READ
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
        "lasting": False,
        "stored": proof.stored if proof else 0,
        "reproduced": proof.reproduced if proof else 0,
        "explained": proof.explained if proof else 0,
        "unexplained": proof.unexplained if proof else 0,
    }


def _rows(review: Review) -> int:
    """Rows of the source: a row a study in each analysis, whatever files the folder keeps them in."""
    places = ([row.place for row in rows] for rows in review.data.values())
    counted = sum(len({(place.file, place.line, place.key) for place in found}) for found in places)
    return counted or sum(map(len, review.contrasts.values()))


def killed(source: Source) -> Done:
    """A file that ended the process that read it: it took more memory than there was, or met a fault."""
    failure = "the process that read it died"
    return Done(files=[file_row(source, None, None, failure=failure, errors=0, first="")], results=[])
