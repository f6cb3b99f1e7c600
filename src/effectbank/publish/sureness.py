"""How sure: what a reader must know before leaning on the numbers. Always visible, never a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from effectbank.problems import Severity
from effectbank.publish.bias_table import not_judged
from effectbank.publish.proof import AT, ProofView
from effectbank.review import Review
from effectbank.review.synthesis import NO_DATA, NOT_ESTIMABLE, PARTIAL, Synthesis
from effectbank.words import Confidence, StudyStatus, within_sentence

MOST_NAMED = 4  # of one kind; of more, the others are counted


def sureness(review: Review, proved: ProofView | None = None) -> tuple[str, ...]:
    """The sentences, most weighty first; () for an entry that computes nothing."""
    found = [review.synthesis(name) for name in review.analyses]
    return (
        *_errors(review),
        *_proved(proved),
        *_reconstructed(found),
        *_listed("No study measured: {}.", _labels(found, NO_DATA)),
        *_listed("Could not be computed: {}.", _labels(found, NOT_ESTIMABLE)),
        *_listed("Computed from some of its studies only: {}.", _labels(found, PARTIAL)),
        *_listed("Differs from what was published: {}.", _differing(found)),
        *_bias(review),
    )


def _errors(review: Review) -> Iterable[str]:
    """A page of a faulty folder is published only by force, and says so."""
    errors = sum(problem.severity is Severity.ERROR for problem in review.problems())
    if errors:
        told = "an error" if errors == 1 else f"{errors} errors"
        yield f"Published with {told} that the check of its folder finds: do not rely on the numbers of this page."


def _proved(proved: ProofView | None) -> Iterable[str]:
    if proved and proved.differing:
        yield Markup('{} <a href="#{}">Which differ</a>').format(proved.sentence, AT)
    elif proved:
        yield proved.sentence


def _labels(found: Sequence[Synthesis], status: str) -> list[str]:
    return [_named(one) for one in found if one.status == status]


def _named(one: Synthesis) -> str:
    label = within_sentence(one.analysis.label)
    return f"{label} ({one.analysis.number})" if one.analysis.number else label


def _differing(found: Sequence[Synthesis]) -> list[str]:
    """Analyses that miss the source's estimate or interval; a product of rounded risks is told in its own table."""
    telling = {"estimate", "low", "high", "k", "n"}
    return [
        _named(one) for one in found if any(row.name in telling and not row.agrees for row in one.published_agrees)
    ]


def _reconstructed(found: Sequence[Synthesis]) -> Iterable[str]:
    rows = {row.slug: row for one in found for row in one.rows}
    solved = {row.label for one in found for row in one.rows if Confidence.RECONSTRUCTED in row.confidence}
    if solved:
        counted = f"{len(solved)} of {len(rows)} studies"
        yield (
            f"Counts of {counted} were reconstructed from published totals: that they reproduce those totals is "
            "consistency, not proof."
        )


def _bias(review: Review) -> Iterable[str]:
    included = sum(1 for study in review.studies.values() if study.status is StudyStatus.INCLUDED)
    if not included or not review.analyses:
        return
    judged = included - len(not_judged(review))
    if judged == 0:
        yield "Risk of bias has not been judged here."
    elif judged < included:
        yield f"Risk of bias was judged for {judged} of {included} studies."


def _listed(sentence: str, items: Sequence[str]) -> Iterable[str]:
    more = len(items) - MOST_NAMED
    named = [*items[:MOST_NAMED], f"and {more} more"] if more > 1 else items
    if items:
        yield sentence.format("; ".join(named))
