"""The article of an entry: BANK's blocks in their order, complete without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from effectbank.publish.analysis import AnalysisView, analysis_view
from effectbank.publish.contents import contents_of
from effectbank.publish.depth import depth
from effectbank.publish.environment import shared_environment
from effectbank.publish.explanations import Explanation, explanations
from effectbank.publish.head import head
from effectbank.publish.inlines import note_letter
from effectbank.publish.kinds import source_word
from effectbank.publish.proof import proof_view
from effectbank.publish.prose import note_body, prose, voice_section
from effectbank.publish.setting import Setting, setting
from effectbank.publish.site import Site
from effectbank.publish.tables import anchor_of
from effectbank.publish.text_tables import text_tables
from effectbank.review import Review
from effectbank.review.text import Text, parse, targets
from effectbank.review.text.tree import Block, Heading, Unfold, VoiceBlock
from effectbank.words import Voice


def article(review: Review, *, site: Site | None = None) -> str:
    """The <article> of an entry, without the bank's frame."""
    around, text = site or Site(), parse(review.text)
    views = [analysis_view(review, name) for name in review.analyses]
    under, proved = depth(review), proof_view(review)
    known = explanations(review, text.claims, under.anchors | _anchors(views))
    return (
        shared_environment()
        .get_template("article.html")
        .render(
            site=around,
            card=review.card,
            head=head(review, text, around, proved),
            proof=proved,
            source=source_word(review.card.kind),
            depth=under,
            explanations=known,
            **_told(review, text, around, views, known),
        )
    )


def _anchors(views: Iterable[AnalysisView]) -> frozenset[str]:
    """The names of the source's own numbers on the page."""
    plotted = (row.name for view in views if view.table for row in view.table.rows)
    return frozenset((*plotted, *(view.published_name for view in views if view.published_words))) - {""}


def _told(
    review: Review, text: Text, site: Site, views: Sequence[AnalysisView], known: Sequence[Explanation]
) -> dict[str, object]:
    """The prose with its main analysis, the other analyses, and the notes for the foot."""
    bound = (one.number for one in known)
    leads = {targets.study(study.name): anchor_of(study.place) for study in review.studies.values()}
    here = setting(text.blocks, text.notes, site=site, kind=review.card.kind, described=bound, leads=leads)
    main = _main(text, views)
    return {
        "sections": _sections(text.written, here, _drawn(main)),
        "main_shown": main is not None,
        "contents": contents_of(views, main, text_tables(text)),
        "notes": [(note_letter(note.number), note_body(note, here)) for note in text.notes if note.number],
    }


def _main(text: Text, views: Sequence[AnalysisView]) -> AnalysisView | None:
    """The analysis shown with the findings: the first that could be computed."""
    voices = {block.voice for block in text.written if isinstance(block, VoiceBlock)}
    return next((view for view in views if view.fitted), None) if Voice.FINDINGS in voices else None


def _drawn(view: AnalysisView | None) -> Markup:
    if view is None:
        return Markup("")
    macros: Any = shared_environment().get_template("_forest.html").module
    drawn: Markup = macros.analysis(view)
    return drawn


def _sections(blocks: Sequence[Block], here: Setting, figure: Markup) -> list[Markup]:
    """The blocks in their order, each voice a section; the figure ends the last findings that aren't all folded."""
    findings = [block for block in blocks if isinstance(block, VoiceBlock) and block.voice is Voice.FINDINGS]
    read = [block for block in findings if not all(isinstance(part, (Unfold, Heading)) for part in block.blocks)]
    last = next(reversed(read or findings), None)
    return [
        voice_section(block, number, here, figure if block is last else Markup(""))
        if isinstance(block, VoiceBlock)
        else prose([block], here)
        for number, block in enumerate(blocks, 1)
    ]
