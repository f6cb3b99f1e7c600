"""The text of a Cochrane file as a folder's text.md: headed sections in their voices, supplements folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from effectbank.formats.cochrane.rm5.escape import escaped
from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview, SourceSection
from effectbank.words import Voice


def text_of(source: SourceReview) -> str:
    """The prose, one block a run of sections with the same voice."""
    sections = [*source.sections, *(_table(one) for one in source.analyses if one.kind == "other" and one.table)]
    runs = groupby(sections, key=lambda section: section.voice)
    return "\n".join(f"{_voice(voice, list(run))}" for voice, run in runs)


def _table(one: SourceAnalysis) -> SourceSection:
    heading = f"Analysis {one.comparison}.{one.number}: {escaped(one.name)}"
    return SourceSection(heading=heading, level=3, text=one.table, voice=Voice.FINDINGS, folded=True)


def _voice(voice: Voice, sections: Iterable[SourceSection]) -> str:
    inner = "\n\n".join(_pieces(sections))
    return f"::::{{voice}} {voice}\n{inner}\n::::\n"


def _pieces(sections: Iterable[SourceSection]) -> Iterator[str]:
    for section in sections:
        text = section.text.strip()
        if section.folded and text:
            yield f":::{{unfold}} {_label(section.heading)}\n{text}\n:::"
        elif section.heading:
            yield f"{'#' * section.level} {_label(section.heading)}" + (f"\n\n{text}" if text else "")
        elif text:
            yield text


def _label(heading: str) -> str:
    return " ".join(heading.split())
