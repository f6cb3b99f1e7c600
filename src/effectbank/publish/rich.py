"""Texts of cells as HTML: they may hold Markdown, as the prose does, but name nothing and bind nothing."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from effectbank.publish.inlines import inlines
from effectbank.publish.prose import prose
from effectbank.publish.setting import setting
from effectbank.publish.site import Site
from effectbank.review.text import parse, tree
from effectbank.words import EntryKind

_MARKS = re.compile(r"[\\*_`<\[\]|#~\n&]|^(?:\d+[.)]|[-+>]) ")
_DEEPER = 3  # how far a heading within a cell sinks


def rich(text: str) -> Markup:
    """The text with its paragraphs, lists and emphasis; words alone where it is but one paragraph."""
    said = text.strip()
    if not _MARKS.search(said):
        return escape(said)
    blocks = parse(said).blocks
    here = setting((), (), site=Site(), kind=EntryKind.NOTES, described=(), echo=True, deeper=_DEEPER)
    if len(blocks) == 1 and isinstance(blocks[0], tree.Paragraph):
        return inlines(blocks[0].children, here)
    return prose(blocks, here)
