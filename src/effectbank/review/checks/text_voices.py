"""Words without a voice in the analysis of a document, a voice that isn't known, or one voice inside another."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.telling import error
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse
from effectbank.review.text.tree import Block, Fence, Rule, VoiceBlock, walk
from effectbank.words import EntryKind, Voice

CODE = "text-voices"
ANALYSES = (EntryKind.REVIEW, EntryKind.STUDY, EntryKind.DOCUMENT)  # a hot topic and notes are all the bank's own
VOICES = tuple(voice.value for voice in Voice)
HOW = f"put them between ::::{{voice}} {VOICES[0]} and :::: (voices: {', '.join(VOICES)})"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a voice, and one for each run of blocks without any."""
    blocks = parse(review.text).blocks
    for node in walk(blocks):
        if isinstance(node, VoiceBlock):
            yield from _voice(node)
    if review.card.kind in ANALYSES:
        yield from _without(blocks)


def _voice(block: VoiceBlock) -> Iterator[Problem]:
    place = Place(file=FILE, line=block.line)
    if block.voice is None:
        said = f"the voice {block.given!r} is not known" if block.given else "a {voice} without a name"
        yield error(CODE, place, said, did_you_mean(block.given, VOICES))
    for node in walk(block.blocks):
        if isinstance(node, VoiceBlock):
            said = f"the voice {node.given!r} stands inside the voice {block.given!r}"
            yield error(
                CODE, Place(file=FILE, line=node.line), said, "close the first, or make it an editor's note"
            )


def _without(blocks: tuple[Block, ...]) -> Iterator[Problem]:
    told = False
    for block in blocks:
        bare = not isinstance(block, (VoiceBlock, Fence, Rule))
        if bare and not told:
            yield error(CODE, Place(file=FILE, line=block.line), "it isn't said whose words these are", HOW)
        told = bare
