"""What a review asked, which studies it would take and where it looked, in plain words for review.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from effectbank.formats.cochrane.rm5.cover import iso_of
from effectbank.formats.cochrane.rm5.prose import Prose, on_one_line
from effectbank.formats.cochrane.rm5.tree import Element, child, words

CRITERIA = {
    "designs": "CRIT_STUDIES",
    "participants": "CRIT_PARTICIPANTS",
    "interventions": "CRIT_INTERVENTIONS",
    "outcomes": "CRIT_OUTCOMES",
}
PIECES = ("P", "LI", "HEADING", "TD", "TH")


def question_of(main: Element | None, prose: Prose) -> Mapping[str, str]:
    """The objectives, from the abstract where it has them."""
    told = (plain(child(main, path), prose) for path in ("ABSTRACT/ABS_OBJECTIVES", "BODY/OBJECTIVES"))
    return _filled({"text": next(filter(None, told), "")})


def eligibility_of(main: Element | None, prose: Prose) -> Mapping[str, str]:
    """The criteria for considering studies; where the text has none, what the abstract says of them."""
    criteria = child(main, "BODY/METHODS/SELECTION_CRITERIA")
    found = _filled({name: plain(child(criteria, tag), prose) for name, tag in CRITERIA.items()})
    return found or _filled({"criteria": plain(child(main, "ABSTRACT/ABS_SELECTION_CRITERIA"), prose)})


def searches_of(root: Element, prose: Prose) -> tuple[Mapping[str, Any], ...]:
    """Where was looked, in the abstract's words or else the text's, and until when."""
    main = root.find("MAIN_TEXT")
    until = iso_of(root.find("COVER_SHEET/DATES/LAST_SEARCH/DATE"))
    for path, source in (
        ("ABSTRACT/ABS_SEARCH_STRATEGY", "the review's abstract"),
        ("BODY/METHODS/SEARCH_METHODS/ELECTRONIC_SEARCHES", "the review's text"),
    ):
        described = plain(child(main, path), prose)
        if described:
            return (_filled({"description": described, "to": until, "source": source}),)
    return (_filled({"to": until, "source": "the review's cover sheet"}),) if until else ()


def plain(element: Element | None, prose: Prose) -> str:
    """An element's words on one line without markup; its paragraphs and list items are parted by signs."""
    return "" if element is None else on_one_line(filter(None, _pieces(element, prose)))


def _pieces(element: Element, prose: Prose) -> Iterator[str]:
    if next(element.iterdescendants(*PIECES), None) is None:
        yield prose.plain(words(element))
        return
    yield prose.plain(element.text)
    for part in element.iterchildren("*"):
        yield from _pieces(part, prose)
        yield prose.plain(part.tail)


def _filled(told: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in told.items() if text}
