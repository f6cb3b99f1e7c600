"""Names of people and groups as files of references write them."""

from __future__ import annotations

import re
from functools import lru_cache

from effectbank.screening.record import Author


def _person_of(name: str) -> Author:
    """ "Smith, John, Jr" by its parts; a name without a comma, or with one at its end, as it is.

    EndNote ends a group's name in a comma, so that it isn't parted.
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) in (2, 3) and all(parts):
        return Author(family=parts[0], given=parts[1], suffix=parts[2] if len(parts) == 3 else "")
    if len(parts) == 2 and parts[0]:
        return Author(literal=parts[0])
    return Author(literal=name.strip())


person_of = lru_cache(maxsize=50_000)(_person_of)

OF_GROUPS = r"(?!.*\b(?:of|for|on|and|[Gg]roup|[Ss]tudy|[Tt]rial|[Tt]eam|[Ff]orce|[Ii]nvestigators|[Ii]nstitute)\b)"
INITIALS = re.compile(
    OF_GROUPS + r"((?:[^\d.,]+ )?[A-ZÀ-ÖØ-Þ][^\d.,\s]+) ((?:[A-ZÀ-ÖØ-Þ](?:\.-?|-)){0,2}[A-ZÀ-ÖØ-Þ]\.)"
)


def person_in_ris(name: str) -> Author:
    """The same, and "van der Berg W.-X." of Embase: initials with stops at the end.

    A group's name with a word of groups in it ("Study Group of Hepatitis B.") stays whole.
    """
    found = INITIALS.fullmatch(name) if "," not in name else None
    return Author(family=found[1], given=found[2]) if found else _person_of(name)


@lru_cache(maxsize=50_000)
def person_as_written(name: str) -> tuple[Author, bool]:
    """The person of a name in RIS, and whether the name is just as we'd write it."""
    person = person_in_ris(name)
    return person, str(person) == name


INDEXED = re.compile(r"(\S.*) ([A-Z]{1,4})(?: (Jr|Sr|\d(?:nd|rd|th)))?")


@lru_cache(maxsize=50_000)
def indexed_person(name: str) -> Author:
    """ "Smith JA Jr", as MEDLINE indexes a person; anything else is left whole."""
    found = INDEXED.fullmatch(name)
    return Author(family=found[1], given=found[2], suffix=found[3] or "") if found else Author(literal=name)
