"""STUDIES and CHARACTERISTICS_OF_STUDIES: the four lists, with references, identifiers and characteristics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.known import Known, decoded
from effectbank.formats.cochrane.rm5.personal import CONTACTS, EMAILS
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.references import identifiers_of, is_blank, item_of
from effectbank.formats.cochrane.rm5.tree import Element, Telling, children, name_of, unread, words
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.words import StudyStatus

LISTS = {f"{status.upper()}_STUDIES": status for status in StudyStatus}
CHARACTERISTICS = {
    f"CHARACTERISTICS_OF_{status.upper()}_STUDIES": f"{status.upper()}_CHAR" for status in StudyStatus
}
REASON, CONTACT = "CHAR_REASON_FOR_EXCLUSION", "CHAR_CONTACT_INFORMATION"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
EARLIEST, LATEST = 1700, 2100  # a study's year outside them is a slip


def studies_of(root: Element, prose: Prose, telling: Telling) -> Known:
    """The studies of all four lists, in the file's order."""
    known = Known()
    for lists in root.iterfind("STUDIES_AND_REFERENCES"):
        unread(lists, frozenset({"STUDIES", "OTHER_REFERENCES"}), telling)
    part = root.find("STUDIES_AND_REFERENCES/STUDIES")
    if part is None:
        telling.tell(faults.missing_part(telling.at(root), "STUDIES"))
    else:
        unread(part, frozenset(LISTS), telling)
        for element in children(part):
            if element.tag in LISTS:
                unread(element, frozenset({"STUDY"}), telling)
                for study in element.iterchildren("STUDY"):
                    _keep(_study(study, LISTS[element.tag], prose, telling), known, telling)
    _characterise(root.find("CHARACTERISTICS_OF_STUDIES"), known, prose, telling)
    return known


def _study(element: Element, status: StudyStatus, prose: Prose, telling: Telling) -> SourceStudy:
    unread(element, frozenset({"REFERENCE", "IDENTIFIERS", "NAME"}), telling)
    key = (element.get("ID") or "").strip()
    parts = sorted(element.iterchildren("REFERENCE"), key=lambda part: part.get("PRIMARY") != "YES")
    items = [item_of(part, f"{key}:{n}", prose) for n, part in enumerate(parts, start=1)]
    return SourceStudy(
        key=key,
        name=prose.plain(element.get("NAME") or name_of(element)) or decoded(key),
        year=_year(element, telling),
        status=status,
        data_source=(element.get("DATA_SOURCE") or "").strip().upper(),
        identifiers=identifiers_of(element, prose),
        references=tuple(item for item in items if not is_blank(item)),
        place=telling.at(element),
    )


def _keep(study: SourceStudy, known: Known, telling: Telling) -> None:
    """Keep a study under its id, or under another where its id is missing or taken."""
    key = known.new_key(study.key or f"STD-{study.name}")
    if not study.key:
        telling.tell(faults.study_without_id(study.place, study.name, key))
    elif key != study.key:
        first = known.studies[study.key].place
        telling.tell(faults.study_twice(study.place, study.key, first, key))
    known.studies[key] = study if key == study.key else replace(study, key=key)


def _year(element: Element, telling: Telling) -> int | None:
    """ "2006" and "2006." are years; two of them, or 198, are none."""
    found = (element.get("YEAR") or "").strip()
    years = {int(year) for year in _YEAR.findall(found[:50])}
    if len(years) == 1 and EARLIEST <= min(years) <= LATEST:
        return years.pop()
    if found:
        telling.tell(faults.odd_year(telling.at(element, "YEAR"), found))
    return None


# --- characteristics ---------------------------------------------------------------------------------------


def _characterise(part: Element | None, known: Known, prose: Prose, telling: Telling) -> None:
    for table in children(part):
        tag = CHARACTERISTICS.get(table.tag)
        if tag is None:
            telling.pass_over(table, table.getparent())
            continue
        headings = _user_headings(table)
        for element in table.iterchildren(tag):
            key = (element.get("STUDY_ID") or "").strip()
            if key not in known.studies:
                if words(element):
                    telling.tell(faults.characteristics_of_nobody(telling.at(element), key))
                continue
            found = _characteristics(element, headings, prose)
            known.studies[key] = replace(known.studies[key], **found)


def _characteristics(element: Element, headings: Mapping[str, str], prose: Prose) -> dict[str, Any]:
    """The texts of a study by heading, its reason for exclusion apart; contact details are left out."""
    texts = {}
    reason = ""
    for part in children(element):
        if part.tag == CONTACT:
            prose.personal.leave_out(CONTACTS, words(part))
            for word in words(part).split():
                if "@" in word:
                    prose.personal.leave_out(EMAILS, word.strip("<>().,;:"))
        elif part.tag == REASON:
            reason = prose.blocks(part)
        elif text := prose.blocks(part):
            texts[headings.get(part.tag) or heading_of(part.tag)] = text
    return {"characteristics": texts} | ({"reason": reason} if reason else {})


def heading_of(tag: str) -> str:
    """CHAR_STARTING_DATE is "Starting date"; the user's own characteristics are numbered."""
    return tag.removeprefix("CHAR_").replace("USER_DEF", "Characteristic").replace("_", " ").capitalize()


def _user_headings(table: Element) -> dict[str, str]:
    """What a table calls its writers' own characteristics: an attribute or a child named after them."""
    return {f"CHAR_USER_DEF_{n}": name for n in "123456789" for name in [_user_heading(table, n)] if name}


def _user_heading(table: Element, n: str) -> str:
    def told() -> Iterator[str]:
        for key, value in table.attrib.items():
            if key.startswith(f"USER_DEF_{n}") and not key.endswith("_ENABLED"):
                yield " ".join(value.split())
        for part in children(table):
            if part.tag.startswith((f"USER_DEF_{n}", f"CHAR_USER_DEF_{n}")):
                yield words(part)

    return next(filter(None, told()), "")
