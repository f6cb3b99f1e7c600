"""What the links within a RevMan text lead to: analyses and studies, by the ids of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from effectbank.formats.cochrane.rm5.analyses import OUTCOMES
from effectbank.formats.cochrane.rm5.tree import Element
from effectbank.formats.cochrane.source import SourceAnalysis
from effectbank.review.text.targets import analysis, study

PLAIN = re.compile(r"[^\s()<>\[\]]+")  # what stands in a link as it is


def analysis_leads(root: Element, analyses: Sequence[SourceAnalysis]) -> dict[str, str]:
    """Of each analysis, read in the file's order, by the id of its outcome; named by its number, "1.2"."""
    part = root.find("ANALYSES_AND_DATA")
    outcomes = [] if part is None else [one for one in part.iterfind("COMPARISON/*") if one.tag in OUTCOMES]
    named = ((one.get("ID") or "", found) for one, found in zip(outcomes, analyses, strict=True))
    return {key: analysis(f"{found.comparison}.{found.number}") for key, found in named if key}


def study_leads(keys: Iterable[str]) -> dict[str, str]:
    """Of each study by its id, which names it."""
    return {key: study(key) for key in keys if PLAIN.fullmatch(key)}
