"""Coverage: of the quantities in the prose, how many are bound, and which are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from effectbank.numerals import percent, quantities
from effectbank.review.review import Review
from effectbank.review.text import Text, parse
from effectbank.review.text.tree import (
    Break,
    Claim,
    Code,
    EntryLink,
    Inline,
    Link,
    NoteMark,
    Span,
    Words,
    inlines_of,
    plain,
    within,
)  # fmt: skip

UNCOUNTED = "uncounted"
GAP = "\ufffc"  # where something stands that is no prose of its own
REFERENCE = "\ufffb"
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w'’-]*){1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`bound` of `total` quantities; those `unbound` and `exempt` ({.uncounted}) with their lines and words."""

    bound: int
    total: int
    unbound: tuple[tuple[int, str], ...]
    exempt: tuple[tuple[int, str], ...]

    @property
    def share(self) -> float:
        """Bound over all; 1 where there is nothing to bind."""
        return self.bound / self.total if self.total else 1.0

    def __str__(self) -> str:
        return f"{self.bound} of {self.total} quantities bound ({percent(self.share)})"


def coverage(review: Review, text: Text | None = None) -> Coverage:
    """How many quantities of the prose are bound. Notes and labels count; code, addresses and marks do not."""
    text = text or parse(review.text)
    blocks = (*text.blocks, *(block for note in text.notes for block in note.blocks))
    labels = ((Words(text=unfold.label, line=unfold.line),) for unfold in text.unfolds)
    runs = [_Run(inlines) for inlines in (*inlines_of(blocks), *labels)]
    bound = sum(len(quantities(claim.words)) for claim in text.claims)
    unbound = tuple(found for run in runs for found in run.unbound())
    exempt = tuple(found for run in runs for found in run.exempt)
    return Coverage(bound=bound, total=bound + len(unbound), unbound=unbound, exempt=exempt)


class _Run:
    """The unbound prose of one line of inlines, with the source line of each character."""

    def __init__(self, inlines: tuple[Inline, ...]) -> None:
        self.prose: list[str] = []
        self.lines: list[int] = []
        self.exempt: list[tuple[int, str]] = []
        self._add(inlines)

    def _add(self, inlines: tuple[Inline, ...]) -> None:
        for node in inlines:
            match node:
                case Words():
                    self._say(node.text, node.line)
                case Break():
                    self._say(" ", node.line)
                case Claim() | Code() | NoteMark():
                    self._say(GAP, node.line)
                case Span() if UNCOUNTED in node.classes:
                    self.exempt.append((node.line, plain(node.children)))
                    self._say(GAP, node.line)
                case Link() | EntryLink() if self._refers(plain(node.children)):
                    self._say(REFERENCE, node.line)
                case _:
                    self._add(within(node))  # type: ignore[arg-type]

    def _refers(self, words: str) -> bool:
        """Whether a link is a mark of reference, as the two of "(1 2)" are, and no quantity."""
        before = "".join(self.prose).rstrip(" ,")
        return re.fullmatch(r"\d{1,2}", words.strip()) is not None and before.endswith(("(", REFERENCE))

    def _say(self, words: str, line: int) -> None:
        self.prose.append(words)
        self.lines.extend([line] * len(words))

    def unbound(self) -> Iterator[tuple[int, str]]:
        """The quantities left, with a word or two of what follows."""
        prose = "".join(self.prose)
        for start, end in quantities(prose):
            following = _FOLLOWING.match(prose, end)
            yield self.lines[start], " ".join(prose[start : following.end() if following else end].split())
