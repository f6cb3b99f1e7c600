"""What was proved of a source's own numbers: how many come out of the data again, and each that doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from effectbank import numerals
from effectbank.publish.tables import Cell, Row, Table, words
from effectbank.review import Review
from effectbank.review.proving import Finding, Proof, prove

AT = "proof"  # the name of the section on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """The chip at the head, the sentence under "How sure?", and the numbers that differ."""

    chip: str
    sentence: str
    differing: Table | None


def proof_view(review: Review) -> ProofView | None:
    """The proof of a folder that keeps what its source's file stored; None of one that doesn't."""
    if not review.stored:
        return None
    proof = prove(review)
    return ProofView(chip=_chip(proof), sentence=_sentence(proof), differing=_differing(review, proof.findings))


def _chip(proof: Proof) -> str:
    stored = f"{numerals.integer(proof.stored)} stored numbers"
    if not proof.findings:
        return f"{stored}, all reproduced"
    return f"{stored}, {numerals.integer(proof.reproduced)} reproduced"


def _sentence(proof: Proof) -> str:
    told = f"The file of the review stores {numerals.integer(proof.stored)} results of its own"
    if not proof.findings:
        return f"{told}: computed again here from its data, all come out the same, to the last digit stored."
    return f"{told}: computed again here from its data, {' and '.join(_parts(proof))}."


def _parts(proof: Proof) -> Iterator[str]:
    yield f"{numerals.integer(proof.reproduced)} come out the same"
    if proof.explained:
        yield f"{numerals.integer(proof.explained)} differ for a cause that was found"
    if proof.unexplained:
        yield f"{numerals.integer(proof.unexplained)} differ unexplained"


def _differing(review: Review, findings: Iterable[Finding]) -> Table | None:
    rows = [Row(cells=_cells(review, one)) for one in findings]
    heads = (
        Cell("Analysis"),
        Cell("Of"),
        Cell("Number"),
        Cell("Stored", "n"),
        Cell("Computed", "n"),
        Cell("Cause"),
    )
    return Table(caption="Stored numbers that do not come out again.", heads=heads, rows=rows) if rows else None


def _cells(review: Review, one: Finding) -> tuple[Cell, ...]:
    plan = review.analyses.get(one.analysis)
    analysis = f"{plan.number} {plan.label}".strip() if plan else one.analysis
    computed = "none" if one.computed is None else numerals.significant(one.computed, 6)
    return (
        Cell(analysis),
        Cell(one.whose or "the whole"),
        Cell(one.quantity.replace("_", " ")),
        Cell(numerals.significant(float(one.stored), 6), "n"),
        Cell(computed, "n"),
        words(one.cause or one.verdict),
    )
