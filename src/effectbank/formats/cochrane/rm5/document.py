"""An .rm5's bytes as the tree of its review."""

from __future__ import annotations

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.tree import Element
from effectbank.formats.safe_xml import XmlCaps, parse_xml
from effectbank.problems import BadInput, Problem

ROOT = "COCHRANE_REVIEW"
LATIN, UTF, WINDOWS = b"iso-8859-1", b"UTF-8", b"windows-1252"
UNUSED = bytes(range(0x80, 0xA0))  # control characters of Latin-1 that no text holds, and letters of Windows-1252
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def review_in(raw: bytes, file: str, *, caps: XmlCaps) -> tuple[Element, list[Problem]]:
    """The COCHRANE_REVIEW of a file, perhaps within a container, and what was wrong with the XML.

    What is broken or cut short is read as far as it goes. Raises BadInput where there is no such element.
    """
    honest, told = as_it_is(without_pictures(raw), file)
    root, problems = parse_xml(file, honest, caps=caps)
    review = None if root is None else root if root.tag == ROOT else next(root.iter(ROOT), None)
    if review is None:
        raise BadInput(_refused(file, raw, root, problems))
    return review, [*told, *problems]


def without_pictures(raw: bytes) -> bytes:
    """The bytes without the pictures within them, which may be larger than all the rest; lines stay in place."""
    kept, at = [], 0
    while (start := raw.find(b"<FILE", at)) >= 0:
        begin, end = raw.find(b">", start) + 1, raw.find(b"</FILE>", start)
        if not 0 < begin <= end:
            break
        kept += [raw[at:begin], b"\n" * raw.count(b"\n", begin, end)]
        at = end
    return b"".join([*kept, raw[at:]])


def as_it_is(raw: bytes, file: str) -> tuple[bytes, list[Problem]]:
    """The bytes with the encoding they are in declared, where RevMan's usual declaration is not true of them."""
    at = raw[:200].lower().find(LATIN)
    if at < 0 or raw.isascii():
        return raw, []
    found = UTF if _is_utf8(raw) else WINDOWS if len(raw.translate(None, UNUSED)) < len(raw) else LATIN
    if found == LATIN:
        return raw, []
    told = faults.other_encoding(file, LATIN.decode().upper(), found.decode())
    return raw[:at] + found + raw[at + len(LATIN) :], [told]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refused(file: str, raw: bytes, root: Element | None, problems: list[Problem]) -> str:
    """What the file is instead, or why nothing of it can be read, and a way out."""
    if raw.startswith(ARCHIVES):
        return f"{file} is an archive and no RevMan 5 file; unpack it, or read it as a Cochrane data package"
    if root is not None:
        return f"{file} is no RevMan 5 file: its first element is {root.tag!r:.60}, not {ROOT!r}"
    why = problems[0].message if problems else "it holds no XML element"
    return f"{file} is no RevMan 5 file: {why}; save the review as .rm5 in RevMan 5"
