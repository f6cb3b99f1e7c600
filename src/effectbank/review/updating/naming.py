"""A newer source under the folder's names: of one review, one format has aspirin_1 and another experimental_1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

from effectbank.review.model import Analysis, Comparison
from effectbank.review.review import Review

SIDES = ("intervention", "control")
Named = tuple[str, str]  # of an arm: its study and name, or its name and treatment
Names = tuple[str, ...]  # of a side of a comparison: its treatments
Renamed = Mapping[Named, Named]  # the arm's name and treatment in the folder, by its study and name in the source


def under_names_of(base: Review, newer: Review) -> Review:
    """The newer review with the arms, treatments and comparisons that are the same called as in `base`.

    An arm is the same where it is its study's only one on that side of an analysis of the same name in both, and
    its own name is new. So are the arms of a new study, where that side has one treatment.
    """
    found = _renamed(base, newer)
    arms = {(arm.study, arm.name): arm for arm in newer.arms}
    called = {key: found.get(key, (arm.name, arm.treatment)) for key, arm in arms.items()}

    def name(study: str, arm: str) -> str:
        return called.get((study, arm), (arm, ""))[0]

    data = {o: tuple(replace(r, arm=name(r.study, r.arm)) for r in rows) for o, rows in newer.data.items()}
    contrasts = {
        outcome: tuple(replace(r, arm=name(r.study, r.arm), against=name(r.study, r.against)) for r in rows)
        for outcome, rows in newer.contrasts.items()
    }
    now = tuple(replace(arm, name=called[key][0], treatment=called[key][1]) for key, arm in arms.items())
    renamed = {(arms[key].treatment, to[1]) for key, to in found.items()}
    left = {arm.treatment for arm in now}
    comparisons, analyses = _plan(base, newer, lambda given, had: _called(given, had, renamed, left))
    return replace(
        newer,
        arms=now,
        data=data,
        contrasts=contrasts,
        comparisons=comparisons,
        analyses=analyses,
    )


def _shared(base: Review, newer: Review) -> Iterator[tuple[Analysis, Comparison, Comparison]]:
    """Each analysis of the newer review that the folder has too; its comparison there, and in the newer one."""
    for one in newer.analyses.values():
        had = base.analyses.get(one.name)
        if had and had.comparison in base.comparisons and one.comparison in newer.comparisons:
            yield one, base.comparisons[had.comparison], newer.comparisons[one.comparison]


def _renamed(base: Review, newer: Review) -> Renamed:
    """What each arm with a name new in its study is called in the folder, unless two would be called alike."""
    found: dict[Named, set[Named]] = {}
    for analysis, had, now in _shared(base, newer):
        for side in SIDES:
            mine = _arms(base, analysis.outcome, getattr(had, side))
            theirs = _arms(newer, analysis.outcome, getattr(now, side))
            names = {named for arms in mine.values() for named in arms}
            for study, arms in theirs.items():
                known = mine.get(study, names if study not in base.studies else ())
                if len(arms) == len(known) == 1 and (study, arms[0][0]) not in base.treatments:
                    found.setdefault((study, arms[0][0]), set()).update(known)
    one = {key: to.pop() for key, to in found.items() if len(to) == 1}
    taken = Counter((study, to[0]) for (study, _), to in one.items())
    taken.update((arm.study, arm.name) for arm in newer.arms if (arm.study, arm.name) not in one)
    return {key: to for key, to in one.items() if taken[key[0], to[0]] == 1}


def _arms(review: Review, outcome: str, treatments: Names) -> dict[str, list[Named]]:
    """By study, the arms (name and treatment) with data of an outcome that were given one of the treatments."""
    rows = [(row.study, row.arm) for row in review.data.get(outcome, ())]
    rows += [(row.study, arm) for row in review.contrasts.get(outcome, ()) for arm in (row.arm, row.against)]
    found: dict[str, list[Named]] = {}
    for study, arm in dict.fromkeys(rows):
        given = review.treatments.get((study, arm), "")
        if given in treatments:
            found.setdefault(study, []).append((arm, given))
    return found


def _called(given: Names, had: Names | None, renamed: set[Named], left: set[str]) -> Names:
    """A side's treatments: the folder's names of those renamed (only those it `had` there), and what arms have.

    As given where no arm was given any of them.
    """
    ours = (to for one in given for old, to in sorted(renamed) if old == one and (had is None or to in had))
    return tuple(dict.fromkeys((*ours, *(treatment for treatment in given if treatment in left)))) or given


def _plan(
    base: Review, newer: Review, called: Callable[[Names, Names | None], Names]
) -> tuple[Mapping[str, Comparison], Mapping[str, Analysis]]:
    """Comparisons and analyses; a comparison that the folder has goes by its name there.

    Of several that are one in the folder, that with the folder's labels has its name, or the first.
    """
    shared = {one.name: had for one, had, _ in _shared(base, newer)}
    found: dict[str, Comparison] = {}
    for one in newer.analyses.values():
        if now := newer.comparisons.get(one.comparison):
            ours, theirs = (called(getattr(now, side), getattr(shared.get(one.name), side, None)) for side in SIDES)
            found[one.name] = replace(now, intervention=ours, control=theirs)
    names: dict[Comparison, str] = {}
    for analysis in sorted(found, key=lambda name: _likeness(shared.get(name), found[name])):
        now, had = found[analysis], shared.get(analysis)
        if now not in names:
            names[now] = _free({*names.values()}, *([had.name] if had else []), now.name)
    comparisons = {names[now]: replace(now, name=names[now]) for now in found.values()}
    analyses = {
        name: replace(one, comparison=names[found[name]]) if name in found else one
        for name, one in newer.analyses.items()
    }
    return comparisons, analyses


def _likeness(had: Comparison | None, now: Comparison) -> int:
    """0 for a comparison labelled as in the folder, 1 for another that is there, 2 for a new one."""
    if had is None:
        return 2
    return int((had.intervention_label, had.control_label) != (now.intervention_label, now.control_label))


def _free(taken: set[str], *wanted: str) -> str:
    """The first name wanted that isn't taken, or the last with a number."""
    numbered = (f"{wanted[-1]}_{number}" for number in count(2))
    return next(name for name in chain(wanted, numbered) if name not in taken)
