"""The bytes of an XML file as UTF-8 that a strict parser takes: decoded, its own declarations out, slips mended."""

from __future__ import annotations

import re

from effectbank.formats import text_faults as faults
from effectbank.formats.decoding import decoded
from effectbank.problems import Problem

DECLARED = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{1,40})["']""")
DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
DOCTYPE = re.compile(r"(?:<!--.*?-->|<\?.*?\?>|\s+)*+<!DOCTYPE\b", re.DOTALL)
SUBSET = re.compile(r"""(?:"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|[^"'\]])*+\]\s*>""", re.DOTALL)
AMPERSAND = r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:\w{1,40};)?"
LESS_THAN = r"<(?![\w:/!?])|<(?=[^<>]*<)"  # begins no tag, or one that doesn't end before the next
UNPRINTABLE = r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
SLIPS = [re.compile(slip) for slip in (AMPERSAND, LESS_THAN, UNPRINTABLE)]  # each quick to look for alone
VERBATIM = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
MENDED = {"&": "&amp;", "<": "&lt;"}
MOST_MENDED, LONGEST_VERBATIM = 100_000, 8_000_000  # beyond these it isn't XML with slips in it
TOKEN = re.compile(f"{VERBATIM}|(?P<slip>{AMPERSAND}|{LESS_THAN}|{UNPRINTABLE})", re.DOTALL)


def clean_xml(file: str, raw: bytes, first_line: int = 1) -> tuple[bytes | None, list[Problem]]:
    """The document as UTF-8 with its lines kept in place, and what was changed; None where nothing can be read."""
    text, problems = xml_decoded(file, raw)
    if declaration := DECLARATION.match(text):  # it would name another encoding than UTF-8
        text = _blank(declaration[0]) + text[declaration.end() :]
    text, declared = _without_doctype(file, text, first_line)
    problems += declared
    if not text:
        return None, problems
    text, mended = _mended(file, text, first_line)
    return text.encode("utf-8", "replace") or None, problems + mended


def xml_decoded(file: str, raw: bytes) -> tuple[str, list[Problem]]:
    """The text of an XML file, by the encoding that it names."""
    named = DECLARED.match(raw[:600])
    return decoded(file, raw, named[1].decode("ascii", "replace") if named else "")


def _without_doctype(file: str, text: str, first_line: int) -> tuple[str, list[Problem]]:
    """The text without its document type, and a Problem where that declares anything; "" where it doesn't end."""
    found = DOCTYPE.match(text)
    if found is None:
        return text, []
    start = found.end() - len("<!DOCTYPE")
    line = first_line + text.count("\n", 0, start)
    bracket, end = text.find("[", start), text.find(">", start)
    if end < 0:
        return "", [faults.endless_doctype(file, line)]
    if bracket < 0 or end < bracket:
        return text[:start] + _blank(text[start : end + 1]) + text[end + 1 :], []
    subset = SUBSET.match(text, bracket + 1)
    if subset is None:
        return "", [faults.endless_doctype(file, line)]
    clean = text[:start] + _blank(text[start : subset.end()]) + text[subset.end() :]
    return clean, [faults.entities_declared(file, line)]


def _blank(cut: str) -> str:
    """Only the line breaks of what is cut out, so that lines keep their numbers."""
    return "\n" * cut.count("\n")


def _mended(file: str, text: str, first_line: int) -> tuple[str, list[Problem]]:
    """The text with each slip as the text it is meant for; a control character stands as U+FFFD."""
    if not any(slip.search(text) for slip in SLIPS):
        return text, []
    pieces: list[str] = []
    slips: list[re.Match[str]] = []
    end = 0
    for found in TOKEN.finditer(text):
        sign = found["slip"]
        if sign is None and found.end() - found.start() <= LONGEST_VERBATIM:
            continue
        slips.append(found)
        if sign is None or len(slips) > MOST_MENDED:
            return "", [faults.beyond_mending(file, first_line + text.count("\n", 0, found.start()))]
        pieces += text[end : found.start()], MENDED.get(sign[0], "\ufffd"), sign[1:]
        end = found.end()
    if not slips:  # they stood in comments and verbatim text, where they belong
        return text, []
    line = first_line + text.count("\n", 0, slips[0].start())
    return "".join([*pieces, text[end:]]), [faults.mended(file, line, slips[0]["slip"], len(slips))]
