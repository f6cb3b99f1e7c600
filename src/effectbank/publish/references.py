"""The references of an entry: the reports of each study together, by its status, then the other documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from effectbank.publish.addresses import safe_address
from effectbank.publish.study_blocks import reports_of
from effectbank.review import Review
from effectbank.words import StudyStatus

Item = Mapping[str, Any]

MOST_AUTHORS = 6
_STUDIES = {
    StudyStatus.INCLUDED: "Reports of the studies included",
    StudyStatus.EXCLUDED: "Reports of the studies left out",
    StudyStatus.ONGOING: "Reports of the studies still going on",
    StudyStatus.AWAITING: "Reports of the studies awaiting a decision",
}
_OTHERS = {
    "additional": "Other documents cited",
    "version": "Other versions of the review",
    "pending": "Documents still to be read",
}
OTHER = "Other documents"
OWN = "The document analysed"  # how the note of an entry's own document begins; the head tells of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The reports of one study under its label; documents of no study stand under none."""

    label: str
    anchor: str
    items: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceGroup:
    """References under one heading."""

    heading: str
    reports: tuple[Reports, ...]

    @property
    def count(self) -> int:
        """How many documents."""
        return sum(len(one.items) for one in self.reports)


def reference_groups(review: Review) -> tuple[ReferenceGroup, ...]:
    """The groups that hold any, studies first."""
    of_studies, others = _sorted(review)
    return (*_of_studies(review, of_studies), *_of_others(others))


def reports_counted(review: Review) -> dict[str, int]:
    """How many reports of each study there are."""
    return {study: len(items) for study, items in _sorted(review)[0].items()}


def _sorted(review: Review) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """The references by study, and the others by heading."""
    of_studies: dict[str, list[Item]] = {}
    others: dict[str, list[Item]] = {}
    for item in review.references:
        custom = item.get("custom")
        told = custom if isinstance(custom, Mapping) else {}
        study = str(told.get("study") or item.get("id") or "")
        if study in review.studies:
            of_studies.setdefault(study, []).append(item)
        elif not str(item.get("note") or "").startswith(OWN):
            others.setdefault(_OTHERS.get(str(told.get("kind")), OTHER), []).append(item)
    return of_studies, others


def _of_studies(review: Review, found: Mapping[str, Sequence[Item]]) -> Iterable[ReferenceGroup]:
    for status, heading in _STUDIES.items():
        reports = tuple(
            Reports(label=study.label, anchor=reports_of(name), items=tuple(map(reference, found[name])))
            for name, study in review.studies.items()
            if study.status is status and name in found
        )
        if reports:
            yield ReferenceGroup(heading=heading, reports=reports)


def _of_others(found: Mapping[str, Sequence[Item]]) -> Iterable[ReferenceGroup]:
    for heading, items in found.items():
        yield ReferenceGroup(
            heading=heading, reports=(Reports(label="", anchor="", items=tuple(map(reference, items))),)
        )


def reference(item: Item) -> Markup:
    """A CSL item as a line of a reference list; what it does not say leaves no gap."""
    where = Markup("<i>{}</i>").format(item["container-title"]) if item.get("container-title") else Markup("")
    issue = "".join((_said(item, "volume"), f"({item['issue']})" if item.get("issue") else ""))
    located = Markup(":").join(filter(None, (escape(issue), escape(_said(item, "page")))))
    published = Markup(" ").join(filter(None, (where, escape(_year(item)))))
    source = Markup("; ").join(filter(None, (published, located)))
    publisher = ", ".join(filter(None, (_said(item, "publisher-place"), _said(item, "publisher"))))
    parts = (escape(_authors(item)), escape(_said(item, "title")), source, escape(publisher))
    return Markup(" ").join((*map(_closed, filter(None, parts)), *_links(item)))


def _closed(part: Markup) -> Markup:
    return part if part.endswith((".", "?", "!", ".</i>")) else part + "."


def _said(item: Item, key: str) -> str:
    return str(item.get(key) or "").strip()


def _authors(item: Item) -> str:
    people = item.get("author") or item.get("editor") or ()
    names = [_name(person) for person in people if isinstance(person, Mapping)] if isinstance(people, list) else []
    return ", ".join((*names[:MOST_AUTHORS], *(["et al."] if len(names) > MOST_AUTHORS else [])))


def _name(person: Item) -> str:
    initials = "".join(word[0] for word in str(person.get("given") or "").replace("-", " ").split())
    return str(person.get("literal") or "") or f"{person.get('family') or ''} {initials}".strip()


def _year(item: Item) -> str:
    issued = item.get("issued")
    if not isinstance(issued, Mapping):
        return ""
    try:
        return str(issued["date-parts"][0][0])
    except (KeyError, IndexError, TypeError):
        return str(issued.get("raw") or "")


def _links(item: Item) -> Iterable[Markup]:
    addresses = {
        "DOI": f"https://doi.org/{_said(item, 'DOI')}" if item.get("DOI") else "",
        "PubMed": f"https://pubmed.ncbi.nlm.nih.gov/{_said(item, 'PMID')}/" if item.get("PMID") else "",
        "Web": _said(item, "URL") if not item.get("DOI") else "",
    }
    for name, address in addresses.items():
        if safe := safe_address(address):
            yield Markup('<a href="{}" rel="external">{}</a>').format(safe, name)
