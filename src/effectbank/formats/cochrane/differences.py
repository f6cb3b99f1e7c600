"""What one review says and another doesn't: how an export that was read again proves what it left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from effectbank.formats.cochrane.decimals import DECIMALS
from effectbank.formats.cochrane.source import SourceAnalysis, SourceJudgement, SourceReview, SourceRow, Stored
from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, note, warning
from effectbank.words import some_of

ROUNDED = 0.5000001 * 10.0**-DECIMALS
OF_FILE = ("name", "format", "preset", "problems", "left_out", "place")  # not of what a review says
IN_PARTS = ("studies", "judgements", "analyses", "subgroups", "rows", "stored")
MOST_NAMED = 3
WORDS = {
    "card": "title, authors and citation",
    "eligibility": "criteria for studies",
    "sections": "sections of text",
    "source_says": "what else its file says",
}


def differences(before: SourceReview, after: SourceReview, *, file: str) -> Iterator[Problem]:
    """A Problem for each kind of thing that `after`, read from `file`, lacks or says otherwise."""
    place = Place(file=file)
    for field in _unlike(before, after):
        told = getattr(before, field)
        many = f" ({len(told)})" if isinstance(told, tuple) else ""
        yield note("left-behind", place, f"has no place for the review's {_words(field)}{many}")
    yield from _studies(before, after, place)
    yield from _judgements(before.judgements, after.judgements, place)
    yield from _analyses(before, after, place)


def _unlike(before: object, after: object) -> list[str]:
    """The fields, told at all before, that differ; those in parts are compared part by part."""
    names = (field.name for field in fields(before))  # type: ignore[arg-type]
    return [
        name
        for name in names
        if name not in (*OF_FILE, *IN_PARTS)
        and getattr(before, name)
        and getattr(before, name) != getattr(after, name)
    ]


def _words(field: str) -> str:
    return WORDS.get(field, field.replace("_", " "))


def _among(named: Sequence[str]) -> str:
    """The first few of those that a difference is of."""
    return some_of(named, MOST_NAMED)


def _studies(before: SourceReview, after: SourceReview, place: Place) -> Iterator[Problem]:
    there = {study.key: study for study in after.studies}
    lost = [study.key for study in before.studies if study.key not in there]
    if lost:
        yield error("lost", place, f"{len(lost)} studies are not in it: {_among(lost)}")
    unlike: dict[str, list[str]] = {}
    for study in before.studies:
        for field in _unlike(study, there.get(study.key, study)):
            unlike.setdefault(field, []).append(study.key)
    for field, keys in unlike.items():
        studies = keys[0] if len(keys) == 1 else f"{len(keys)} studies"
        yield note("left-behind", place, f"has no place for the {_words(field)} of {studies}")


def _judgements(
    before: Iterable[SourceJudgement], after: Iterable[SourceJudgement], place: Place
) -> Iterator[Problem]:
    had, have = Counter(map(_said, before)), Counter(map(_said, after))
    lost = had - have
    moved = Counter({said: number for said, number in lost.items() if _moved(said) in have})
    if moved:
        message = f"the group of outcomes of {_judgements_in_words(moved)} stands in the domain's name"
        yield note("told-otherwise", place, message)
    if lost - moved:
        kinds = Counter(said[0] for said in (lost - moved).elements())
        told = ", ".join(f"{number} by {tool}" for tool, number in kinds.items())
        yield warning("lost", place, f"not in it as they were: {_judgements_in_words(lost - moved)} ({told})")


def _judgements_in_words(said: Counter[tuple[str, ...]]) -> str:
    return "1 judgement" if said.total() == 1 else f"{said.total()} judgements"


def _said(judgement: SourceJudgement) -> tuple[str, ...]:
    one = judgement
    return one.tool, one.study, one.domain, one.judgement, one.support, one.outcome, one.analysis


def _moved(said: tuple[str, ...]) -> tuple[str, ...]:
    tool, study, domain, judgement, support, outcome, analysis = said
    return tool, study, f"{domain}: {outcome}", judgement, support, "", analysis


def _analyses(before: SourceReview, after: SourceReview, place: Place) -> Iterator[Problem]:
    there = {(one.comparison, one.number): one for one in after.analyses}
    compared = _Compared()
    for one in before.analyses:
        other = there.get((one.comparison, one.number))
        if other is not None:
            compared.analysis(one, other)
        elif one.kind == "other":
            yield note("left-behind", place, f"has no place for the table of texts {one.comparison}.{one.number}")
        else:
            yield error("lost", place, f"analysis {one.comparison}.{one.number} is not in it")
    yield from compared.problems(place)


class _Compared:
    """The differences of all analyses, gathered by kind."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.rows: dict[str, list[str]] = {}
        self.missing: list[str] = []  # rows that aren't there
        self.no_column: Counter[str] = Counter()
        self.rounded = 0
        self.others: list[str] = []  # numbers told otherwise

    def analysis(self, before: SourceAnalysis, after: SourceAnalysis) -> None:
        number = f"{before.comparison}.{before.number}"
        for field in _unlike(before, after):
            self.fields.setdefault(field, []).append(number)
        if [(one.number, one.name) for one in before.subgroups] != [
            (one.number, one.name) for one in after.subgroups
        ]:
            self.fields.setdefault("subgroups", []).append(number)
        if len(before.rows) != len(after.rows):
            self.missing.append(number)
        self.stored(before.stored, after.stored, number)
        for one, other in zip(before.subgroups, after.subgroups, strict=False):
            self.stored(one.stored, other.stored, number)
        for row, same in zip(before.rows, after.rows, strict=False):
            self.row(row, same, number)

    def row(self, before: SourceRow, after: SourceRow, number: str) -> None:
        for field in _unlike(before, after):
            self.rows.setdefault(field, []).append(f"{number} {before.study}")
        self.stored(before.stored, after.stored, number)

    def stored(self, before: Stored, after: Stored, number: str) -> None:
        for name, value in before.items():
            if name not in after:
                self.no_column[name] += 1
            elif abs(after[name] - value) > ROUNDED:
                self.others.append(f"{number} {name}")
            else:
                self.rounded += after[name] != value
        self.others += [f"{number} {name}" for name in after if name not in before]

    def problems(self, place: Place) -> Iterator[Problem]:
        """One for each kind."""
        for field, numbers in self.fields.items():
            yield warning("told-otherwise", place, f"{_words(field)}: other words for analysis {_among(numbers)}")
        if self.missing:
            yield error("lost", place, f"not every row of analysis {_among(self.missing)} is in it")
        for field, rows in self.rows.items():
            yield warning(
                "told-otherwise", place, f"{_words(field)}: told otherwise for {len(rows)} rows ({_among(rows)})"
            )
        if self.no_column:
            kinds = ", ".join(f"{number} {name}" for name, number in self.no_column.items())
            yield note("left-behind", place, f"has no column for {self.no_column.total()} stored numbers: {kinds}")
        if self.rounded:
            yield note("rounded", place, f"{self.rounded} stored numbers are rounded to {DECIMALS} decimals")
        if self.others:
            yield error("lost", place, f"{len(self.others)} numbers are read back otherwise: {_among(self.others)}")
