"""Bold and italics: marks are put where Markdown sees them as such, whatever stands beside them.

Markdown takes `**` for a mark by its neighbours: "**Aim:**to" is not bold, "**Aim**:to" is. So text carries
characters that no text holds (Unicode's noncharacters) until its paragraph is whole; then each pair of them is
moved off white space and off punctuation, and dropped where it still would not be seen.
"""

from __future__ import annotations

import re

STRONG, EMPHASIS = ("\ufdd0", "\ufdd1"), ("\ufdd2", "\ufdd3")
MARKS = {STRONG[0]: "**", STRONG[1]: "**", EMPHASIS[0]: "*", EMPHASIS[1]: "*"}
CLOSING = {STRONG[0]: STRONG[1], EMPHASIS[0]: EMPHASIS[1]}
NONE = dict.fromkeys(map(ord, MARKS))  # for str.translate: no text holds them
MOST_PASSES = 40

_MARK = re.compile("[\ufdd0-\ufdd3]")
_OPEN, _CLOSE = "[\ufdd0\ufdd2]", "[\ufdd1\ufdd3]"
_STOPS = "[\"'.,;:!?%‘’“”…]{1,20}"
_MOVES = (
    (re.compile("\ufdd0\ufdd1|\ufdd2\ufdd3|\ufdd1\ufdd0|\ufdd3\ufdd2"), ""),  # around nothing; or side by side
    (re.compile(f"({_OPEN})(\\s+)"), r"\2\1"),
    (re.compile(f"(\\s{{1,20}})({_CLOSE})"), r"\2\1"),
    (re.compile(f"([^\\W_])({_OPEN})({_STOPS})"), r"\1\3\2"),
    (re.compile(f"(?<!\\\\)({_STOPS})({_CLOSE})(?=[^\\W_])"), r"\2\1"),
)


def emphasised(text: str, pair: tuple[str, str]) -> str:
    """Text between the marks of a pair; each of its lines has marks of its own."""
    return "\n".join(f"{pair[0]}{line}{pair[1]}" if line.strip() else line for line in text.split("\n"))


def resolved(text: str) -> str:
    """A whole paragraph with its marks written as Markdown."""
    if STRONG[0] not in text and EMPHASIS[0] not in text:
        return text
    for _ in range(MOST_PASSES):
        before = text
        for move, moved in _MOVES:
            text = move.sub(moved, text)
        if text == before:
            break
    return _written(text)


def _written(text: str) -> str:
    """The text with its marks written out where Markdown sees them and left out where it would not."""
    written: dict[int, str] = {}
    opened: list[int] = []
    for found in _MARK.finditer(text):
        at, sign = found.start(), found[0]
        if sign in CLOSING:
            opened.append(at)
        elif opened and CLOSING[text[opened[-1]]] == sign:
            start = opened.pop()
            within = any(text[outer] == text[start] for outer in opened)
            if not within and _are_apart(text, start, at) and _opens(text, start) and _closes(text, at):
                written[start], written[at] = MARKS[text[start]], MARKS[sign]
    return _MARK.sub(lambda found: written.get(found.start(), ""), text)


def _are_apart(text: str, start: int, end: int) -> bool:
    """Whether no other mark stands before or behind the pair, but for a pair around the very same words."""
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    return (before not in MARKS and after not in MARKS) or CLOSING.get(before) == after


def _opens(text: str, at: int) -> bool:
    before, after = _beside(text, at, -1), _beside(text, at, 1)
    return bool(after.strip()) and (_is_word(after) or not _is_word(before))


def _closes(text: str, at: int) -> bool:
    before, after = _beside(text, at, -1), _beside(text, at, 1)
    return bool(before.strip()) and (_is_word(before) or not _is_word(after))


def _beside(text: str, at: int, step: int) -> str:
    """The nearest character that is no mark; "" at the end."""
    at += step
    while 0 <= at < len(text) and text[at] in MARKS:
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _is_word(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or (ord(sign) > 127 and not sign.isspace() and sign.isprintable()))
