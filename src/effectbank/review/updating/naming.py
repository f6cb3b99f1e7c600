"""A newer source under the folder's names: of one review, one format has aspirin_1 and another experimental_1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

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
    if not found:
        return newer
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
    comparisons, analyses = _plan(base, newer, lambda had, given: _called(had, given, renamed, left))
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


def _called(had: Names, given: Names, renamed: set[Named], left: set[str]) -> Names:
    """A side's treatments: those that were renamed by the folder's names on it, and those that arms still have."""
    ours = (to for treatment in given for old, to in sorted(renamed) if old == treatment and to in had)
    return tuple(dict.fromkeys((*ours, *(treatment for treatment in given if treatment in left))))


def _plan(
    base: Review, newer: Review, called: Callable[[Names, Names], Names]
) -> tuple[Mapping[str, Comparison], Mapping[str, Analysis]]:
    """Comparisons and analyses; a comparison whose treatments were renamed goes by the folder's name of it."""
    comparisons: dict[str, Comparison] = {}
    analyses = dict(newer.analyses)
    for analysis, had, now in _shared(base, newer):
        ours, theirs = called(had.intervention, now.intervention), called(had.control, now.control)
        if (ours, theirs) != (now.intervention, now.control):
            comparisons[had.name] = replace(now, name=had.name, intervention=ours, control=theirs)
            analyses[analysis.name] = replace(analysis, comparison=had.name)
    used = {one.comparison for one in analyses.values()}
    rest = {name: one for name, one in newer.comparisons.items() if name in used}
    return {**rest, **comparisons}, analyses
