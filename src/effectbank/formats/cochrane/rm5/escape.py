"""Plain words as Markdown that shows those very words, in the Markdown of effectbank.review.text."""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"[\\`*\[\]]"  # escapes, code, emphasis, links and notes
    r"|_(?![^\W_])|(?<![^\W_])_"  # underscores but those within a word
    r"|<(?=[\w/!?]|$)"  # an address or a tag, which the next words may go on with
    r"|&(?=#?\w{0,31}(?:;|$))"  # a character's name, likewise
)
_LINE = re.compile(
    r"(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|:::|~~~|\{|=+\s*$|[-:|\s]+$)"  # a heading, quote, list, fence, rule or table
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(words: str) -> str:
    """Words within a line: no sign of theirs is markup."""
    return _SIGNS.sub(r"\\\g<0>", words).replace("](=", "] (=")


def line_of(markdown: str) -> str:
    """A line of escaped words and marks that does not begin a heading, a list, a fence or a rule."""
    line = " ".join(markdown.split())
    if not line:
        return ""
    if line[0].isdecimal():
        return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    return "\\" + line if not line[0].isalpha() and _LINE.match(line) else line


def address(url: str) -> str:
    """A web address as it may stand in a link; "" where it is none that a reader should follow."""
    url = "".join(url.split())
    if not re.match(r"(?:https?|ftp)://\S", url, re.IGNORECASE):
        return ""
    for sign, code in (("\\", "%5C"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E")):
        url = url.replace(sign, code)
    return url


# --- raised and lowered ------------------------------------------------------------------------------------

_RAISED = dict(
    zip("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_AS_THEY_ARE = frozenset(", ;*†‡§¶®™")  # signs that are raised of themselves, or part marks
ORDINALS = frozenset({"st", "nd", "rd", "th"})


def raised(words: str) -> str:
    """Superscript, by its own characters where there are such, else behind a caret."""
    return words if words in ORDINALS else _moved(words, _RAISED, "^")


def lowered(words: str) -> str:
    """Subscript, by its own characters where there are such, else behind a low line."""
    return _moved(words, _LOWERED, "\\_")


def _moved(words: str, characters: dict[str, str], sign: str) -> str:
    if all(letter in characters or letter in _AS_THEY_ARE for letter in words):
        return "".join(characters.get(letter, letter) for letter in words)
    return f"{sign}({words})" if " " in words else sign + words
