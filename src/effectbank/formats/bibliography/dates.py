"""Dates as databases write them, to the year and ISO's form; as exact as they are, and never more."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

NUMBERS = re.compile(r"(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?/*", re.ASCII)
RUN_TOGETHER = re.compile(r"([12]\d{3})(\d{2})(\d{2})", re.ASCII)
SLASHES = re.compile(r"(\d{4})/(\d{0,2})/(\d{0,2})/?", re.ASCII)
TOKENS = re.compile(r"[^\W\d_]+|\d+|[^\s,.]", re.ASCII)
YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)", re.ASCII)
ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


@lru_cache(maxsize=10_000)
def read_date(words: str, year: int | None = None) -> tuple[int | None, str]:
    """The year and the ISO date of "2010/05/01/", "20100501", "2010 May 1", "SEP 22" (with its `year`).

    None and "" where they are unknown.

    "2010 May-Jun" and "Spring 2010" have a year, but no ISO date.
    """
    found = NUMBERS.fullmatch(words) or SLASHES.fullmatch(words) or RUN_TOGETHER.fullmatch(words)
    if found:
        iso = iso_of(*(int(part) if part else None for part in found.groups()))
        return (int(found[1]), iso) if iso else (_year_in(words), "")
    tokens = TOKENS.findall(words)
    years = [token for token in tokens if len(token) == 4 and token.isdigit()]
    days = [token for token in tokens if len(token) < 3 and token.isdigit()]
    months = [month for token in tokens if (month := month_of(token))]
    stated = int(years[0]) if len(years) == 1 else year
    if not months or len(years) + len(days) + len(months) != len(tokens) or len(months) > 1 or len(days) > 1:
        return _year_in(words), ""
    iso = iso_of(stated, months[0], int(days[0]) if days else None)
    return (stated, iso) if iso else (_year_in(words), "")


def _year_in(words: str) -> int | None:
    """The year of a date that isn't one of ISO's; None if there are several or none."""
    years = set(YEAR.findall(words))
    return int(years.pop()) if len(years) == 1 else None


def month_of(word: str) -> int | None:
    """The number of a month's name, whole or cut to three letters or more."""
    name = word.casefold()
    if len(name) < 3:
        return None
    return next((number for number, month in enumerate(MONTHS, start=1) if month.startswith(name)), None)


def iso_of(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """ "2010", "2010-05" or "2010-05-01"; "" for what is no date."""
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return ""
    if month is None:
        return f"{year:04}" if day is None else ""
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"


def parts_of(iso: str) -> list[int] | None:
    """[2010, 5, 1] for "2010-05-01", as exact as it is; None for what is no ISO date."""
    found = ISO.fullmatch(iso)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    return parts if iso_of(*parts) == iso else None


@lru_cache(maxsize=10_000)
def slashed(iso: str) -> str:
    """RIS's form, "2010/05/01/"; what is no ISO date, unchanged."""
    parts = parts_of(iso)
    if parts is None:
        return iso
    return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]), *[""] * (4 - len(parts))])
