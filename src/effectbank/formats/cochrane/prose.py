"""The text of a Cochrane file as a folder's text.md: headed sections in their voices, supplements folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from effectbank.formats.cochrane.rm5.escape import escaped
from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview, SourceSection
from effectbank.words import Voice

LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(#((?:analysis|study)-[^)\s]+)\)")


def text_of(source: SourceReview, names: Mapping[str, str]) -> str:
    """The prose, one block a run of sections with the same voice; `names` are the folder's, by the source's."""
    sections = [*source.sections, *(_table(one) for one in source.analyses if one.kind == "other" and one.table)]
    runs = groupby(sections, key=lambda section: section.voice)
    text = "\n".join(f"{_voice(voice, list(run))}" for voice, run in runs)

    def renamed(found: re.Match[str]) -> str:
        return f"[{found[1]}](#{names[found[2]]})" if found[2] in names else found[1]

    return LINK.sub(renamed, text)


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
