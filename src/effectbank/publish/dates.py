"""A date as a reader says it."""

from __future__ import annotations

from datetime import date

# Ours, not the locale's, which would change the page with the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(iso: str) -> str:
    """ "2011-07-15" as "15 July 2011"; anything that isn't such a date, unchanged."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
