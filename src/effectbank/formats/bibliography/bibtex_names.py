"""Names as BibTeX parts them: "von Last, Jr, First", "First von Last", and {A Group} in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from effectbank.formats.bibliography.tex_text import from_tex, to_tex
from effectbank.screening.record import Author

AND = re.compile(r"\s+and(?=\s)", re.IGNORECASE)
SPLIT = re.compile(r"\s+|~")
NAMED = re.compile(r"([a-z]+(?:-i)?)\s*=\s*(.*)", re.DOTALL)


def people_of(tex: str) -> tuple[Author, ...]:
    """The people of an author or editor field; "and others" names nobody."""
    names = [name.strip() for name in _split(tex, AND)]
    return tuple(_person(name) for name in names if name and name.casefold() != "others")


def _person(name: str) -> Author:
    parts = [part.strip() for part in _split(name, re.compile(","))]
    named = {found[1]: found[2] for part in parts if (found := NAMED.fullmatch(part))}
    if len(named) == len(parts) and named.get("family"):
        return _of_named(named)
    if len(parts) in (2, 3) and parts[0] and parts[-1]:
        return Author(
            family=from_tex(parts[0]),
            given=from_tex(parts[-1]),
            suffix=from_tex(parts[1]) if len(parts) == 3 else "",
        )
    words = [word for word in _split(name, SPLIT) if word]
    if len(parts) != 1 or len(words) < 2:
        return Author(literal=from_tex(name))
    first = next((at for at, word in enumerate(words[1:-1], start=1) if word[0].islower()), len(words) - 1)
    return Author(family=from_tex(" ".join(words[first:])), given=from_tex(" ".join(words[:first])))


def _of_named(parts: Mapping[str, str]) -> Author:
    """BibLaTeX's "family=Berg, given=Anna, prefix=van der", as Zotero writes it."""
    family = f"{parts.get('prefix', '')} {parts['family']}".strip()
    return Author(
        family=from_tex(family), given=from_tex(parts.get("given", "")), suffix=from_tex(parts.get("suffix", ""))
    )


def _split(tex: str, at: re.Pattern[str]) -> Iterator[str]:
    """The parts of a text between such signs, those within braces not counted."""
    depth = start = 0
    for found in re.finditer(rf"(?<!\\)[{{}}]|(?:{at.pattern})", tex, at.flags):
        sign = found[0]
        if sign in "{}":
            depth = max(depth + (1 if sign == "{" else -1), 0)
        elif depth == 0:
            yield tex[start : found.start()]
            start = found.end()
    yield tex[start:]


def tex_of(people: tuple[Author, ...]) -> str:
    """The field's text; a name that isn't parted stands in braces."""
    return " and ".join(map(_written, people))


def _written(person: Author) -> str:
    if person.literal:
        return f"{{{to_tex(person.literal)}}}"
    parts = (person.family, person.suffix, person.given) if person.suffix else (person.family, person.given)
    return ", ".join(map(to_tex, parts))
