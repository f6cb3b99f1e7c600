"""How to cite the document an entry analyses: plain words, RIS and BibTeX, made from the entry's card."""

from __future__ import annotations

import re

from effectbank.publish.site import slug_of
from effectbank.review.model import EntryCard
from effectbank.words import EntryKind

_RIS_TYPES = {EntryKind.STUDY: "JOUR", EntryKind.REVIEW: "JOUR", EntryKind.DOCUMENT: "RPRT"}
_BIBTEX_TYPES = {EntryKind.STUDY: "article", EntryKind.REVIEW: "article", EntryKind.DOCUMENT: "techreport"}
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def authors_shown(authors: tuple[str, ...]) -> str:
    """The first three, then et al."""
    return ", ".join(authors[:3]) + (" et al." if len(authors) > 3 else "")


def plain(card: EntryCard) -> str:
    """One line for a reference list."""
    title = card.title if card.title.endswith((".", "?", "!")) else f"{card.title}."
    source = card.citation or (f"{card.year}." if card.year else "")
    return " ".join(filter(None, (_closed(", ".join(card.authors)), title, source, card.title_url)))


def ris(card: EntryCard) -> str:
    """A RIS record; only tags with something to say."""
    kind = _RIS_TYPES.get(card.kind, "ELEC")
    fields = [("TY", kind), *(("AU", author) for author in card.authors), ("TI", card.title)]
    fields += [("PY", str(card.year or "")), ("N1", card.citation), ("UR", card.title_url)]
    fields += [("KW", subject) for subject in card.subjects]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - ", ""])


def bibtex(card: EntryCard) -> str:
    """A BibTeX record; the key is the entry's slug."""
    fields = {
        "author": " and ".join(card.authors),
        "title": f"{{{_tex(card.title)}}}",
        "year": str(card.year or ""),
        "note": _tex(card.citation),
        "url": card.title_url,
    }
    fields["author"] = _tex(fields["author"])
    inside = ",\n".join(f"  {name} = {{{_one_line(value)}}}" for name, value in fields.items() if value)
    return f"@{_BIBTEX_TYPES.get(card.kind, 'misc')}{{{slug_of(card.slug)},\n{inside}\n}}\n"


def _closed(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."


def _tex(words: str) -> str:
    return words.translate(_TEX)


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()
