"""A fence that is never closed, or of a kind that isn't known."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.telling import error
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse
from effectbank.review.text.tree import CodeBlock, Fence, Unfold, VoiceBlock

CODE = "text-fences"
KINDS = ("voice", "unfold")
LONGER = "close it with a line of as many colons; an outer fence has more colons than those within it"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a fence."""
    for node in parse(review.text).nodes():
        if not isinstance(node, (Fence, Unfold, VoiceBlock, CodeBlock)):
            continue
        place = Place(file=FILE, line=node.line)
        if not node.closed:
            code = isinstance(node, CodeBlock)
            hint = "close it with a line of as many backticks" if code else LONGER
            yield error(CODE, place, "this fence is never closed, and takes in all that follows", hint)
        if isinstance(node, Fence):
            hint = did_you_mean(node.given, KINDS)
            yield error(CODE, place, f"{{{node.given}}} is not a kind of block", hint)
        if isinstance(node, Unfold) and not node.label:
            yield error(CODE, place, "an {unfold} without a label", "as in :::{unfold} What applicants had to do")
