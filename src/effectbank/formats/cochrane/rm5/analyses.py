"""ANALYSES_AND_DATA: comparisons, their outcomes (Cochrane's analyses), their subgroups and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effectbank.formats.cochrane.rm5 import faults, stored
from effectbank.formats.cochrane.rm5.known import Known
from effectbank.formats.cochrane.rm5.others import table_of
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.rows import row_of
from effectbank.formats.cochrane.rm5.settings import KINDS, Settings, settings_of
from effectbank.formats.cochrane.rm5.tree import Element, Telling, children, name_of, unread
from effectbank.formats.cochrane.source import SourceAnalysis, SourceRow, SourceSubgroup, Stored

OUTCOMES = {f"{kind}_OUTCOME": kind for kind in KINDS}
LABELS = frozenset({"NAME", "GROUP_LABEL_1", "GROUP_LABEL_2", "GRAPH_LABEL_1", "GRAPH_LABEL_2", "EFFECT_MEASURE"})


def analyses_of(root: Element, known: Known, prose: Prose, telling: Telling) -> tuple[SourceAnalysis, ...]:
    """Every outcome of every comparison, in the file's order."""
    part = root.find("ANALYSES_AND_DATA")
    if part is None:
        telling.tell(faults.missing_part(telling.at(root), "ANALYSES_AND_DATA"))
        return ()
    if root.get("TYPE") == "DIAGNOSTIC":
        telling.tell(faults.diagnostic(telling.at(root)))
    unread(part, frozenset({"COMPARISON"}), telling)
    return tuple(_analyses(part, known, prose, telling))


def _analyses(part: Element, known: Known, prose: Prose, telling: Telling) -> Iterator[SourceAnalysis]:
    for n, comparison in enumerate(part.iterchildren("COMPARISON"), start=1):
        unread(comparison, frozenset({"NAME", *OUTCOMES}), telling)
        outcomes = (part for part in children(comparison) if part.tag in OUTCOMES)
        for m, outcome in enumerate(outcomes, start=1):
            numbered = comparison.get("NO") or str(n), outcome.get("NO") or str(m)
            analysis = (_other if outcome.tag == "OTHER_OUTCOME" else _computed)(
                outcome, numbered, known, prose, telling
            )
            if not (analysis.rows or analysis.table):
                telling.tell(faults.no_data(analysis.place, analysis.name))
            elif not analysis.calculated:
                telling.tell(faults.not_calculated(analysis.place, analysis.name))
            yield analysis


def _other(
    outcome: Element, numbered: tuple[str, str], known: Known, prose: Prose, telling: Telling
) -> SourceAnalysis:
    """A table of texts: nothing in it is computed."""
    return SourceAnalysis(
        comparison=numbered[0],
        number=numbered[1],
        comparison_name=name_of(outcome.getparent()),
        name=name_of(outcome),
        kind="other",
        measure="",
        groups=(name_of(outcome, "GROUP_LABEL_1"), name_of(outcome, "GROUP_LABEL_2")),
        table=table_of(outcome, known, prose, telling),
        place=telling.at(outcome),
    )


def _computed(
    outcome: Element, numbered: tuple[str, str], known: Known, _prose: Prose, telling: Telling
) -> SourceAnalysis:
    kind = OUTCOMES[outcome.tag]
    settings = settings_of(outcome, kind, telling)
    unread(outcome, LABELS | {f"{kind}_SUBGROUP", f"{kind}_DATA"}, telling)
    groups = tuple(outcome.iterchildren(f"{kind}_SUBGROUP"))
    numbers = _numbers_of(groups)
    subgroups = tuple(
        _subgroup(group, number, kind, settings, telling) for group, number in zip(groups, numbers, strict=True)
    )
    holders = [(outcome, ""), *((group, sub.number) for group, sub in zip(groups, subgroups, strict=True))]
    rows = tuple(row for holder, number in holders for row in _rows(holder, number, settings, known, telling))
    results = _results(outcome, subgroups, settings, telling)
    return SourceAnalysis(
        comparison=numbered[0],
        number=numbered[1],
        comparison_name=name_of(outcome.getparent()),
        name=name_of(outcome),
        kind=KINDS[kind],
        groups=(name_of(outcome, "GROUP_LABEL_1"), name_of(outcome, "GROUP_LABEL_2")),
        favours=(name_of(outcome, "GRAPH_LABEL_1"), name_of(outcome, "GRAPH_LABEL_2")),
        subgroups=subgroups,
        rows=rows,
        stored=results,
        calculated=_calculated(outcome, rows, (results, *(group.stored for group in subgroups))),
        place=telling.at(outcome),
        **settings.chosen,
    )


def _numbers_of(groups: Iterable[Element]) -> list[str]:
    """The numbers of subgroups; one that has none, or that of another before it, is given a new one."""
    found: list[str] = []
    for n, group in enumerate(groups, start=1):
        given = group.get("NO") or str(n)
        found.append(given if given not in found else f"{given}.{n}")
    return found


def _subgroup(element: Element, number: str, kind: str, settings: Settings, telling: Telling) -> SourceSubgroup:
    unread(element, LABELS | {f"{kind}_DATA"}, telling)
    if element.find(f"{kind}_DATA") is None:
        telling.tell(faults.empty_subgroup(telling.at(element), name_of(element)))
    return SourceSubgroup(
        number=number,
        name=name_of(element),
        stored=stored.pooled(element, telling, ratio=settings.ratio, random=settings.random),
        place=telling.at(element),
    )


def _rows(
    holder: Element, subgroup: str, settings: Settings, known: Known, telling: Telling
) -> Iterator[SourceRow]:
    for element in holder.iterchildren(f"{settings.kind}_DATA"):
        unread(element, frozenset({"FOOTNOTE"}), telling)
        study = known.study(element, "a row", telling)
        if study is not None:
            yield row_of(element, study, subgroup, settings, telling)


def _results(
    outcome: Element, subgroups: tuple[SourceSubgroup, ...], settings: Settings, telling: Telling
) -> Stored:
    estimated = sum("estimate" in group.stored for group in subgroups)
    return {
        **stored.pooled(outcome, telling, ratio=settings.ratio, random=settings.random),
        **stored.between(outcome, telling, estimated=estimated),
    }


def _calculated(outcome: Element, rows: tuple[SourceRow, ...], pooled: tuple[Stored, ...]) -> bool:
    """Whether the file holds results, or holds that there can be none: every row said not to be estimable."""
    if any("estimate" in results for results in (*pooled, *(row.stored for row in rows))):
        return True
    hidden = [element.get("ESTIMABLE") for element in outcome.iter(f"{OUTCOMES[outcome.tag]}_DATA")]
    return all(word == "NO" for word in hidden)
