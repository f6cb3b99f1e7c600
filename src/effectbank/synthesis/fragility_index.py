"""Fragility of one trial: how few people faring otherwise would turn its significance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from effectbank.kernel.fisher import TESTS
from effectbank.numerals import p_value
from effectbank.problems import BadInput, UnknownName, confidence
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

RULES = {
    "walsh": "people change in the group with fewer events: into events where the result is significant (Walsh et "
    "al. 2014), out of them where it isn't (the reverse index, Khan et al. 2020)",
    "fewest": "people change in either group or in both, in either direction: the fewest there are",
}
ARMS = ("intervention", "control")
BELOW = 1 - 1e-9  # small tables have a p of 1/20 exactly: it is not below 0.05, however it rounds


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TrialFragility(Told):
    """The fragility of one trial. `index`: people changed, None where no such change turns the significance.

    `events`: of both groups, as found and after. `p` likewise, None after where nothing turns it. `quotient`:
    index over people. A trial that was not significant has the reverse fragility index.
    """

    events: tuple[int, int]
    totals: tuple[int, int]
    test: str
    rule: str
    level: float
    p: float
    index: int | None
    events_after: tuple[int, int] | None
    p_after: float | None

    @property
    def significant(self) -> bool:
        """Whether p is below 1 - level as found."""
        return _significant(self.p, self.level)

    @property
    def quotient(self) -> float | None:
        """Index over people (Ahmed, Fowler & McCredie 2016)."""
        return None if self.index is None else self.index / sum(self.totals)

    @property
    def headline(self) -> str:
        """The answer in a line."""
        return str(self)

    def __str__(self) -> str:
        found, n = self.events, self.totals
        start = f"{found[0]}/{n[0]} against {found[1]}/{n[1]}, {p_value(self.p)}"
        name = "Fragility index" if self.significant else "Reverse fragility index"
        if self.events_after is None or self.p_after is None:
            return f"{name}: none ({start}; no change by the rule {self.rule!r} turns its significance)"
        after = f"{self.events_after[0]}/{n[0]} against {self.events_after[1]}/{n[1]}, {p_value(self.p_after)}"
        return f"{name}: {self.index} ({start}; with {self.index} changed {after})"

    def rows(self) -> list[dict[str, object]]:
        """One record a group: people, events as found and after."""
        after = self.events_after or (None, None)
        return [
            {"group": name, "total": self.totals[i], "events": self.events[i], "events_after": after[i]}
            for i, name in enumerate(ARMS)
        ]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance."""
        found = asdict(self) | {"significant": self.significant, "quotient": self.quotient}
        asked = {name: found.pop(name) for name in ("events", "totals", "test", "rule", "level")}
        return stamped({"what": "TrialFragility", **asked}, found)


def fragility_index(
    events: tuple[int, int],
    totals: tuple[int, int],
    *,
    test: str = "fisher",
    rule: str = "walsh",
    level: float = 0.95,
) -> TrialFragility:
    """The fragility index of one trial, events of totals as (intervention, control); RULES says who may change.

    `test`: "fisher" (exact, as published) or "chi2" (Pearson, uncorrected). Of groups with equally many events
    the one that turns the result sooner changes. Raises BadInput, UnknownName.
    """
    _check(events, totals, test, rule, level)
    p = TESTS[test](events[0], totals[0], events[1], totals[1])
    significant = _significant(p, level)
    paths = _walsh(events, totals, significant) if rule == "walsh" else [_all_by_distance(events, totals)]
    turning = [found for path in paths if (found := _first_turn(path, totals, test, level, significant))]
    index, after, p_after = min(turning, default=(None, None, None), key=lambda found: found[0])
    return TrialFragility(
        events=events, totals=totals, test=test, rule=rule, level=level, p=p,
        index=index, events_after=after, p_after=p_after,
    )  # fmt: skip


def _significant(p: float, level: float) -> bool:
    return p < (1 - level) * BELOW


def _check(events: tuple[int, int], totals: tuple[int, int], test: str, rule: str, level: float) -> None:
    for what, given, known in (("test", test, TESTS), ("fragility rule", rule, RULES)):
        if given not in known:
            raise UnknownName(what, given, known)
    for group, x, n in zip(ARMS, events, totals, strict=True):
        if not (x == int(x) and n == int(n) and 0 <= x <= n and n > 0):
            raise BadInput(f"{group}: {x!r} events of {n!r} people given; whole numbers with 0 <= events <= people")
    confidence(level)


Path = Iterator[tuple[int, int, int]]  # people changed, events of both groups then


def _walsh(events: tuple[int, int], totals: tuple[int, int], significant: bool) -> list[Path]:
    """The path of the group with fewer events; of both groups where they are as many."""
    step = 1 if significant else -1
    arms = [arm for arm in (0, 1) if events[arm] == min(events)]
    return [_along(events, totals, arm, step) for arm in arms]


def _along(events: tuple[int, int], totals: tuple[int, int], arm: int, step: int) -> Path:
    room = totals[arm] - events[arm] if step > 0 else events[arm]
    for changed in range(1, room + 1):
        moved = [*events]
        moved[arm] += step * changed
        yield changed, moved[0], moved[1]


def _all_by_distance(events: tuple[int, int], totals: tuple[int, int]) -> Path:
    """Every other table of the same totals, the nearest first."""
    for changed in range(1, sum(totals) + 1):
        for first in range(-changed, changed + 1):
            for second in {changed - abs(first), abs(first) - changed}:
                a, c = events[0] + first, events[1] + second
                if 0 <= a <= totals[0] and 0 <= c <= totals[1]:
                    yield changed, a, c


def _first_turn(
    path: Path, totals: tuple[int, int], test: str, level: float, significant: bool
) -> tuple[int, tuple[int, int], float] | None:
    for changed, a, c in path:
        p = TESTS[test](a, totals[0], c, totals[1])
        if _significant(p, level) != significant:
            return changed, (a, c), p
    return None
