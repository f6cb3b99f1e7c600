"""What the prose must know of its surroundings to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from effectbank.publish.site import Site
from effectbank.review.text import tree
from effectbank.words import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a node must know to be drawn.

    `described` holds the numbers of the claims that have an explanation on the page; `jumps` numbers the jumps;
    `met` are the notes already drawn, `waiting` those to be put under the block they hang on. `echo` marks a
    second copy, in which nothing is named.
    """

    site: Site
    kind: EntryKind
    notes: Mapping[str, tree.Note]
    described: frozenset[int]
    jumps: Mapping[int, int]  # id of a Jump node -> its number
    ways_back: Mapping[str, tuple[int, ...]]  # passage -> numbers of the jumps that lead to it
    leads: Mapping[str, str]  # an analysis or a study, as jumps name it -> where it stands on the page
    met: set[str]
    waiting: list[Markup] = field(default_factory=list)
    echo: bool = False
    deeper: int = 0  # how far headings sink below their own level


def setting(
    blocks: Sequence[tree.Block],
    notes: Sequence[tree.Note],
    *,
    site: Site,
    kind: EntryKind,
    described: Iterable[int],
    leads: Mapping[str, str] | None = None,
    echo: bool = False,
    deeper: int = 0,
) -> Setting:
    """The setting of a page with these blocks and notes."""
    every = tree.walk((*blocks, *(block for note in notes for block in note.blocks)))
    jumps = [node for node in every if isinstance(node, tree.Jump)]
    ways_back: dict[str, tuple[int, ...]] = {}
    for number, jump in enumerate(jumps, 1):
        ways_back[jump.to] = (*ways_back.get(jump.to, ()), number)
    return Setting(
        site=site,
        kind=kind,
        notes={note.name: note for note in notes},
        described=frozenset(described),
        jumps={id(jump): number for number, jump in enumerate(jumps, 1)},
        ways_back=ways_back,
        leads=leads or {},
        met=set(),
        echo=echo,
        deeper=deeper,
    )
