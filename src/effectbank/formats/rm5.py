"""RevMan 5 files (.rm5): a whole Cochrane review, its studies, analyses, judgements and text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from effectbank.formats.cochrane.naming import slug
from effectbank.formats.cochrane.rm5.analyses import analyses_of
from effectbank.formats.cochrane.rm5.bias import judgements_of
from effectbank.formats.cochrane.rm5.cover import card_of
from effectbank.formats.cochrane.rm5.document import review_in
from effectbank.formats.cochrane.rm5.leads import analysis_leads, study_leads
from effectbank.formats.cochrane.rm5.personal import Personal
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.question import eligibility_of, question_of, searches_of
from effectbank.formats.cochrane.rm5.references import others_of
from effectbank.formats.cochrane.rm5.sections import sections_of
from effectbank.formats.cochrane.rm5.studies import studies_of
from effectbank.formats.cochrane.rm5.tree import Telling, unread
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.safe_xml import XmlCaps

PARTS = frozenset({
    "COVER_SHEET", "MAIN_TEXT", "STUDIES_AND_REFERENCES", "CHARACTERISTICS_OF_STUDIES", "QUALITY_ITEMS",
    "SOF_TABLES", "ADDITIONAL_TABLES", "ANALYSES_AND_DATA", "FIGURES", "FEEDBACK", "APPENDICES", "EXTENSIONS",
})  # fmt: skip
CAPS = XmlCaps(elements=300_000)  # the largest reviews have a fifth of that


def read_source(file: str | Path | bytes, *, name: str = "review.rm5", caps: XmlCaps = CAPS) -> SourceReview:
    """What an .rm5 says, with a Problem for everything in it that could not be used.

    `file` is a path or the file's bytes, which then are called `name`; `caps` is how much XML is read. Raises
    BadInput for what is no RevMan file at all, OSError for a path that cannot be read, NotInstalled without lxml.
    """
    raw = file if isinstance(file, bytes) else Path(file).read_bytes()
    called = name if isinstance(file, bytes) else Path(file).name
    root, broken = review_in(raw, called, caps=caps)
    telling = Telling(called, broken)
    unread(root, PARTS, telling)
    personal = Personal()
    prose = Prose(personal, telling)
    card = card_of(root, called, personal)
    known = studies_of(root, prose, telling)
    analyses = analyses_of(root, known, prose, telling)
    main = root.find("MAIN_TEXT")
    judgements = judgements_of(root, known, prose, telling)
    leads = analysis_leads(root, analyses) | study_leads(known.studies)
    sections = sections_of(root, Prose(personal, telling, leads), telling)
    return SourceReview(
        name=_name(card, called),
        format="RevMan 5",
        preset="revman5",
        card=card,
        question=question_of(main, prose),
        eligibility=eligibility_of(main, prose),
        searches=searches_of(root, prose),
        sections=sections,
        studies=tuple(known.studies.values()),
        judgements=judgements,
        analyses=analyses,
        references=others_of(root, prose, telling),
        left_out=personal.counts(),
        problems=telling.ended(),
    )


def _name(card: Mapping[str, Any], called: str) -> str:
    """A name for the folder: the review's number in the Cochrane Library, else the file's name, else the title."""
    return slug(card.get("cd_number") or Path(called).stem) or slug(card.get("title", "")) or "review"
