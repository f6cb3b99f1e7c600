"""The one door to the terminal: text with nothing hidden in it, JSON of a named shape, and the words they share."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from shutil import get_terminal_size

import click

from effectbank.plain import plain
from effectbank.problems import Problem


def document(name: str, **content: object) -> dict[str, object]:
    """One JSON document; `schema` names its shape, and a changed shape gets a new version."""
    return {"schema": f"effectbank.{name}/1", **content}


HIDDEN = ("Cc", "Cf", "Cs")  # Unicode's control, format (text turned round, joined unseen) and half characters


class Styled(str):
    """Text made to be seen, which the program itself has dressed in colours: the door lets it through as it is."""

    __slots__ = ()


def seen(words: str) -> str:
    """Words of a folder as they may stand on a terminal: what would steer or hide, spelt out as in Python."""
    text = words.replace("\r\n", "\n")
    return text if text.isprintable() else "".join(map(_spelt, text))


def _spelt(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in HIDDEN:
        return char
    return char.encode("unicode_escape").decode()


def echo(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text, made to be seen; to standard error if told so, without a last line break if told so."""
    click.echo(words if isinstance(words, Styled) else seen(words), err=err, nl=nl)


def echo_json(content: object) -> None:
    """Print as JSON: strict (NaN becomes null), indented, keys in the order given, hidden characters spelt out."""
    text = json.dumps(plain(content), indent=2, ensure_ascii=False, allow_nan=False)
    lines = (line if line.isprintable() else "".join(map(_spelt_in_json, line)) for line in text.split("\n"))
    click.echo("\n".join(lines))


def _spelt_in_json(char: str) -> str:
    """JSON's own spelling: a program that reads it gets the character back."""
    return json.dumps(char)[1:-1] if unicodedata.category(char) in HIDDEN else char


def counted(number: float, noun: str, plural: str = "") -> str:
    """'1 error', '2 errors', 'no errors'."""
    word = noun if number == 1 else plural or noun + "s"
    return f"{number or 'no'} {word}"


_ONE = {
    "studies": "study", "references": "reference", "analyses": "analysis", "rows": "row", "words": "word",
    "judgements": "judgement", "addresses": "address", "numbers": "number", "arms": "arm", "results": "result",
}  # fmt: skip


def in_number(number: int, words: str) -> str:
    """A count of what is named in the plural, of one thing in the singular: '1 row of data'."""
    return f"{number} {' '.join(_ONE.get(word, word) for word in words.split()) if number == 1 else words}"


PROBLEMS_SHOWN = 20


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """The first Problems, a line each, and how many more there are."""
    yield from map(str, problems[:PROBLEMS_SHOWN])
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        yield f"… and {counted(more, 'Problem')} more; --json lists them all"


def heading(words: str) -> Styled:
    """A heading, bold where there are bold letters."""
    return Styled(click.style(seen(words), bold=True))


def terminal_width() -> int | None:
    """How many characters a line of this terminal holds; None in a pipe, where lines are left whole."""
    return max(get_terminal_size().columns, 60) if sys.stdout.isatty() else None
