"""Artificial .rm5 files with RevMan's own names of elements and attributes, built from parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

LISTS = ("INCLUDED", "EXCLUDED", "AWAITING", "ONGOING")
ABSTRACT = ("BACKGROUND", "OBJECTIVES", "SEARCH_STRATEGY", "SELECTION_CRITERIA", "DATA_COLLECTION", "RESULTS",
            "CONCLUSIONS")  # fmt: skip


def tag(name: str, content: str = "", attributes: Mapping[str, object] | None = None, **more: object) -> str:
    """An element whose content is XML already."""
    told = {**(attributes or {}), **more}
    inner = "".join(f" {key}={quoteattr(str(value))}" for key, value in told.items())
    return f"<{name}{inner}>{content}</{name}>\n" if content else f"<{name}{inner}/>\n"


def p(*paragraphs: str) -> str:
    """Paragraphs of XML."""
    return "".join(tag("P", paragraph) for paragraph in paragraphs)


def study(key: str, name: str, *, references: str = "", identifiers: str = "", **attributes: object) -> str:
    """A STUDY; `references` and `identifiers` are XML."""
    told = {"DATA_SOURCE": "PUB", "ID": key, "NAME": name, "YEAR": name[-4:], **attributes}
    return tag("STUDY", references + tag("IDENTIFIERS", identifiers), told)


def reference(fields: Mapping[str, str], *, identifiers: str = "", **attributes: object) -> str:
    """A REFERENCE of fields by tag."""
    told = {"PRIMARY": "NO", "TYPE": "JOURNAL_ARTICLE", **attributes}
    inner = "".join(tag(name, escape(text)) for name, text in fields.items())
    return tag("REFERENCE", inner + tag("IDENTIFIERS", identifiers), told)


def characteristics(key: str, texts: Mapping[str, str], *, of: str = "INCLUDED") -> str:
    """The characteristics of a study; texts are XML by tag without CHAR_."""
    return tag(f"{of}_CHAR", "".join(tag(f"CHAR_{name}", text) for name, text in texts.items()), STUDY_ID=key)


def judged(name: str, entries: Iterable[tuple[str, str, str]], *, number: int = 1, groups: Any = ()) -> str:
    """A QUALITY_ITEM: entries are (study, result, support); with `groups` also which group: "study|QIG-01.01"."""
    item = f"QIT-{number:02}"
    described = "".join(
        tag("QUALITY_ITEM_DATA_ENTRY_GROUP", tag("NAME", escape(group)), ID=f"QIG-{number:02}.{n:02}", NO=n)
        for n, group in enumerate(groups, start=1)
    )
    data = ""
    for who, result, support in entries:
        key, _, group = who.partition("|")
        whose = {"GROUP_ID": group} if group else {}
        data += tag("QUALITY_ITEM_DATA_ENTRY", tag("DESCRIPTION", support), whose, RESULT=result, STUDY_ID=key)
    inner = tag("NAME", escape(name)) + tag("DESCRIPTION") + described + tag("QUALITY_ITEM_DATA", data)
    return tag("QUALITY_ITEM", inner, ID=item, NO=number, CORE_ITEM="YES", LEVEL="GROUP" if groups else "STUDY")


def outcome(
    kind: str, name: str, content: str, *, number: str = "1.1", measure: str = "", **attributes: object
) -> str:
    """An outcome of a kind (DICH, CONT, IV, IPD, OTHER) with its rows or subgroups as XML."""
    comparison, own = number.split(".")
    told = {
        "ID": f"CMP-{int(comparison):03}.{int(own):02}", "NO": own, "CI_STUDY": "95", "CI_TOTAL": "95",
        "TOTALS": "YES", "SUBGROUPS": "NO", "SUBGROUP_TEST": "YES", "SORT_BY": "STUDY", "SCALE": "100.0",
        **attributes,
    }  # fmt: skip
    labels = {"GROUP_LABEL_1": "Hat", "GROUP_LABEL_2": "No hat", "GRAPH_LABEL_1": "Favours hat",
              "GRAPH_LABEL_2": "Favours none"}  # fmt: skip
    inner = tag("NAME", escape(name)) + "".join(tag(key, text) for key, text in labels.items())
    return tag(f"{kind}_OUTCOME", inner + (tag("EFFECT_MEASURE", measure) if measure else "") + content, told)


def subgroup(kind: str, name: str, rows: str, *, number: int = 1, **attributes: object) -> str:
    """A subgroup with its rows as XML."""
    told = {"ID": f"CMP-001.01.{number:02}", "NO": number, **attributes}
    return tag(f"{kind}_SUBGROUP", tag("NAME", escape(name)) + rows, told)


def row(kind: str, key: str, *, footnote: str = "", content: str = "", **attributes: object) -> str:
    """A row of a kind."""
    told = {"STUDY_ID": key, "ORDER": "1", "ESTIMABLE": "YES", **attributes}
    return tag(f"{kind}_DATA", (tag("FOOTNOTE", escape(footnote)) if footnote else "") + content, told)


def comparison(name: str, outcomes: str, *, number: int = 1) -> str:
    """A COMPARISON with its outcomes as XML."""
    return tag("COMPARISON", tag("NAME", escape(name)) + outcomes, ID=f"CMP-{number:03}", NO=number)


def person(first: str, last: str, *, initials: str = "", reach: str = "", address: str = "") -> str:
    """A PERSON with the elements that reach them, as XML."""
    names = tag("FIRST_NAME", first) + tag("MIDDLE_INITIALS", initials) + tag("LAST_NAME", last)
    return tag("PERSON", names + reach + tag("ADDRESS", address), ID=last, ROLE="AUTHOR")


def review(
    *,
    title: str = "Hats for rain",
    cover: str = "",
    abstract: Mapping[str, str] | None = None,
    main: str = "",
    studies: Mapping[str, str] | None = None,
    others: str = "",
    tables: Mapping[str, str] | None = None,
    quality: str = "",
    sof: str = "",
    additional: str = "",
    analyses: str = "",
    end: str = "",
    **attributes: object,
) -> str:
    """A whole review as text without its declaration; every part is XML."""
    told = {
        "ID": "1",
        "REVMAN_VERSION": "5",
        "TYPE": "INTERVENTION",
        "STAGE": "R",
        "VERSION_NO": "2.0",
        **attributes,
    }
    given, listed, characterised = abstract or {}, studies or {}, tables or {}
    lists = "".join(tag(f"{name}_STUDIES", listed.get(name, "")) for name in LISTS)
    chars = "".join(tag(f"CHARACTERISTICS_OF_{name}_STUDIES", characterised.get(name, "")) for name in LISTS)
    parts = (
        tag("COVER_SHEET", tag("TITLE", escape(title)) + cover),
        tag("MAIN_TEXT", tag("ABSTRACT", "".join(tag(f"ABS_{n}", given.get(n, p(""))) for n in ABSTRACT)) + main),
        tag("STUDIES_AND_REFERENCES", tag("STUDIES", lists) + tag("OTHER_REFERENCES", others)),
        tag("CHARACTERISTICS_OF_STUDIES", chars),
        tag("QUALITY_ITEMS", quality),
        tag("SOF_TABLES", sof),
        tag("ADDITIONAL_TABLES", additional),
        tag("ANALYSES_AND_DATA", analyses, CALCULATED_DATA="YES"),
        end,
    )
    return tag("COCHRANE_REVIEW", "".join(parts), told)


def as_bytes(text: str, encoding: str = "UTF-8", *, declared: str | None = None) -> bytes:
    """A review's text as a file: with its declaration ("" for none) in an encoding."""
    said = encoding if declared is None else declared
    declaration = f'<?xml version="1.0" encoding="{said}"?>\n' if said else ""
    return (declaration + text).encode(encoding, "xmlcharrefreplace")
