"""Bytes of a foreign file to text: UTF-8 where it can be, else line by line, and told which was taken."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from effectbank.formats import text_faults as faults
from effectbank.problems import Problem
from effectbank.review.reading.decode import UTF16_MARKS, text_of

LEGACY = "cp1252"  # what Windows and most databases wrote before UTF-8; Latin-1 but for 0x80 to 0x9F
DECLARABLE = ("utf-8", "us-ascii", "ascii", "windows-", "cp125", "iso-8859-", "iso8859-", "iso-2022-", "koi8-",
    "gb2312", "gbk", "gb18030", "big5", "shift_jis", "shift-jis", "euc-", "macroman", "macintosh")  # fmt: skip


def decoded(file: str, raw: bytes, declared: str = "") -> tuple[str, list[Problem]]:
    """The text of a file's bytes, and what was taken for its encoding where that wasn't plain UTF-8.

    A byte-order mark wins over `declared`, and `declared` over UTF-8. A line that is neither is read as
    Windows-1252, with a warning: exports glued together are often of two encodings.
    """
    if declared and not raw.startswith((codecs.BOM_UTF8, *UTF16_MARKS)):
        text, problem = _as_declared(file, raw, declared)
        if text is not None:
            return text, []
        return _undeclared(file, raw, [problem])
    return _undeclared(file, raw, [])


def _undeclared(file: str, raw: bytes, told: Iterable[Problem]) -> tuple[str, list[Problem]]:
    text, problems = text_of(file, raw)
    if all(problem.code != "not-utf8" for problem in problems):
        return text, [*told, *problems]
    rest = [problem for problem in problems if problem.code != "not-utf8"]
    text, problem = _line_by_line(file, raw.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"?"))
    return text, [*told, *rest, problem]


def _as_declared(file: str, raw: bytes, declared: str) -> tuple[str | None, Problem]:
    """The text by the encoding the file names, or why not."""
    if not declared.casefold().startswith(DECLARABLE):
        return None, faults.unknown_encoding(file, declared)
    try:
        return raw.decode(declared), faults.unknown_encoding(file, declared)
    except (LookupError, ValueError):  # no such encoding, no name of one, other bytes
        return None, faults.not_as_declared(file, declared)


def _line_by_line(file: str, raw: bytes) -> tuple[str, Problem]:
    """Each line as UTF-8 if it is that, else as Windows-1252."""
    lines: list[str] = []
    legacy, utf8 = [], 0
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
            utf8 += not line.isascii()
        except UnicodeDecodeError:
            lines.append(legacy_text(line))
            legacy.append(number)
    return "\n".join(lines), faults.legacy_encoding(file, legacy[0], len(legacy), utf8)


def legacy_text(raw: bytes) -> str:
    """Bytes of Windows-1252; the five that it doesn't define as Latin-1's control characters."""
    try:
        return raw.decode(LEGACY)
    except UnicodeDecodeError:
        return raw.decode("latin-1")
