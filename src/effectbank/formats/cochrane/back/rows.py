"""The lines of an analysis as a Cochrane file's rows, under the names by which it knows studies and subgroups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from effectbank.formats.cochrane.back.results import Results
from effectbank.formats.cochrane.back.told import Told
from effectbank.formats.cochrane.decimals import as_given
from effectbank.formats.cochrane.source import NOTHING, SourceGroup, SourceRow, SourceSubgroup
from effectbank.review.combining import Gave
from effectbank.review.lines import Line
from effectbank.review.model import AsWritten
from effectbank.review.proving.computed import Key
from effectbank.review.selecting import group_of
from effectbank.words import Confidence


def subgroups_of(told: Told, results: Results) -> tuple[SourceSubgroup, ...]:
    """The subgroups in the order of their results, then of the lines; numbered from 1."""
    by = told.plan.subgroups
    with_results = (group for group, study, _, _ in results.numbers if group and not study)
    of_lines = (group_of(line.study, line.part, by) for line in told.task.lines) if by else ()
    names = dict.fromkeys(name for name in (*with_results, *of_lines) if name and by)
    return tuple(
        SourceSubgroup(
            number=str(n),
            name=name,
            stored=results.numbers.get((name, "", "", ""), NOTHING),
            place=told.analysis.place,
        )
        for n, name in enumerate(names, start=1)
    )


def rows_of(
    told: Told, results: Results, subgroups: Iterable[SourceSubgroup], studies: Mapping[str, str]
) -> tuple[SourceRow, ...]:
    """Each line; `studies` gives a study's name in the file by its slug."""
    numbers = {subgroup.name: subgroup.number for subgroup in subgroups}
    return tuple(_row(told, results, line, numbers, studies[line.study.name]) for line in told.task.lines)


def _row(told: Told, results: Results, line: Line, numbers: Mapping[str, str], study: str) -> SourceRow:
    part = line.part
    by = told.plan.subgroups
    key: Key = (part.subgroup, line.study.name, part.stratum, part.applies_to)
    given = told.kind == "contrasts" and not misleads(line)
    o_e, variance = _observed(told, line)
    return SourceRow(
        study=study,
        subgroup=numbers.get(group_of(line.study, part, by), "") if by else "",
        applies_to=part.applies_to,
        experimental=_group(line.intervention),
        control=_group(line.control),
        o_e=o_e,
        variance=variance,
        estimate=_number(line.estimate) if given else None,
        se=_number(line.se) if given else None,
        footnote=_footnote(told, line),
        stored=results.numbers.get(key, NOTHING),
        place=line.places[0],
    )


def misleads(line: Line) -> bool:
    """Whether a line that the folder doesn't pool would be pooled elsewhere, if its numbers were told."""
    return bool(line.reason) and line.estimate is not None and line.se is not None and line.se > 0


def _group(side: Gave) -> SourceGroup:
    return SourceGroup(events=side.events, total=side.total, mean=_number(side.mean), sd=_number(side.sd))


def _number(number: float | None) -> AsWritten | None:
    return None if number is None else AsWritten(as_given(number))


def _observed(told: Told, line: Line) -> tuple[AsWritten | None, AsWritten | None]:
    """O - E and its variance, of the intervention's group."""
    row = told.observed.get(line.label)
    if row is None:
        return None, None
    o_e = row.contrast.o_e
    turned = o_e is not None and row.turned
    return _number(-o_e if turned and o_e is not None else o_e), _number(row.contrast.variance)


def _footnote(told: Told, line: Line) -> str:
    """The notes of a line, after how its numbers are known and what tells it from the study's other lines."""
    stratum = line.part.stratum
    named = stratum and not stratum.isdigit() and told.plan.subgroups != "stratum"
    known = [f"numbers {word}" for word in line.confidence if word is not Confidence.STATED]
    return "; ".join(text for text in (stratum if named else "", *known, line.note) if text)
