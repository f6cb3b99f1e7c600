"""The causes found for what differs: other plans, other ways round, data changed since."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.review.proving.bearing import borne_out, is_no_chance
from effectbank.review.proving.case import BETWEEN, Case, Part, Spot, key_of
from effectbank.review.proving.causes import follows_from_rows, other_plans, partitioned, turned_round
from effectbank.review.proving.computed import Computed, computed
from effectbank.review.proving.finding import CHANGED

Headed = tuple[str, str]  # the heading of a row, and its study


def explain(cases: list[Case]) -> None:
    """Find causes: other plans for all cases in one batch, then what the stored numbers say of one another."""
    tried = [
        (n, words, task) for n, case in enumerate(cases) for words, task in other_plans(case.task, case.symptoms)
    ]
    yielded = computed([task for _, _, task in tried])
    plans: list[list[tuple[str, Computed]]] = [[] for _ in cases]
    for (n, words, _), by in zip(tried, yielded, strict=True):
        plans[n].append((words, by))
    for case, others in zip(cases, plans, strict=True):
        _by_other_plans(case, others)
        _by_partition(case)
        _by_turning(case)
        _by_changed_rows(case)


def _by_other_plans(case: Case, plans: list[tuple[str, Computed]]) -> None:
    """The plan that yields most of what differs; then the next for what is left.

    A plan is a cause only if it breaks nothing that holds, and what it yields is no match by chance (`borne_out`).
    """
    borne = [(words, borne_out(case, by, tried=len(plans))) for words, by in plans]
    left = {number.spot for number in case.numbers if not number.holds}
    while True:
        words, found = max(borne, key=lambda one: len(one[1] & left), default=("", frozenset[Spot]()))
        if not found & left:
            return
        case.causes.update(dict.fromkeys(found & left, words))
        case.yields[words] = sum(number.holds for number in case.numbers) + len(found)
        left -= found
        borne = [(words, others if others <= left else frozenset()) for words, others in borne]


def _by_partition(case: Case) -> None:
    numbers = partitioned(case.ours)
    for n, between in case.parts():
        if between and not [name for name in case.unlike(case.stored[n], numbers) if name in BETWEEN]:
            case.tell((n, True), "the subgroup test is a partition of Q, as RevMan 5.0 made it")


def _by_turning(case: Case) -> None:
    for n, _ in case.parts():
        result = case.stored[n]
        ours = case.ours.numbers.get(key_of(result), {})
        turned = turned_round(result.numbers, ours, case.task.analysis)
        if result.study and not case.unlike(result, turned):
            differing = [number for number in case.numbers if number.spot[0] == n and not number.holds]
            if is_no_chance(differing, tried=1):
                case.tell((n, False), "the two groups stand the other way round")


def _by_changed_rows(case: Case) -> None:
    """Rows that differ or are new although the stored total follows from those stored: changed or added since.

    Told only where other rows under the same total hold: were all of them to differ, or a row be the only one,
    its total would follow from it whatever the fault, ours too.
    """
    left = [part for part in case.parts() if any(spot not in case.causes for spot in case.spots(part))]
    rows = {n: None for n, _ in left if case.stored[n].study and case.has_another_estimate(n)}
    for whole in [result for result in case.stored if not result.study]:
        within = {n: None for n, r in enumerate(case.stored) if r.study and whole.subgroup in ("", r.subgroup)}
        changed = [n for n in rows if n in within]
        added = [row for row in _added(case) if whole.subgroup in ("", row[0])]
        others = [n for n in within if n not in rows and "estimate" in case.stored[n].numbers]
        if not (changed or added) or not others:
            continue
        if follows_from_rows(whole, [case.stored[n] for n in within], case.task.analysis):
            for n in changed:
                case.causes.update(dict.fromkeys(case.spots((n, False)), CHANGED))
            _by_what_changed(case, left, [(case.stored[n].subgroup, case.stored[n].study) for n in changed], added)


def _by_what_changed(case: Case, left: list[Part], changed: list[Headed], added: list[Headed]) -> None:
    """What rests on changed or added rows: the totals over them, and what the rows beside them weigh."""
    for n, between in left:
        result = case.stored[n]
        of_all = between or {*case.apart(result, case.ours)} <= {"weight"}
        over = "" if of_all else result.subgroup
        told = _resting_on(case, _under(over, changed), _under(over, added))
        if told and (of_all or not result.study):
            case.tell((n, between), told)


def _under(heading: str, rows: list[Headed]) -> list[str]:
    return [study for own, study in rows if heading in ("", own)]


def _resting_on(case: Case, changed: list[str], added: list[str]) -> str:
    """In words; "" where it is no study."""
    told = [f"{_labels(case, changed)}, whose data were probably changed since"] if changed else []
    told += [f"{_labels(case, added)}, of which no results are stored"] if added else []
    return f"rests on {', and on '.join(told)}" if told else ""


def _added(case: Case) -> list[Headed]:
    """The studies of the data of which no row is stored, though they have an estimate: added since, it seems."""
    stored = {result.study for result in case.stored}
    return [
        (heading, study)
        for (heading, study, _, _), numbers in case.ours.numbers.items()
        if study and study not in stored and "estimate" in numbers
    ]


def _labels(case: Case, studies: Iterable[str]) -> str:
    known = case.task.review.studies
    return ", ".join(dict.fromkeys(known[study].label if study in known else study for study in studies))
