"""REFERENCE elements as CSL-JSON items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.tree import Element, Telling, children, unread, words

Item = Mapping[str, Any]

TYPES = {
    "JOURNAL_ARTICLE": "article-journal", "COCHRANE_REVIEW": "article-journal",
    "COCHRANE_PROTOCOL": "article-journal",
    "CONFERENCE_PROC": "paper-conference", "BOOK": "book", "BOOK_SECTION": "chapter",
    "CORRESPONDENCE": "personal_communication", "COMPUTER_PROGRAM": "software", "UNPUBLISHED": "manuscript",
    "DISSERTATION": "thesis", "NEWSPAPER_ARTICLE": "article-newspaper", "ONLINE": "webpage",
}  # fmt: skip
FIELDS = {
    "TI": "title", "SO": "container-title", "VL": "volume", "NO": "issue", "PG": "page", "PB": "publisher",
    "CY": "publisher-place", "EN": "edition", "TO": "original-title",
}  # fmt: skip
IDENTIFIERS = {"DOI": "DOI", "PUBMED": "PMID", "MEDLINE": "PMID", "PMC": "PMCID", "PUBMED_CENTRAL": "PMCID",
               "ISBN": "ISBN", "ISSN": "ISSN", "URL": "URL"}  # fmt: skip
OTHERS = {
    "ADDITIONAL_REFERENCES": "additional", "OTHER_VERSIONS_REFERENCES": "version", "PENDING_REFERENCES": "pending",
}  # fmt: skip
READ = frozenset({*FIELDS, "AU", "ED", "YR", "IDENTIFIERS"})

_INITIALS = re.compile(r"(?P<family>\S.*?)\s+(?P<given>(?:[^\W\d_a-z]\.?[ -]?){1,5})")
_EDITORS = re.compile(r"\s*[\[(](?:editors?|eds?\.?)[\])]\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def item_of(element: Element, name: str, prose: Prose) -> Item:
    """A reference as a CSL-JSON item; `name` is its id. What CSL has no field for goes into its note."""
    item: dict[str, Any] = {"id": name, "type": TYPES.get(element.get("TYPE") or "", "document")}
    item |= {field: prose.plain(words(element.find(tag))) for tag, field in FIELDS.items()}
    item["author"] = _names(prose.plain(words(element.find("AU"))))
    item["editor"] = _names(prose.plain(words(element.find("ED"))))
    item["issued"] = _issued(words(element.find("YR")))
    numbers = identifiers_of(element, prose)
    item |= {IDENTIFIERS[kind]: number for kind, number in numbers.items() if kind in IDENTIFIERS}
    item["note"] = "\n".join(_notes(element, numbers, prose))
    return {field: value for field, value in item.items() if value}


def others_of(root: Element, prose: Prose, telling: Telling) -> tuple[Item, ...]:
    """The references that are of no study: those that the text cites, and other versions of the review."""
    part = root.find("STUDIES_AND_REFERENCES/OTHER_REFERENCES")
    if part is None:
        return ()
    unread(part, frozenset(OTHERS), telling)
    items = []
    for element in children(part):
        if element.tag in OTHERS:
            unread(element, frozenset({"REFERENCE"}), telling)
            for n, one in enumerate(element.iterchildren("REFERENCE"), start=1):
                items.append(_other(one, n, OTHERS[element.tag], prose))
    return tuple(item for item in items if not is_blank(item))


def _other(element: Element, n: int, kind: str, prose: Prose) -> Item:
    """Such a reference with the name that the text calls it by."""
    item = item_of(element, (element.get("ID") or f"{kind}:{n}").strip(), prose)
    called = prose.plain(element.get("NAME"))
    return (
        item
        if is_blank(item)
        else {**item, **({"citation-label": called} if called else {}), "custom": {"kind": kind}}
    )


def identifiers_of(element: Element, prose: Prose) -> dict[str, str]:
    """The numbers a study or reference is known by, by kind; several of a kind are parted by semicolons."""
    found: dict[str, list[str]] = {}
    for part in element.iterfind("IDENTIFIERS/IDENTIFIER"):
        number = prose.plain(part.get("VALUE") or words(part))
        if number:
            found.setdefault((part.get("TYPE") or "OTHER").strip().upper(), []).append(number)
    return {kind: "; ".join(dict.fromkeys(numbers)) for kind, numbers in found.items()}


def is_blank(item: Item) -> bool:
    """Whether a reference says nothing: RevMan keeps an empty one for each study."""
    return not item.keys() - {"id", "type"}


def _notes(element: Element, numbers: Mapping[str, str], prose: Prose) -> list[str]:
    kept = [prose.plain(text) for text in _lines(element.get("NOTES") or "")]
    kept += [f"{kind}: {number}" for kind, number in numbers.items() if kind not in IDENTIFIERS]
    kept += [
        f"{part.tag}: {prose.plain(words(part))}"
        for part in children(element)
        if part.tag not in READ and words(part)
    ]
    return [note for note in kept if note]


def _issued(year: str) -> Mapping[str, Any] | None:
    years = set(_YEAR.findall(year))
    if len(years) == 1:
        return {"date-parts": [[int(years.pop())]]}
    return {"raw": year} if year else None


def _names(text: str) -> list[dict[str, str]]:
    """ "Little P, Gould C, et al" as names; what is not a family name with initials is kept whole."""
    parts = [part.strip(" .;") for part in re.split(r"[,;]", _EDITORS.sub("", text))]
    return [_name(part) for part in parts if part]


def _name(text: str) -> dict[str, str]:
    found = _INITIALS.fullmatch(text) if len(text) < 200 else None
    if found is None or not found["given"].isupper():
        return {"literal": text}
    return {
        "family": found["family"],
        "given": ". ".join(letter for letter in found["given"] if letter.isalpha()) + ".",
    }


class _Text(HTMLParser):
    """The words of HTML, a line for each paragraph and break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- its name
        """A break or a paragraph begins a line."""
        if tag in ("p", "br", "li", "div"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        """Words."""
        self.text += data


def _lines(html: str) -> list[str]:
    if "<" not in html:
        return html.split("\n")
    reader = _Text()
    reader.feed(html)
    reader.close()
    return reader.text.split("\n")
