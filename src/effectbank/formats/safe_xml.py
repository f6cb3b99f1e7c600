"""XML from anyone: no entities, no network, nothing over the caps, and what is broken told by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from effectbank.formats import text_faults as faults
from effectbank.formats.extras import needed
from effectbank.formats.xml_text import clean_xml
from effectbank.problems import Problem

Element = Any  # lxml has no types
CHUNK = 2**16  # bytes: a document that is all faults is left this early
MOST_TOLD = 20  # faults of one document
HARMLESS = ("NS_ERR_UNDEFINED_NAMESPACE",)  # the prefix stays in the name
EARLY_END = "ERR_TAG_NOT_FINISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlCaps:
    """How much XML is read: bytes, depth, elements, and bytes of one tag or one run of text."""

    size: int = 64 * 1024**2
    depth: int = 200
    elements: int = 2_000_000
    text: int = 8_000_000


DEFAULT_CAPS = XmlCaps()


def parse_xml(
    file: str, raw: bytes, *, caps: XmlCaps = DEFAULT_CAPS, first_line: int = 1
) -> tuple[Element | None, list[Problem]]:
    """The root of what could be read, and what was wrong; each element has its `sourceline`.

    A document over a cap isn't read at all; one that breaks off is read up to there. Comments and processing
    instructions aren't kept. `first_line` is the line of the file on which `raw` begins, for Problems (not for
    `sourceline`). Raises NotInstalled without lxml.
    """
    if len(raw) > caps.size:
        return None, [faults.xml_too_large(file, len(raw), caps.size)]
    text, problems = clean_xml(file, raw, first_line)
    if text is None:
        return None, problems or [faults.no_xml(file)]
    if over := _over(file, text, caps, first_line):
        return None, [*problems, over]
    root, log = _parsed(text)
    problems += _told(file, log, first_line)
    if root is None:
        return None, [*problems, faults.no_xml(file)]
    if deep := root.xpath("/*" * (caps.depth + 1)):
        line = first_line + deep[0].sourceline - 1
        return None, [*problems, faults.xml_over_cap(file, line, "elements that are too deep", caps.depth, "depth")]
    return root, problems


def _over(file: str, text: bytes, caps: XmlCaps, first_line: int) -> Problem | None:
    """What of a document would be too much for a parser to hold, seen before it is parsed."""
    tags = text.count(b"<")
    if tags > 2 * caps.elements:
        return faults.xml_over_cap(file, None, f"{tags:,} tags", caps.elements, "elements")
    if long := re.search(rb"<[^<]{%d}" % caps.text, text):
        line = first_line + text.count(b"\n", 0, long.start())
        return faults.xml_over_cap(file, line, "a text or a tag that is too long", caps.text, "text")
    return None


def _parsed(text: bytes) -> tuple[Element | None, list[Any]]:
    """The root, and the parser's log; fed in pieces, so that it can be left when it meets nothing but faults."""
    etree = needed("lxml.etree")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True,
        dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    for start in range(0, len(text), CHUNK):
        parser.feed(text[start : start + CHUNK])
        if len(parser.feed_error_log) > MOST_TOLD:
            break
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        root = None
    log = parser.feed_error_log.filter_from_errors()
    return root, [entry for entry in log if entry.type_name not in HARMLESS]


def _told(file: str, log: Sequence[Any], first_line: int) -> Iterator[Problem]:
    """The parser's faults, each with its line; a reader told of so many has left the rest unread."""
    for entry in log[:MOST_TOLD]:
        line = entry.line + first_line - 1
        if entry.type_name == EARLY_END:
            yield faults.xml_ends_early(file, line)
        else:
            yield faults.xml_syntax(file, line, entry.message)
    if len(log) > MOST_TOLD:
        yield faults.xml_given_up(file, log[-1].line + first_line - 1)
