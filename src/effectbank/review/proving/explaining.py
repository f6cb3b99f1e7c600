"""The causes found for what differs: other plans, other ways round, data changed since."""

from __future__ import annotations

from effectbank.review.proving.case import BETWEEN, Case, key_of
from effectbank.review.proving.causes import follows_from_rows, other_plans, partitioned, turned_round
from effectbank.review.proving.computed import Computed, computed


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
    """The plan that yields most of what differs and breaks least of what holds; then the next for what is left."""
    yields = [
        (words, {part for part in case.parts() if case.explains(by, part)}, case.broken(by)) for words, by in plans
    ]
    left = set(case.parts())
    while left:
        words, found, _ = max(yields, key=lambda one: (len(one[1] & left), -one[2]), default=("", set(), 0))
        if not found & left:
            return
        case.causes.update(dict.fromkeys(found & left, words))
        left -= found


def _by_partition(case: Case) -> None:
    numbers = partitioned(case.ours)
    for key, between in case.parts():
        if between and not [name for name in case.unlike(case.results[key], numbers) if name in BETWEEN]:
            case.causes.setdefault((key, True), "the subgroup test is a partition of Q, as RevMan 5.0 made it")


def _by_turning(case: Case) -> None:
    for key, _ in case.parts():
        result, ours = case.results[key], case.ours.numbers.get(key, {})
        if result.study and not case.unlike(result, turned_round(result.numbers, ours, case.task.analysis)):
            case.causes.setdefault((key, False), "the two groups stand the other way round")


def _by_changed_rows(case: Case) -> None:
    """Rows that differ although the stored total follows from them: their data were changed after it was stored."""
    left = [part for part in case.parts() if part not in case.causes]
    own = [case.results[key] for key, _ in left]
    rows = [result for result in own if result.study and "estimate" in case.apart(result, case.ours)]
    for whole in [result for result in case.stored if not result.study]:
        within = [r for r in case.stored if r.study and whole.subgroup in ("", r.subgroup)]
        changed = [row for row in rows if row in within]
        if changed and follows_from_rows(whole, within, case.task.analysis):
            case.causes.update(
                {
                    (key_of(row), False): "the data of this row were changed after its results were stored"
                    for row in changed
                }
            )
            names = ", ".join(dict.fromkeys(case.task.review.studies[row.study].label for row in changed))
            for part in left:
                case.causes.setdefault(part, f"rests on {names}, whose data were changed since")
