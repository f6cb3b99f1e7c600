"""Numbers as people type them into tables: 12 (30%), 5/12, 3.4 ± 1.2, 0.49 [0.34; 0.70], 1,234 and 1.234,5.

What a cell says is a Reading: a shape and its numbers. What may be read in two ways is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from effectbank.formats.spreadsheets.grid import Cell, CellKind
from effectbank.review.reading.cells import NOT_AVAILABLE

LONGEST = 120  # characters of a cell that may be numbers
DASHES = str.maketrans("\u2212\u2010\u2011\u2012\u2013\u2014\u2015\ufe63\uff0d", "-" * 9)
BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f\u2007\u200a\u2008", " "))
UNKNOWN = NOT_AVAILABLE | {
    "n.a.", "n.r.", "nd", "n.d.", "nk", "-", "--", ".", "..", "...", "…", "?", "missing", "unknown", "unclear",
    "not reported", "not available", "not stated", "not given", "not known", "not estimable", "not applicable",
    "null", "#n/a",
}  # fmt: skip


class Shape(StrEnum):
    """What a cell of numbers looks like."""

    EMPTY = "nothing"
    UNKNOWN = "said to be unknown"
    NUMBER = "a number"
    PERCENT = "a percentage"
    WITH_BRACKET = "a number and another in brackets"  # 12 (30%), 3.4 (1.2)
    OVER = "a number of another"  # 5/12, 12 of 40
    PLUS_MINUS = "a number ± another"
    RANGE = "from one number to another"
    WITH_RANGE = "a number and a range"
    DATE = "a date"
    FRACTION = "a fraction kept as one number"  # a workbook's 5/12
    UNCALCULATED = "a formula without a value"
    FAULT = "an error of the spreadsheet"
    TRUTH = "true or false"
    DOUBTFUL = "a number that can be read in two ways"
    OTHER = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One number as written: its value, its decimals, and whether a percent sign stands after it."""

    value: float
    decimals: int = 0
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A cell's shape and numbers. `mark` is a footnote's sign after it; `inside` is what brackets name, as SD."""

    shape: Shape
    numbers: tuple[Written, ...] = ()
    mark: str = ""
    inside: str = ""


_GROUPS = r"\d{1,3}(?:[ ,.'’]\d{3}){1,4}(?:[.,]\d{1,15})?"
_N = rf"[+-]?(?:{_GROUPS}|\d{{1,18}}(?:[.,]\d{{1,18}})?|[.,]\d{{1,18}})(?:[eE][+-]?\d{{1,3}})?"
_P = rf"(?:{_N})\s?%?"
_UNIT = r"(?:s\.?d\.?|s\.?e\.?m?\.?|95\s?% ?c\.?i\.?|c\.?i\.?|iqr|range)?\s?[:=,]?\s?"
_TO = r"\s?(?:to|;|,\s|-|\.\.)\s?"
_SHAPES = tuple(
    (shape, re.compile(pattern, re.ASCII | re.IGNORECASE))
    for shape, pattern in (
        (Shape.NUMBER, rf"({_N})"),
        (Shape.PERCENT, rf"({_N}\s?%)"),
        (Shape.OVER, rf"({_N})\s?(?:/|of|out of)\s?({_N})(?:\s?[(\[]\s?({_P})\s?[)\]])?"),
        (Shape.PLUS_MINUS, rf"({_N})\s?(?:±|\+/-|\+-)\s?({_N})"),
        (Shape.WITH_BRACKET, rf"({_N})\s?[(\[]\s?(?P<inside>{_UNIT})({_P})\s?[)\]]"),
        (Shape.RANGE, rf"[(\[]?\s?({_N}){_TO}({_N})\s?[)\]]?"),
        (Shape.WITH_RANGE, rf"({_N}),?\s?[(\[]?\s?(?P<inside>{_UNIT})({_N}){_TO}({_N})\s?[)\]]?"),
    )
)
_MIDDLE_DOT = re.compile(r"(?<=\d)·(?=\d)", re.ASCII)
_PARTED = re.compile(r"(\.\d{1,18}),(?=[+-]?\d*\.\d)", re.ASCII)
_MARKED = re.compile(r"(.*\d[)\]%]?)\s?([*†‡§¶#]{1,3})", re.DOTALL)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"\d{{1,2}}[-/. ]{_MONTH}\.?(?:[-/. ]\d{{2,4}})?|{_MONTH}\.?[-/. ]\d{{1,4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})",
    re.ASCII | re.IGNORECASE,
)


_KINDS = {
    CellKind.DATE: Shape.DATE,
    CellKind.FRACTION: Shape.FRACTION,
    CellKind.UNCALCULATED: Shape.UNCALCULATED,
    CellKind.FAULT: Shape.FAULT,
    CellKind.TRUTH: Shape.TRUTH,
}


def reading_of(cell: Cell, decimal: str) -> Reading:
    """What a cell says, with the sheet's decimal mark ("." or ","; "" where it isn't known)."""
    if cell.kind in _KINDS:
        return Reading(shape=_KINDS[cell.kind])
    return reading_of_words(cell.words, "." if cell.kind is CellKind.NUMBER else decimal)


@lru_cache(maxsize=50_000)
def reading_of_words(words: str, decimal: str) -> Reading:
    """The same of words typed."""
    plain = plain_of(words)
    if not plain:
        return Reading(shape=Shape.EMPTY)
    if plain.casefold() in UNKNOWN:
        return Reading(shape=Shape.UNKNOWN)
    if len(plain) > LONGEST:
        return Reading(shape=Shape.OTHER)
    if _DATE.fullmatch(plain):
        return Reading(shape=Shape.DATE)
    found = _shaped(plain, decimal)
    marked = _MARKED.fullmatch(plain) if found is None else None
    if marked:
        found = _shaped(marked[1], decimal, mark=marked[2])
    return found or Reading(shape=Shape.OTHER)


def plain_of(words: str) -> str:
    """The words with every dash and blank the plain one, 0·5 with a point, and a blank between two such numbers."""
    plain = " ".join(words.translate(DASHES).translate(BLANKS).split())
    return _PARTED.sub(r"\1, ", _MIDDLE_DOT.sub(".", plain))


def _shaped(plain: str, decimal: str, mark: str = "") -> Reading | None:
    for shape, pattern in _SHAPES:
        found = pattern.fullmatch(plain)
        if found:
            inside = found.groupdict().get("inside") or ""
            taken = [group for group in found.groups() if group is not None and group != inside]
            numbers = [_written(group, decimal) for group in taken if group.strip()]
            known = tuple(number for number in numbers if number is not None)
            if len(known) < len(numbers):
                return Reading(shape=Shape.DOUBTFUL)
            return Reading(shape=shape, numbers=known, mark=mark, inside=re.sub(r"[^a-z]", "", inside.casefold()))
    return None


def _written(words: str, decimal: str) -> Written | None:
    """One number; None where its mark may part thousands or decimals."""
    percent = words.endswith("%")
    digits = words.rstrip("% ")
    mark = decimal_mark_in(digits) or decimal
    whole = digits.replace(" ", "").replace("'", "").replace("’", "")
    if not mark and re.search(r"[.,]", whole):
        return None
    plain = whole.replace("," if mark == "." else ".", "").replace(",", ".")
    value = float(plain)
    if not math.isfinite(value):
        return None
    decimals = len(re.split(r"[eE]", plain)[0].partition(".")[2])
    return Written(value=value, decimals=decimals, percent=percent)


def decimal_mark_in(number: str) -> str:
    """The decimal mark that a number alone shows: of 1.234,5 the comma, of 0,25 the comma; of 1,234 neither.

    A number with several equal marks has thousands, so that its decimal mark is the other one.
    """
    digits = re.split(r"[eE]", number.lstrip("+-"))[0]
    marks = re.sub(r"[^.,]", "", digits)
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    before, _, after = digits.partition(marks) if marks else ("", "", "")
    return marks if marks and (len(after) != 3 or before in ("", "0") or len(before.split(" ")[-1]) > 3) else ""


def decimal_of(cells: Iterable[Cell]) -> tuple[str, bool]:
    """The one decimal mark that the cells of a sheet show, and whether any number's mark rests on it alone.

    The mark is "" where none shows one, or where they disagree.
    """
    shown: set[str] = set()
    doubtful = False
    for cell in cells:
        plain = plain_of(cell.words) if cell.kind is CellKind.TEXT else ""
        if len(plain) > LONGEST or _DATE.fullmatch(plain) or not any(p.fullmatch(plain) for _, p in _SHAPES):
            continue
        for number in re.findall(_N, plain):
            mark = decimal_mark_in(number)
            shown.add(mark)
            doubtful |= not mark and bool(re.search(r"[.,]", number))
    shown.discard("")
    return (next(iter(shown)) if len(shown) == 1 else ""), doubtful
