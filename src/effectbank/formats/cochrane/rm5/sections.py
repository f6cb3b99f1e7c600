"""The review's text in order, as headed sections in their voices; what supplements the abstract is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.cover import iso_of
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.tree import Element, Telling, child, children, words
from effectbank.formats.cochrane.source import SourceSection
from effectbank.words import Voice

ABSTRACT = {
    "ABS_BACKGROUND": "Background", "ABS_OBJECTIVES": "Objectives", "ABS_SEARCH_STRATEGY": "Search methods",
    "ABS_SELECTION_CRITERIA": "Selection criteria", "ABS_DATA_COLLECTION": "Data collection and analysis",
    "ABS_RESULTS": "Main results", "ABS_CONCLUSIONS": "Authors' conclusions",
}  # fmt: skip
CONCLUDING = frozenset({"ABS_CONCLUSIONS", "CONCLUSIONS"})
HEADINGS = {
    "BACKGROUND": "Background", "OBJECTIVES": "Objectives", "METHODS": "Methods", "RESULTS": "Results",
    "DISCUSSION": "Discussion", "CONCLUSIONS": "Authors' conclusions",
    "CONDITION": "Description of the condition", "INTERVENTION": "Description of the intervention",
    "THEORY": "How the intervention might work", "IMPORTANCE": "Why it is important to do this review",
    "SELECTION_CRITERIA": "Criteria for considering studies", "CRIT_STUDIES": "Types of studies",
    "CRIT_PARTICIPANTS": "Types of participants", "CRIT_INTERVENTIONS": "Types of interventions",
    "CRIT_OUTCOMES": "Types of outcome measures", "CRIT_OUTCOMES_PRIMARY": "Primary outcomes",
    "CRIT_OUTCOMES_SECONDARY": "Secondary outcomes",
    "SEARCH_METHODS": "Search methods", "ELECTRONIC_SEARCHES": "Electronic searches",
    "OTHER_SEARCHES": "Searching other resources",
    "DATA_COLLECTION": "Data collection and analysis", "STUDY_SELECTION": "Selection of studies",
    "DATA_EXTRACTION": "Data extraction and management", "QUALITY_ASSESSMENT": "Assessment of risk of bias",
    "EFFECT_MEASURES": "Measures of treatment effect", "UNIT_OF_ANALYSIS": "Unit of analysis issues",
    "MISSING_DATA": "Dealing with missing data", "HETEROGENEITY_ASSESSMENT": "Assessment of heterogeneity",
    "BIAS_ASSESSMENT": "Assessment of reporting biases", "DATA_SYNTHESIS": "Data synthesis",
    "SUBGROUP_ANALYSIS": "Subgroup analysis and investigation of heterogeneity",
    "SENSITIVITY_ANALYSIS": "Sensitivity analysis",
    "STUDY_DESCRIPTION": "Description of studies", "SEARCH_RESULTS": "Results of the search",
    "INCLUDED_STUDIES_DESCR": "Included studies", "EXCLUDED_STUDIES_DESCR": "Excluded studies",
    "STUDY_QUALITY": "Risk of bias in included studies", "ALLOCATION": "Allocation", "BLINDING": "Blinding",
    "EXCLUSIONS": "Incomplete outcome data", "SELECTIVE_REPORTING": "Selective reporting",
    "OTHER_BIAS_SOURCES": "Other potential sources of bias", "INTERVENTION_EFFECTS": "Effects of interventions",
    "SUMMARY_OF_RESULTS": "Summary of main results",
    "APPLICABILITY_OF_FINDINGS": "Overall completeness and applicability of evidence",
    "QUALITY_OF_EVIDENCE": "Quality of the evidence", "POTENTIAL_BIASES": "Potential biases in the review process",
    "AGREEMENT": "Agreements and disagreements with other studies or reviews",
    "IMPLICATIONS_PRACTICE": "Implications for practice", "IMPLICATIONS_RESEARCH": "Implications for research",
}  # fmt: skip
PARTS = frozenset(HEADINGS)
AFTER = {
    "ACKNOWLEDGEMENTS": "Acknowledgements", "CONTRIBUTIONS": "Contributions of authors",
    "CONFLICT_OF_INTEREST": "Declarations of interest", "PRO_REV_DIFF": "Differences between protocol and review",
    "PUBLIC_NOTES": "Published notes",
}  # fmt: skip
MAIN = frozenset({"SUMMARY", "ABSTRACT", "BODY", *AFTER})
EVENTS = {
    "NEW_CITATION_NEW_CONCLUSIONS": "New citation: conclusions changed",
    "NEW_CITATION_OLD_CONCLUSIONS": "New citation: conclusions not changed",
}
UNFILLED = ("", "[Plain language title]", "[Summary text]")  # what RevMan puts in a new review
SUMMARIES = ("SOF_TABLES/SOF_TABLE", "Summary of findings")
ADDITIONAL = ("ADDITIONAL_TABLES/ADDITIONAL_TABLE", "Table")
IN_FULL = SourceSection(heading="The review in full", level=2, text="", voice=Voice.FINDINGS)
STATUSES = ("INCLUDED", "EXCLUDED", "AWAITING", "ONGOING")


def sections_of(root: Element, prose: Prose, telling: Telling) -> tuple[SourceSection, ...]:
    """Every section that says anything.

    The abstract with what sums the findings up, what its authors conclude, then the review in full, folded.
    """
    main = root.find("MAIN_TEXT")
    abstract = _filled_in(_abstract(child(main, "ABSTRACT"), prose))
    summed_up = [*_summary(child(main, "SUMMARY"), prose, folded=bool(abstract)), *_tables(root, prose, SUMMARIES)]
    body = _filled_in(_body(main, prose))
    in_full = _filled_in(
        [
            *(section for section in body if section.voice is not Voice.CONCLUSIONS),
            *_tables(root, prose, ADDITIONAL),
            *_figures(root, prose, telling),
            *_appendices(root.find("APPENDICES"), prose),
            *_notes(root, prose),
            *_after(main, prose, telling),
            *_history(root.find("COVER_SHEET"), prose),
            *_feedback(root.find("FEEDBACK"), prose),
        ]
    )
    return (
        *(section for section in abstract if section.voice is not Voice.CONCLUSIONS),
        *_filled_in(summed_up),
        *(section for section in (*abstract, *body) if section.voice is Voice.CONCLUSIONS),
        *([IN_FULL] if abstract and in_full else []),
        *in_full,
    )


def _filled_in(sections: Iterable[SourceSection]) -> list[SourceSection]:
    return [section for section in sections if section.text]


def folded(heading: str, text: str, voice: Voice = Voice.FINDINGS) -> SourceSection:
    """A supplement, opened in place."""
    return SourceSection(heading=heading, level=2, text=text, voice=voice, folded=True)


def _abstract(part: Element | None, prose: Prose) -> Iterator[SourceSection]:
    for element in children(part):
        heading = ABSTRACT.get(element.tag) or element.tag.removeprefix("ABS_").replace("_", " ").capitalize()
        voice = Voice.CONCLUSIONS if element.tag in CONCLUDING else Voice.FINDINGS
        yield SourceSection(heading=heading, level=2, text=prose.blocks(element), voice=voice)


def _summary(part: Element | None, prose: Prose, *, folded: bool) -> Iterator[SourceSection]:
    title, body = (_filled(child(part, tag)) for tag in ("TITLE", "SUMMARY_BODY"))
    head, text = prose.line(title), prose.blocks(body)
    whole = f"**{head}**\n\n{text}" if head and text and "*" not in head else text
    yield SourceSection(heading="Plain-language summary", level=2, text=whole, voice=Voice.FINDINGS, folded=folded)


def _filled(element: Element | None) -> Element | None:
    """An element that does not just hold what RevMan puts in every new review."""
    return None if words(element) in UNFILLED else element


def _body(main: Element | None, prose: Prose) -> Iterator[SourceSection]:
    for part in children(child(main, "BODY")):
        heading = HEADINGS.get(part.tag) or part.tag.replace("_", " ").capitalize()
        voice = Voice.CONCLUSIONS if part.tag in CONCLUDING else Voice.FINDINGS
        yield folded(f"Full text: {heading}", "\n\n".join(_parts(part, prose, 3)), voice)


def _after(main: Element | None, prose: Prose, telling: Telling) -> Iterator[SourceSection]:
    """Thanks, interests and the like, and what no part of the schema is called."""
    for tag, heading in AFTER.items():
        yield folded(heading, prose.blocks(child(main, tag)))
    for part in children(main):
        if part.tag not in MAIN and words(part):
            telling.tell(faults.unknown_in_text(telling.at(part), part.tag))
            yield folded(part.tag.replace("_", " ").capitalize(), prose.blocks(part))


def _parts(element: Element, prose: Prose, level: int) -> Iterator[str]:
    """A part's own text, then its parts under headings of their own; a part that says nothing has none."""
    own = prose.blocks(element, leave=PARTS)
    if own:
        yield own
    for part in children(element):
        if part.tag in PARTS:
            inner = list(_parts(part, prose, level + 1))
            if inner:
                yield f"{'#' * min(level, 6)} {HEADINGS[part.tag]}"
                yield from inner


def _tables(root: Element, prose: Prose, which: tuple[str, str]) -> Iterator[SourceSection]:
    """The tables of a kind, each with its footnotes."""
    path, kind = which
    for n, part in enumerate(root.iterfind(path), start=1):
        title = words(part.find("TITLE"))
        label = f"{kind} {part.get('NO') or n}"
        named = title and title.casefold() != kind.casefold()
        text = "\n\n".join(filter(None, (prose.blocks(part, leave=TITLED), _footnotes(part, prose))))
        yield folded(f"{label}: {prose.plain(title)}" if named else label, text)


def _notes(root: Element, prose: Prose) -> Iterator[SourceSection]:
    """The footnotes of the characteristics of studies."""
    for status in STATUSES:
        part = root.find(f"CHARACTERISTICS_OF_STUDIES/CHARACTERISTICS_OF_{status}_STUDIES")
        yield folded(f"Notes to the table of {status.lower()} studies", _footnotes(part, prose))


TITLED = frozenset({"TITLE", "FOOTNOTES"})


def _footnotes(part: Element | None, prose: Prose) -> str:
    return prose.blocks(child(part, "FOOTNOTES"))


def _figures(root: Element, prose: Prose, telling: Telling) -> Iterator[SourceSection]:
    figures = list(root.iterfind("FIGURES/FIGURE"))
    captions = []
    for n, part in enumerate(figures, start=1):
        caption = prose.blocks(part.find("CAPTION")) or prose.line(part.find("TITLE"))
        captions.append(f"**Figure {part.get('NO') or n}.** {caption}".strip())
    pictures = sum(part.find("FILE") is not None for part in figures)
    if pictures:
        telling.tell(faults.images(telling.at(figures[0]), pictures))
    yield folded("Figures", "\n\n".join(captions))


def _history(cover: Element | None, prose: Prose) -> Iterator[SourceSection]:
    for tag, heading in (("WHATS_NEW", "What's new"), ("HISTORY", "History")):
        entries = [_entry(part, prose) for part in children(child(cover, tag))]
        yield folded(heading, "\n\n".join(filter(None, entries)))
    yield folded("Sources of support", "\n\n".join(_support(child(cover, "SOURCES_OF_SUPPORT"), prose)))


def _entry(part: Element, prose: Prose) -> str:
    event = part.get("EVENT") or ""
    told = EVENTS.get(event) or event.replace("_", " ").capitalize()
    date = iso_of(part.find("DATE"))
    text = prose.blocks(part.find("DESCRIPTION"))
    head = ": ".join(filter(None, (date, told)))
    return f"**{head}**\n\n{text}".strip() if head else text


def _support(part: Element | None, prose: Prose) -> Iterator[str]:
    for kind in children(part):
        sources = []
        for source in kind.iterchildren("SOURCE"):
            named = [prose.inline.words(words(source.find(tag))) for tag in ("NAME", "COUNTRY")]
            told = [*named, prose.line(source.find("DESCRIPTION"))]
            sources.append("- " + ", ".join(filter(None, told)))
        if sources:
            yield f"### {kind.tag.replace('_', ' ').capitalize()}"
            yield "\n".join(sources)


def _feedback(part: Element | None, prose: Prose) -> Iterator[SourceSection]:
    for n, item in enumerate(children(part), start=1):
        title, date = words(item.find("TITLE")), iso_of(child(item, "DATE_SUBMITTED/DATE"))
        heading = f"Feedback {item.get('NO') or n}" + (f": {prose.plain(title)}" if title else "")
        texts = [date]
        for inner in children(item):
            text = prose.blocks(inner) if inner.tag not in ("TITLE", "DATE_SUBMITTED") else ""
            if text:
                texts += [f"### {inner.tag.removeprefix('FEEDBACK_').capitalize()}", text]
        yield folded(heading, "\n\n".join(filter(None, texts)) if len(texts) > 1 else "")


def _appendices(part: Element | None, prose: Prose) -> Iterator[SourceSection]:
    for n, item in enumerate(children(part), start=1):
        title = words(item.find("TITLE"))
        heading = f"Appendix {item.get('NO') or n}" + (f": {prose.plain(title)}" if title else "")
        yield folded(heading, prose.blocks(item, leave=frozenset({"TITLE"})))
