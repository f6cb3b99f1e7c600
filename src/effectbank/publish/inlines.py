"""A line of prose as HTML: bound numbers, jumps, links, and notes, which wait for the end of their block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from effectbank.publish.addresses import safe_address
from effectbank.publish.setting import Setting
from effectbank.review.text import tree


def inlines(nodes: Sequence[tree.Inline], here: Setting) -> Markup:
    return Markup("").join(_inline(node, here) for node in nodes)


def _inline(node: tree.Inline, here: Setting) -> Markup:
    return _DRAWN[type(node)](node, here)


def _break(node: tree.Break, _: Setting) -> Markup:
    return Markup("<br>\n") if node.hard else Markup("\n")


def _link(link: tree.Link, here: Setting) -> Markup:
    inside, address = inlines(link.children, here), safe_address(link.href)
    return Markup('<a href="{}" rel="external">{}</a>').format(address, inside) if address else inside


def _claim(claim: tree.Claim, here: Setting) -> Markup:
    inside = inlines(claim.children, here)
    if here.echo or claim.number not in here.described:
        return inside
    said = Markup('<a class="num" id="num-{0}" href="#why-{0}" aria-describedby="kind-{0}">{1}</a>')
    return said.format(claim.number, inside)


def _jump(jump: tree.Jump, here: Setting) -> Markup:
    inside = inlines(jump.children, here)
    name = "" if here.echo else Markup(' id="jump-{}"').format(here.jumps[id(jump)])
    return Markup('<a class="jump"{} href="#{}">{}</a>').format(name, here.leads.get(jump.to, jump.to), inside)


def _entry_link(link: tree.EntryLink, here: Setting) -> Markup:
    inside = inlines(link.children, here)
    if not here.site.is_bank:
        return inside
    passage = f"#{link.passage}" if link.passage else ""
    return Markup('<a href="{}{}">{}</a>').format(here.site.entry(link.entry), passage, inside)


def _span(span: tree.Span, here: Setting) -> Markup:
    inside = inlines(span.children, here)
    if "editor" in span.classes:
        inside = _bracketed(inside)
    known = [name for name in span.classes if name in ("editor", "uncounted")]
    if span.name and not here.echo:
        sort = " ".join(["passage", *known])
        said = Markup('<span id="{}" class="{}" tabindex="-1">{}{}</span>')
        return said.format(span.name, sort, inside, ways_back(span.name, here))
    return Markup('<span class="{}">{}</span>').format(" ".join(known), inside) if known else inside


def _bracketed(inside: Markup) -> Markup:
    """The bank's own words within another's: in square brackets, so that the voice shows without colour."""
    return Markup("[{}]").format(inside)


def _note_mark(mark: tree.NoteMark, here: Setting) -> Markup:
    note = here.notes.get(mark.name)
    if note is None or here.echo:
        return Markup("")
    letter = note_letter(note.number)
    first = mark.name not in here.met
    here.met.add(mark.name)
    name = Markup(' id="mark-{}"').format(letter) if first else ""
    link = Markup(
        '<a class="note-mark" role="doc-noteref"{} href="#note-{}"><span class="unseen">Note </span>{}</a>'
    )
    if first:
        here.waiting.append(_note_under(note, letter, here))
    return link.format(name, letter, letter)


def notes_under(here: Setting) -> Markup:
    """The notes of the block just drawn, to stand under it."""
    notes = Markup("").join(Markup("\n") + note for note in here.waiting)
    here.waiting.clear()
    return notes


def _note_under(note: tree.Note, letter: str, here: Setting) -> Markup:
    """A note, in phrases only: where there is a margin, script moves it into the sentence it hangs on."""
    said = Markup(
        '<span class="note" role="note" id="note-{0}" tabindex="-1"><b>{0}</b> {1}'
        ' <a class="back" role="doc-backlink" href="#mark-{0}">Back to the words</a></span>'
    )
    return said.format(letter, Markup(" ").join(_phrase(block, here) for block in note.blocks))


def _phrase(block: tree.Block, here: Setting) -> Markup:
    match block:
        case tree.Paragraph() | tree.Heading():
            return Markup('<span class="note-part">{}</span>').format(inlines(block.children, here))
        case tree.Listing():
            items = (Markup(" ").join(_phrase(inner, here) for inner in item) for item in block.items)
            listed = Markup("").join(Markup('<span role="listitem">{}</span>').format(item) for item in items)
            return Markup('<span role="list">{}</span>').format(listed)
        case _:
            return escape(tree.plain((block,)))


def note_letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def ways_back(name: str, here: Setting) -> Markup:
    way = Markup(' <a class="back" href="#jump-{}">Back to where you were</a>')
    return Markup("").join(way.format(number) for number in here.ways_back.get(name, ()))


_DRAWN: Mapping[type[Any], Callable[[Any, Setting], Markup]] = {
    tree.Words: lambda node, _: escape(node.text),
    tree.Code: lambda node, _: Markup("<code>{}</code>").format(node.text),
    tree.Break: _break,
    tree.Emphasis: lambda node, here: Markup("<em>{}</em>").format(inlines(node.children, here)),
    tree.Strong: lambda node, here: Markup("<strong>{}</strong>").format(inlines(node.children, here)),
    tree.Link: _link,
    tree.EntryLink: _entry_link,
    tree.Jump: _jump,
    tree.Claim: _claim,
    tree.NoteMark: _note_mark,
    tree.Span: _span,
}
