"""Marks left standing in the prose: a claim that isn't one, a stray fence, HTML, a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error, warning
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse
from effectbank.review.text.tree import Link, Words

CODE = "text-unparsed"
HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--")
CLAIM = "a claim is [words](=path): no space in the path, and its brackets closed"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a mark."""
    text = parse(review.text)
    if text.knot is not None:
        place = Place(file=FILE, line=text.knot)
        yield error(
            CODE, place, "too many brackets are open here; the text is left unread", "close them, or write \\["
        )
    before = ""
    for node in text.nodes():
        if isinstance(node, Words):
            yield from _left(node)
            before = node.text
        elif isinstance(node, Link):
            yield from _link(node, before)


def _left(words: Words) -> Iterator[Problem]:
    place, text = Place(file=FILE, line=words.line), words.text
    if "](=" in text.replace(" ", ""):
        yield error(CODE, place, f"a claim was left unread: {_near(text, '](')}", CLAIM)
    if text.lstrip().startswith(":::"):
        hint = "a fence opens as :::{unfold} Label; an outer one has more colons than those within it"
        yield error(CODE, place, f"a fence was left unread: {text.strip()!r}", hint)
    if re.search(r"\{[.#][\w-]+", text):
        hint = "as in [words]{.editor}; {#name} stands alone in the line before a heading"
        yield warning(CODE, place, f"marks in braces were left unread: {_near(text, '{')}", hint)
    if "^[" in text:
        hint = "a note is hung as [^name] and written as [^name]: words"
        yield warning(CODE, place, f"a note was left unread: {_near(text, '^[')}", hint)
    if HTML.search(text):
        yield warning(CODE, place, f"HTML is shown as it is written: {_near(text, '<')}", "use Markdown")


def _link(link: Link, before: str) -> Iterator[Problem]:
    place = Place(file=FILE, line=link.line)
    if link.href.startswith(("=", "%3D")):
        yield error(CODE, place, f"a claim was left unread: {link.href}", CLAIM)
    if before.endswith("!"):
        yield warning(CODE, place, f"pictures are not shown: {link.href}", "leave out the ! to make it a link")


def _near(text: str, mark: str) -> str:
    at = max(text.find(mark), 0)
    return repr(" ".join(text[max(at - 20, 0) : at + 30].split()))
