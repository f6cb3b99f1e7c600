"""What was proved of a source's own numbers: how many come out of the data again, and each that doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from effectbank import numerals
from effectbank.publish.forest import sentence_case
from effectbank.publish.quantities import name_of
from effectbank.publish.tables import Cell, Row, Table
from effectbank.review import Review
from effectbank.review.proving import Finding, Proof, prove
from effectbank.review.wording import NAMELESS, groups_of

AT = "proof"  # the name of the section on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """The numbers of one analysis that don't come out again: a table for each cause, in a sentence."""

    title: str
    causes: tuple[tuple[str, Table], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """The chip at the head, the sentence under "How sure?", and the numbers that differ."""

    chip: str
    sentence: str
    differing: tuple[Differing, ...]
    count: int  # of the numbers that differ


def proof_view(review: Review) -> ProofView | None:
    """The proof of a folder that keeps what its source's file stored; None of one that doesn't."""
    if not review.stored:
        return None
    proof = prove(review)
    return ProofView(
        chip=_chip(proof),
        sentence=_sentence(proof),
        differing=_differing(review, proof.findings),
        count=len(proof.findings),
    )


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
        yield f"{numerals.integer(proof.explained)} differ for a likely cause"
    if proof.unexplained:
        yield f"{numerals.integer(proof.unexplained)} differ unexplained"


def _differing(review: Review, findings: Sequence[Finding]) -> tuple[Differing, ...]:
    """The analyses in the order of the proof, and under each its causes."""
    found: dict[str, dict[str, list[Finding]]] = {}
    for one in findings:
        found.setdefault(one.analysis, {}).setdefault(one.cause, []).append(one)
    return tuple(_of_analysis(review, name, causes) for name, causes in found.items())


def _of_analysis(review: Review, name: str, causes: Mapping[str, Sequence[Finding]]) -> Differing:
    plan = review.analyses.get(name)
    title = f"{plan.number} {plan.label}".strip() if plan else name
    groups = groups_of(review, plan) if plan else NAMELESS
    tables = [
        (sentence_case(f"{own[0].reason}.") if cause else "No cause was found.", _table(title, own, groups))
        for cause, own in causes.items()
    ]
    return Differing(title=title, causes=tuple(tables))


def _table(title: str, findings: Iterable[Finding], groups: tuple[str, str]) -> Table:
    heads = (Cell("Of"), Cell("Number"), Cell("Stored", "n"), Cell("Computed", "n"))
    return Table(caption=title, heads=heads, rows=[Row(cells=_cells(one, groups)) for one in findings])


def _cells(one: Finding, groups: tuple[str, str]) -> tuple[Cell, ...]:
    computed = "none" if one.computed is None else numerals.significant(one.computed, 6)
    return (
        Cell(one.whose or "The total"),
        Cell(name_of(one.quantity, groups)),
        Cell(numerals.significant(float(one.stored), 6), "n"),
        Cell(computed, "n"),
    )
