"""What is wrong with a claim, in words: its line, sentence and value, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.numerals import Reading, agrees, crowded, rewritten
from effectbank.problems import Place, Problem, Severity
from effectbank.review.claims.checked import Checked, checked
from effectbank.review.paths import BadPath, Value, shown
from effectbank.review.review import Review
from effectbank.review.text import FILE, Text, parse
from effectbank.review.text.tree import Claim, Inline, inlines_of, plain, walk
from effectbank.words import NumberKind

CODE = "text-claims"
MOST_ROWS = 12


def check_claims(review: Review, text: Text | None = None) -> tuple[Problem, ...]:
    """A Problem for each claim that doesn't hold: its line, words and sentence, the value, and the way out."""
    text = text or parse(review.text)
    failing = [found for found in checked(review, text) if not found.holds]
    sentences = sentences_of(text) if failing else {}
    return tuple(_problem(review, found, sentences.get(found.claim.number, "")) for found in failing)


def _problem(review: Review, found: Checked, sentence: str) -> Problem:
    reached = found.reached
    message, hint = _bad_path(found, reached) if isinstance(reached, BadPath) else _disagrees(found, reached)
    return Problem(
        code=CODE,
        severity=Severity.ERROR,
        place=Place(file=FILE, line=found.claim.line),
        message=f"{message} — in “{sentence}”" if sentence else message,
        hint=hint,
        concerns=concerns_of(review, found.claim.path),
    )


def _bad_path(found: Checked, fault: BadPath) -> tuple[str, str]:
    return f"“{found.claim.words}” is bound to ={found.claim.path}: {fault.message}", fault.hint


def _disagrees(found: Checked, value: Value) -> tuple[str, str]:
    rows = _rows(value)
    kind = f"{value.kind}, {rows}" if rows else str(value.kind)
    return (
        f"“{found.claim.words}” is not true of ={value.address}, which is {exactly(found, value)} ({kind})",
        _way_out(found, value),
    )


def exactly(found: Checked, value: Value) -> str:
    """The value, with enough decimals to see why the words are not true of it."""
    usual = shown(value)
    digits = max((w.digits or 0 for part in found.reading.parts for w in part.numbers), default=0)
    plain = value.shape in ("count", "events of total") or value.kind is NumberKind.QUOTED
    return usual if plain else shown(value, max(0, digits - 1) + 1)


def _way_out(found: Checked, value: Value) -> str:
    """The other number if the words are true of that; else what `write` would do; else what is wrong in kind."""
    words, other = found.claim.words, value.other
    if agrees(found.reading, value):
        beside = " and ".join(f"“{said}”" for said in (found.around.before, found.around.after) if said)
        if not beside:
            return "the total told beside it is another arm's"
        return f"take {beside} into the link: with it the words say something else"
    if other is not None and agrees(found.reading, other):
        return f"it is true of the {other.kind} number: bind it to ={other.address}"
    unwritable = _unwritable(found.reading)
    if unwritable:
        return unwritable
    changes = rewritten(found.reading, value)
    if changes:
        return f"`effectbank write` would make it “{_changed(words, changes)}”"
    return _kinds(found, value)


def _unwritable(reading: Reading) -> str:
    """Why the words can be true of nothing, if they can't."""
    if crowded(reading):
        return "several numbers stand here for one: move the link onto the number"
    if any(part.shape == "p" and part.comparator == "=" and part.numbers[0].value == 0 for part in reading.parts):
        return "no p is nought: write p < …, as in p < .001"
    if any(part.denied for part in reading.parts):
        return "the words deny the number; say what it is"
    return ""


def _kinds(found: Checked, value: Value) -> str:
    """Why no digits would help."""
    parts = found.reading.parts
    if not parts:
        return "no number or verdict was found in these words; move the link onto the number"
    if value.shape == "direction":
        unsaid = "" if len(value.words) > 1 else "; which side is better needs good = in [outcomes]"
        return f"true of it: {', '.join(dict.fromkeys(word.casefold() for word in value.words))}{unsaid}"
    said = dict.fromkeys(m for part in parts for m in part.meanings if m.words[0] and part.numbers)
    shapes = " and ".join(dict.fromkeys(part.shape for part in parts))
    if said:
        return "; ".join(f"“{meaning.words[0]}” means: {meaning.says}" for meaning in said)
    if value.shape == "proportion" and shapes == "count":
        share = shown(value, 0)
        return f"it is a share: write {share}, or {share.removesuffix('%')} of every hundred, all of it in the link"
    if value.shape not in shapes:
        return f"the words are read as: {shapes}; the value is: {value.shape}"
    return f"the fact says {value.words[0]!r}" if value.kind is NumberKind.QUOTED else "change the words"


def _changed(words: str, changes: tuple[tuple[int, int, str], ...]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        words = words[:start] + new + words[end:]
    return words


def _rows(value: Value) -> str:
    """`data/retained.csv:2,3,4`: the rows a value comes from, file by file."""
    files: dict[str, list[str]] = {}
    for place in value.rows:
        files.setdefault(place.file, []).append(str(place.line) if place.line else "")
    return "; ".join(f"{file}:{_listed(lines)}" if any(lines) else file for file, lines in files.items())


def _listed(lines: list[str]) -> str:
    return ",".join(lines[:MOST_ROWS]) + (",…" if len(lines) > MOST_ROWS else "")


def concerns_of(review: Review, path: str) -> tuple[str, ...]:
    """The analyses and values a path goes through, those inside a named value too."""
    found = dict.fromkeys(_concerns(review, path, ()))
    return tuple(found)


def _concerns(review: Review, path: str, above: tuple[str, ...]) -> Iterator[str]:
    name = path.removeprefix("values.").partition(".")[0].partition("(")[0]
    if name in review.analyses:
        yield name
    elif name in review.values and name not in above:
        yield name
        for inner in review.values[name].of:
            yield from _concerns(review, inner, (*above, name))


def sentences_of(text: Text) -> dict[int, str]:
    """The sentence each claim stands in, by the claim's number."""
    lines = (*text.blocks, *(block for note in text.notes for block in note.blocks))
    return {n: sentence for inlines in inlines_of(lines) for n, sentence in _sentences(inlines)}


def _sentences(inlines: tuple[Inline, ...]) -> Iterator[tuple[int, str]]:
    prose = plain(inlines)
    at = 0
    for node in walk(inlines):
        if isinstance(node, Claim):
            words = plain(node.children)
            at = max(prose.find(words, at), 0)
            yield node.number, _around(prose, at, at + len(words))
            at += len(words)


_END = re.compile(r"[.!?:;][’”'\")\]]*\s+(?=[^\W\d_a-z]|[“‘\[(])")


def _around(prose: str, start: int, end: int) -> str:
    low = max((m.end() for m in _END.finditer(prose, 0, start)), default=0)
    after = _END.search(prose, end)
    return " ".join(prose[low : after.start() + 1 if after else len(prose)].split())
