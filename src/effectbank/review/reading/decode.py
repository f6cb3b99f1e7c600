"""Bytes to text: UTF-8, or told."""

from __future__ import annotations

import codecs

from effectbank.problems import Problem
from effectbank.review.reading import faults

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNREADABLE = "\ufffd"


def text_of(file: str, raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file's bytes without its byte-order mark, and what was wrong with them.

    What cannot be read stands as U+FFFD, so that lines and columns keep their places.
    """
    if raw.startswith(UTF16_MARKS) and len(raw) % 2 == 0:
        text, problems = raw.decode("utf-16", "replace"), [faults.utf16(file)]
    elif raw.startswith(codecs.BOM_UTF8):
        text, problems = _utf8(file, raw[len(codecs.BOM_UTF8) :])
        problems.insert(0, faults.byte_order_mark(file))
    else:
        text, problems = _utf8(file, raw)
    return _without_nul(file, text, problems), problems


def _utf8(file: str, raw: bytes) -> tuple[str, list[Problem]]:
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return raw.decode("utf-8", "replace"), [faults.not_utf8(file, line, raw[fault.start])]


def _without_nul(file: str, text: str, problems: list[Problem]) -> str:
    where = text.find("\0")
    if where < 0:
        return text
    problems.append(faults.nul_bytes(file, text.count("\n", 0, where) + 1))
    return text.replace("\0", UNREADABLE)
