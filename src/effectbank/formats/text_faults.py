"""Faults of a foreign file's encoding and XML, one function each; the docstring is the documentation."""

from __future__ import annotations

from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, shown, warning


def unknown_encoding(file: str, declared: str) -> Problem:
    """An encoding named in the file that isn't one of text, or that nobody knows: passed over."""
    message = f"says that its encoding is {shown(declared)}, which isn't known here; read as UTF-8"
    return warning("unknown-encoding", Place(file=file, line=1), message, "save it as UTF-8")


def not_as_declared(file: str, declared: str) -> Problem:
    """Bytes that are not of the encoding the file names."""
    message = f"says that its encoding is {shown(declared)}, but holds bytes that aren't; read as UTF-8"
    return warning("not-as-declared", Place(file=file, line=1), message, "save it as UTF-8")


def legacy_encoding(file: str, line: int, lines: int, utf8: int) -> Problem:
    """Lines that aren't UTF-8: read as Windows-1252 (Latin-1), which old exports are; other lines stay UTF-8."""
    mixed = f", and {utf8:,} others as UTF-8" if utf8 else ""
    message = f"{lines:,} line{'s' * (lines != 1)} not in UTF-8, read as Windows-1252{mixed}"
    hint = "look at the accented letters; if they are wrong, export the file again as UTF-8"
    return warning("legacy-encoding", Place(file=file, line=line), message, hint)


def xml_too_large(file: str, size: int, cap: int) -> Problem:
    """XML over the cap of bytes: nothing of it is read."""
    message = f"{size:,} bytes of XML, over the cap of {cap:,}, so it is not read"
    return error("too-large", Place(file=file), message, "export it in parts, or raise XmlCaps(size=…)")


def xml_over_cap(file: str, line: int | None, what: str, cap: int, name: str) -> Problem:
    """XML deeper, longer or of more elements than a document has: none of it is read."""
    message = f"{what}, over the cap of {cap:,}, so the XML is not read"
    return error("xml-over-cap", Place(file=file, line=line), message, f"if it is meant, raise XmlCaps({name}=…)")


def entities_declared(file: str, line: int) -> Problem:
    """A document type that declares its own entities or elements: passed over, entities are never resolved."""
    message = "declares things of its own in its DOCTYPE; they are passed over, and entities stay as written"
    return warning("xml-entities", Place(file=file, line=line), message, "no database writes such a file")


def endless_doctype(file: str, line: int) -> Problem:
    """A document type that doesn't end: nothing of the file is read."""
    return error("xml-doctype", Place(file=file, line=line), "its DOCTYPE doesn't end, so the file is not read")


def mended(file: str, line: int, sign: str, number: int) -> Problem:
    """Signs that XML doesn't allow as they stand (a bare &, an entity it doesn't know, a bare <): kept as text."""
    more = f", and {number - 1:,} more like it" if number > 1 else ""
    message = f"{shown(sign)} isn't XML; kept as the text it is{more}"
    return warning("xml-mended", Place(file=file, line=line), message, "look at the text there")


def beyond_mending(file: str, line: int) -> Problem:
    """So much that isn't XML, or a comment or verbatim text so long, that the file isn't read."""
    message = "holds too much that isn't XML, so the file is not read"
    return error("xml-beyond-mending", Place(file=file, line=line), message, "is it the right file?")


def xml_syntax(file: str, line: int, reason: str) -> Problem:
    """A fault of XML that the reader could go on behind, perhaps with a loss."""
    return error("xml-syntax", Place(file=file, line=line), f"is not well-formed XML: {shown_plain(reason)}")


def xml_given_up(file: str, line: int) -> Problem:
    """So many faults of XML that the reader stopped."""
    message = "has so many faults of XML that the reader stops about here"
    return error("xml-given-up", Place(file=file, line=line), message, "is it the right file?")


def xml_ends_early(file: str, line: int) -> Problem:
    """XML that was cut short, or so broken that the reader could not go on."""
    message = "the XML breaks off here; what stood before it is read"
    return error("xml-ends-early", Place(file=file, line=line), message, "get the whole file again")


def no_xml(file: str) -> Problem:
    """No element at all."""
    return error("no-xml", Place(file=file), "holds no XML element", "is it the right file?")


def shown_plain(words: str) -> str:
    """A reason in another program's words, on one line and cut when long."""
    return shown(" ".join(words.split())).strip("'\"")
