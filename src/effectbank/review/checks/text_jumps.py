"""A jump to a passage, an analysis or a study that isn't there."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.telling import error
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse
from effectbank.review.text.targets import targets
from effectbank.review.text.tree import plain


def check(review: Review) -> Iterator[Problem]:
    """One Problem a broken jump."""
    text = parse(review.text)
    names = {passage.name for passage in text.passages} | set(targets(review.analyses, review.studies))
    for jump in text.jumps:
        if jump.to not in names:
            said = f"“{plain(jump.children)}” jumps to #{jump.to}, and nothing has that name"
            hint = f"{did_you_mean(jump.to, names)}; a passage is named by {{#name}} in the line before it"
            yield error("text-jumps", Place(file=FILE, line=jump.line), said, hint)
