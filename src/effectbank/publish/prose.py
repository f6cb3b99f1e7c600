"""The prose as HTML: voices, passages, lists, tables and unfolds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from effectbank.publish.inlines import inlines, notes_under, ways_back
from effectbank.publish.kinds import voice_heading
from effectbank.publish.setting import Setting
from effectbank.publish.text_tables import anchor_of_fold
from effectbank.review.text import tree
from effectbank.words import Voice

DEEPEST = 6


def prose(blocks: Sequence[tree.Block], here: Setting) -> Markup:
    """Blocks as HTML, in order."""
    return Markup("\n").join(_block(block, here) for block in blocks)


def voice_section(block: tree.VoiceBlock, number: int, here: Setting, figure: Markup) -> Markup:
    """A voice as a section of the page, with a figure at its end.

    Its own first heading stands over it, or else words that say whose voice it is.
    """
    voice = block.voice or Voice.COMMENTARY
    heading, others = _over(block.blocks)
    words = inlines(heading.children, here) if heading else escape(voice_heading(voice, here.kind))
    body = notes_under(here) + prose(others, replace(here, deeper=1))
    return _VOICE.format(voice, number, words, body, figure)


def _over(blocks: Sequence[tree.Block]) -> tuple[tree.Heading | None, Sequence[tree.Block]]:
    """The heading a voice begins with, if nothing leads to it and it is over all of it, and the blocks after it."""
    first, others = (blocks[0], blocks[1:]) if blocks else (None, blocks)
    if not isinstance(first, tree.Heading) or first.level > 2 or first.name:
        return None, blocks
    if any(isinstance(block, tree.Heading) and block.level <= first.level for block in others):
        return None, blocks
    return first, others


def note_body(note: tree.Note, here: Setting) -> Markup:
    """A note's text in full, for the foot of the page."""
    return prose(note.blocks, replace(here, echo=True))


def _block(block: tree.Block, here: Setting) -> Markup:
    draw = _DRAWN.get(type(block))
    return draw(block, here) if draw else prose(tree.within(block), here)  # type: ignore[arg-type]


def _heading(block: tree.Heading, here: Setting) -> Markup:
    return _NAMED[min(block.level + here.deeper, DEEPEST)](block, here)


def _named(start: Markup, end: Markup) -> Callable[[tree.Paragraph | tree.Heading, Setting], Markup]:
    """How a paragraph or a heading is drawn: as a passage where it has a name."""

    def draw(block: tree.Paragraph | tree.Heading, here: Setting) -> Markup:
        inside = inlines(block.children, here)
        if not block.name or here.echo:
            return start + Markup(">") + inside + end + notes_under(here)
        passage = Markup(' id="{}" class="passage" tabindex="-1">{}{}').format(
            block.name, inside, ways_back(block.name, here)
        )
        return start + passage + end + notes_under(here)

    return draw


def _unfold(block: tree.Unfold, here: Setting) -> Markup:
    said = Markup('<details class="fold unfold"{}><summary>{}</summary>\n{}\n</details>')
    anchor = anchor_of_fold(block.label)
    named = Markup(' id="{}"').format(anchor) if anchor else ""
    return said.format(named, block.label, prose(block.blocks, here))


def _listing(block: tree.Listing, here: Setting) -> Markup:
    tag = Markup("ol") if block.ordered else Markup("ul")
    start = Markup(' start="{}"').format(block.start) if block.ordered and block.start != 1 else ""
    items = Markup("\n").join(Markup("<li>{}</li>").format(_item(item, block.tight, here)) for item in block.items)
    return Markup("<{0}{1}>\n{2}\n</{0}>").format(tag, start, items)


def _item(blocks: Sequence[tree.Block], tight: bool, here: Setting) -> Markup:
    parts = (
        inlines(block.children, here) + notes_under(here)
        if tight and isinstance(block, tree.Paragraph)
        else _block(block, here)
        for block in blocks
    )
    return Markup("\n").join(parts)


def _table(block: tree.Table, here: Setting) -> Markup:
    head = _table_row(block.head, Markup('<th scope="col">{}</th>'), here)
    body = Markup("\n").join(_table_row(row, Markup("<td>{}</td>"), here) for row in block.rows)
    return _TABLE.format(head, body) + notes_under(here)


def _table_row(cells: Sequence[Sequence[tree.Inline]], cell: Markup, here: Setting) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(cell.format(inlines(inside, here)) for inside in cells))


_VOICE = Markup(
    '<section class="voice voice-{0}" data-block="{0}" aria-labelledby="{0}-{1}">\n'
    '<h2 id="{0}-{1}">{2}</h2>\n{3}\n{4}\n</section>'
)
_TABLE = Markup(
    '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table class="data">'
    "<thead>{}</thead><tbody>{}</tbody></table></div>"
)
_NAMED = {
    1: _named(Markup("<h1"), Markup("</h1>")),
    2: _named(Markup("<h2"), Markup("</h2>")),
    3: _named(Markup("<h3"), Markup("</h3>")),
    4: _named(Markup("<h4"), Markup("</h4>")),
    5: _named(Markup("<h5"), Markup("</h5>")),
    6: _named(Markup("<h6"), Markup("</h6>")),
}
_DRAWN: Mapping[type[Any], Callable[[Any, Setting], Markup]] = {
    tree.Paragraph: _named(Markup("<p"), Markup("</p>")),
    tree.Heading: _heading,
    tree.Listing: _listing,
    tree.Table: _table,
    tree.Unfold: _unfold,
    tree.Quote: lambda block, here: Markup("<blockquote>{}</blockquote>").format(prose(block.blocks, here)),
    tree.CodeBlock: lambda block, _: Markup('<pre tabindex="0">{}</pre>').format(block.text),
    tree.Rule: lambda *_: Markup("<hr>"),
}
