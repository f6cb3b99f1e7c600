"""What a Cochrane file has no words for, one function each: it words its Problem, and counts."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, note, shown, warning


def left_behind(file: str, number: int, what: str) -> Problem:
    """Parts of a folder for which no Cochrane file has a place."""
    hint = "it stays in the folder" if number == 1 else "they stay in the folder"
    return note("left-behind", Place(file=file), f"{number:,} {what}: left out", hint)


def not_planned(place: Place, analysis: str, reason: str) -> Problem:
    """An analysis that cannot be told at all."""
    return error("not-exported", place, f"analysis {analysis} is left out: {reason}")


def other_plan(place: Place, analysis: str, changes: Iterable[str]) -> Problem:
    """Choices that Review Manager does not have, and what stands for them."""
    message = f"analysis {analysis} is told as pooled otherwise: {'; '.join(changes)}"
    return warning("other-plan", place, message, "Review Manager has no such choice")


def other_result(place: Place, analysis: str, here: str, there: str) -> Problem:
    """A result that Review Manager's rules make another number of."""
    message = f"analysis {analysis} comes to {there} by Review Manager's rules, in the folder to {here}"
    return warning("other-result", place, message)


def as_contrasts(place: Place, analysis: str, rows: int, why: str) -> Problem:
    """Rows of data that are told as estimates with their standard errors."""
    message = f"analysis {analysis} is told as {rows} estimates with standard errors: {why}"
    return warning("as-contrasts", place, message, "the rows themselves stay in the folder")


def unusable(place: Place, study: str, reason: str) -> Problem:
    """A contrast that the folder doesn't pool, told without its numbers: others would."""
    return warning("unusable-row", place, f"the contrast of {study} is told without numbers: {reason}")


def twice(place: Place, label: str, instead: str) -> Problem:
    """Two studies of one name, by which a package knows them."""
    return warning("named-twice", place, f"another study is called {shown(label)} too; told as {shown(instead)}")


def stale(place: Place, analysis: str, number: int) -> Problem:
    """Stored results that the data don't yield any more."""
    message = f"analysis {analysis} stores {_results(number)} that its data don't yield; computed anew"
    return warning("computed-anew", place, message, "effectbank prove tells which; --stored keeps them")


def as_stored(place: Place, analysis: str, number: int) -> Problem:
    """The same, kept because it was asked for."""
    message = f"analysis {analysis} stores {_results(number)} that its data don't yield; told as stored"
    return warning("as-stored", place, message, "effectbank prove tells which")


def _results(number: int) -> str:
    return "1 result" if number == 1 else f"{number} results"


def other_tool(place: Place, tool: str, number: int, kept: str) -> Problem:
    """Judgements by a tool that would be taken for another's."""
    message = f"{number} judgements by {tool or 'no named tool'} left out: the table holds one tool's, {kept}"
    return warning("other-tool", place, message)
