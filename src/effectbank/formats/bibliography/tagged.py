"""Tagged files (RIS, MEDLINE, Web of Science): lines that begin with a tag, and lines that go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_uppercase, digits

from effectbank.formats.decoding import decoded
from effectbank.problems import Problem

BLOCK = 2**16  # characters
BLANKS = ("", " ", "\t")  # no tag begins with one
Lines = Sequence[tuple[int, str]]
TWO_SIGNS = [first + second for first in ascii_uppercase for second in ascii_uppercase + digits]


def heads_of(part: str) -> dict[str, str]:
    """The heads of lines whose tags have two signs, parted from their values by the same."""
    return {tag + part: tag for tag in TWO_SIGNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a format are tagged.

    `first` and `last` begin a record's first and last line ("" for none); `tag` matches a tag with what parts it
    from its value, its only group the tag; `heads` are how most lines begin, with their tags, which are quicker to
    look up than to match, all of one length. `values` makes of a tag and its value over several lines the values
    that are meant.
    """

    first: str
    last: str
    tag: re.Pattern[str]
    heads: Mapping[str, str]
    values: Callable[[str, str], list[str]]


def lines_of(file: str, raw: bytes) -> tuple[str, list[Problem]]:
    """The text with one kind of line break, and without the byte-order marks that files glued together keep."""
    text, problems = decoded(file, raw)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n\ufeff", "\n"), problems


def each_line(text: str) -> Iterator[str]:
    """The lines of a text, some thousand at a time: they are quicker at hand, and a large file isn't held twice."""
    return chain.from_iterable(block.split("\n") for block in _blocks(text))


def _blocks(text: str) -> Iterator[str]:
    start = 0
    while (end := text.find("\n", start + BLOCK)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


class Fields:
    """The tags and values of one record while they find their fields; what nothing takes is the rest, in order."""

    __slots__ = ("_by", "_tags")

    def __init__(self, by: dict[str, list[str]], tags: list[str]) -> None:
        self._by, self._tags = by, tags

    def say_more_than(self, tag: str) -> bool:
        """Whether any tag but this one has a value."""
        return any(any(values) for name, values in self._by.items() if name != tag)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Fields:
        """The fields of these tags and values."""
        by: dict[str, list[str]] = {}
        tags = []
        for tag, value in pairs:
            by.setdefault(tag, []).append(value)
            tags.append(tag)
        return cls(by, tags)

    def fill(self, names: Mapping[str, str]) -> dict[str, str]:
        """The first value of each of these tags, by the names of their fields; the first of synonyms wins."""
        by, found = self._by, {}
        for tag in [tag for tag in by if tag in names]:
            name, values = names[tag], by[tag]
            value = values[0] or next(filter(None, values), "")
            if name in found or not value:
                continue
            found[name] = value
            self.take_if(tag, value)
        return found

    def take(self, *tags: str) -> str:
        """The first value of the first of these tags that has one; "" if none has."""
        tag, value = self.peek(*tags)
        if value:
            self.take_if(tag, value)
        return value

    def peek(self, *tags: str) -> tuple[str, str]:
        """The first of these tags that has a value, and the value, left where it is; "" and "" if none has."""
        by = self._by
        for tag in tags:
            if tag in by and (value := by[tag][0] or next(filter(None, by[tag]), "")):
                return tag, value
        return "", ""

    def take_if(self, tag: str, value: str) -> None:
        """Take a value that was seen, now that a field holds it."""
        values = self._by[tag]
        values.remove(value)
        if not values:
            del self._by[tag]

    def present(self, tags: Container[str]) -> list[str]:
        """Which of these tags there are, in the order of the record."""
        return [tag for tag in self._by if tag in tags]

    def take_all(self, *tags: str) -> list[str]:
        """Every value of these tags, in order."""
        found = [tag for tag in tags if tag in self._by]
        if not found:
            return []
        if len(found) == 1:
            return list(filter(None, self._by.pop(found[0])))
        values = {tag: iter(self._by.pop(tag)) for tag in found}
        return [value for tag in self._tags if tag in values and (value := next(values[tag], ""))]

    def seen(self, *tags: str) -> list[str]:
        """The values of these tags that nothing has taken, left where they are."""
        return [value for tag in tags if tag in self._by for value in self._by[tag] if value]

    def rest(self, format_: str) -> tuple[tuple[str, str], ...]:
        """What nothing took, each as "format:tag" and value."""
        if not self._by:
            return ()
        rest = []
        for tag in reversed(self._tags):  # takers take the first values of a tag
            if values := self._by.get(tag):
                rest.append((f"{format_}:{tag}", values.pop()))
        return tuple(rest[::-1])


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of a record, the line on which it begins, and whether its last line ends it; or, without fields,
    the lines that stand between two records, each with its number.
    """

    line: int
    fields: Fields | None = None
    ended: bool = False
    stray: Lines = ()


def groups_of(  # noqa: PLR0912 -- one loop, since it runs for every line of a file
    lines: Iterable[str], dialect: Dialect, *, within: int = 0
) -> Iterator[Group]:
    """The records of the lines, and what stands between them, in order.

    `within` is the number of the first line where a record is taken to begin there, without its own first line.
    """
    heads, match, first, last = dialect.heads, dialect.tag.match, dialect.first, dialect.last
    ends = (first, last)
    end = len(next(iter(heads)))
    begun, stray = within, []
    by: dict[str, list[str]] = {}
    tags: list[str] = []
    more: list[str] = []
    for number, line in enumerate(lines, start=within or 1):
        if tag := heads.get(line[:end], ""):
            value = line[end:].strip()
        elif line[:1] in BLANKS or not (found := match(line)):
            if begun:
                more.append(line.strip())
            else:
                stray.append((number, line))
            continue
        else:
            tag, value = found[1], line[found.end() :].strip()
        if more:
            _goes_on(by, tags, more, dialect)
        if tag in ends:
            if begun:
                yield Group(begun, Fields(by, tags), tag == last)
            elif tag == last:
                stray.append((number, line))
                continue
            if stray:
                yield Group(stray[0][0], stray=stray)
                stray = []
            begun, by, tags = (number, {tag: [value]}, [tag]) if tag == first else (0, {}, [])
        elif not begun:
            stray.append((number, line))
        elif tag in by:
            tags.append(tag)
            by[tag].append(value)
        else:
            tags.append(tag)
            by[tag] = [value]
    _goes_on(by, tags, more, dialect)
    if begun:
        yield Group(begun, Fields(by, tags))
    elif stray:
        yield Group(stray[0][0], stray=stray)


def _goes_on(by: dict[str, list[str]], tags: list[str], more: list[str], dialect: Dialect) -> None:
    """Join the lines that go on to the value before them."""
    if tags and more:
        tag = tags[-1]
        values = dialect.values(tag, "\n".join([by[tag].pop(), *more]).strip())
        by[tag] += values
        tags += [tag] * (len(values) - 1)
    more.clear()


def one_line(value: str) -> str:
    """A value that was broken over lines, on one."""
    return " ".join(value.split())


def as_read(value: str) -> str:
    """A value as it will be after it was written to a file and read again."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    value = (
        value.replace("\r\n", "\n").replace("\r", "\n").replace("\n\ufeff", "\n").replace("\0", "\ufffd").strip()
    )
    return "\n".join(map(str.strip, value.split("\n"))) if "\n" in value else value
