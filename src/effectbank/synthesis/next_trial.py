"""What a next trial would have to show to change this: every result it could have, and the pooled one then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects, readonly
from effectbank.measures.zero_cells import Cells
from effectbank.numerals import fixed
from effectbank.problems import BadInput
from effectbank.synthesis.absolute import control_risks
from effectbank.synthesis.driving import ON_THE_NULL
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.recounted import counts_of, estimates_of, fit_tables
from effectbank.synthesis.telling import Told
from effectbank.synthesis.trial_regions import Region, Verdict, direction, joined, region_of, runs

REACH, POINTS = 9.0, 801  # the scan: sinh of even steps to ±9, in units of the trial's own spread: ±4,000 of them
PIECES, ROUNDS = 16, 14  # each round cuts a bracket in 16; 14 leave 1e-17 of it
LARGEST_ARM = 100_000
CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class NextTrial(Told):
    """All that a next trial could show, as `regions` in order; `expected`: as the pooled estimate would have it.

    `variance`: of its estimate; or `totals` with `control_events`, and the regions count intervention events.
    """

    fit: Pooled
    variance: float | None
    totals: tuple[int, int] | None
    control_events: int | None
    expected: float
    regions: tuple[Region, ...]

    @property
    def to_turn_significance(self) -> Region | None:
        """The nearest results after which significance would be another; None where no result does that."""
        return self._nearest(lambda region: region.significant != self.fit.significant)

    @property
    def to_turn_direction(self) -> Region | None:
        """The nearest results after which the pooled estimate would be on the other side of no effect."""
        other = {"below": "above", "above": "below"}.get(direction(np.sign(self.fit.estimate)))
        return self._nearest(lambda region: region.direction == other)

    def _nearest(self, turns: Callable[[Region], bool]) -> Region | None:
        def away(region: Region) -> float:
            return max(region.low - self.expected, self.expected - region.high, 0.0)

        return min(runs(self.regions, turns), key=away, default=None)

    def sentence(self) -> str:
        """In plain words: what it takes to turn the significance, and the direction."""
        gain = "take away its significance" if self.fit.significant else "make it statistically significant"
        told = [
            _told(self, gain, self.to_turn_significance),
            _told(self, "turn its direction", self.to_turn_direction),
        ]
        return " ".join(told)

    def __repr__(self) -> str:
        return f"<NextTrial of {_size(self)}, {len(self.regions)} regions, {self.fit!r}>"

    def __str__(self) -> str:
        lines = [f"What a next trial of {_size(self)} would have to show", "", self.sentence(), ""]
        for region in self.regions:
            word = "significant" if region.significant else "not significant"
            lines.append(f"{_range(self, region)}: pooled {region.direction} no effect, {word}")
        return "\n".join(lines)

    def rows(self) -> list[dict[str, object]]:
        """One record a region."""
        return [asdict(region) for region in self.regions]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance; a region without end has None there."""
        size = {"variance": self.variance, "totals": self.totals, "control_events": self.control_events}
        found = {"expected": self.expected, "regions": self.rows(), "sentence": self.sentence()}
        return stamped({"what": "NextTrial", **size, **asked_of(self.fit)}, found)


@takes(Pooled)
def next_trial(
    fit: Pooled,
    *,
    variance: float | None = None,
    se: float | None = None,
    totals: tuple[int, int] | None = None,
    control_risk: float | None = None,
) -> NextTrial:
    """Pool every result that a next trial could have with the studies there are, under the fit's own options.

    Its size is told by the `variance` or `se` of its estimate, any measure; or by `totals` (intervention,
    control) for counts, with `control_risk` (default: the studies' own, all control events over all control
    totals). Under random effects no single result may do it: an outlier adds more heterogeneity than evidence.
    Estimates are searched to some 4,000 times the trial's own spread from the pooled one, beyond which a region
    is told as without end. Raises BadInput, and NotEstimable for `totals` with effects not made from counts.
    """
    told = [name for name, value in (("variance", variance), ("se", se), ("totals", totals)) if value is not None]
    if len(told) != 1:
        raise BadInput(f"{' and '.join(told) or 'no size'} given; one of variance, se and totals expected")
    if fit.options.weights is not None:
        raise BadInput("this fit has weights of one's own, and a next trial has none: pool without them")
    if totals is not None:
        return _by_events(fit, totals, control_risk)
    v = _positive("variance", variance) if se is None else _positive("se", se) ** 2
    return _by_estimate(fit, v)


def _by_estimate(fit: Pooled, v: float) -> NextTrial:
    def after(y: Floats) -> Fits:
        return fit_batch(_with_estimates(fit.effects, y, v), fit.options, np.ones((y.size, k), dtype=bool))

    k = len(fit.effects) + 1
    _refuse_tables(fit)
    spread = np.sqrt(v + fit.heterogeneity.tau2 + fit.se**2)
    scan = fit.estimate + spread * np.sinh(np.linspace(-REACH, REACH, POINTS))
    cuts = _cuts(fit, scan, after)
    middles = np.concatenate([[scan[0]], (cuts[1:] + cuts[:-1]) / 2, [scan[-1]]]) if cuts.size else scan[[0]]
    verdicts = _verdicts(fit, after(middles))
    edges = [-np.inf, *cuts.tolist(), np.inf]
    regions = [region_of(low, high, one) for low, high, one in zip(edges[:-1], edges[1:], verdicts, strict=True)]
    return NextTrial(
        fit=fit, variance=v, totals=None, control_events=None, expected=fit.estimate, regions=joined(regions)
    )


def _by_events(fit: Pooled, totals: tuple[int, int], control_risk: float | None) -> NextTrial:
    n1, n2 = totals
    if not all(n == int(n) and 1 <= n <= LARGEST_ARM for n in totals):
        raise BadInput(f"totals {totals!r} given; whole numbers of people from 1 to {LARGEST_ARM} expected")
    cells = counts_of(fit.effects)
    control = round(_risk(fit, control_risk) * n2)
    events = np.arange(n1 + 1.0)
    new = tuple(np.broadcast_to(float(part), events.shape) for part in (n1, control, n2))
    verdicts: list[Verdict] = []
    for start in range(0, events.size, step := max(1, CHUNK // (len(fit.effects) + 1))):
        part = slice(start, start + step)
        tables = _tables_beside(cells, (events[part], *(column[part] for column in new)))
        verdicts += _verdicts(fit, fit_tables(_with_one_more(fit.effects), fit.options, tables), ON_THE_NULL)
    expected = _expected(fit, (events, *new))
    regions = [region_of(float(x), float(x), one) for x, one in zip(events, verdicts, strict=True)]
    return NextTrial(
        fit=fit, variance=None, totals=totals, control_events=control, expected=expected, regions=joined(regions)
    )


def _cuts(fit: Pooled, scan: Floats, after: Callable[[Floats], Fits]) -> Floats:
    """Where the verdict changes along the scan, each bracket cut finer until rounding is left."""
    verdicts = _verdicts(fit, after(scan))
    changed = [i for i in range(scan.size - 1) if verdicts[i] != verdicts[i + 1]]
    low, high = scan[changed], scan[[i + 1 for i in changed]]
    left = [verdicts[i] for i in changed]
    for _ in range(ROUNDS if changed else 0):
        finer = np.linspace(low, high, PIECES + 1, axis=1)
        found = _verdicts(fit, after(finer.ravel()))
        for row, first in enumerate(left):
            own = found[row * (PIECES + 1) : (row + 1) * (PIECES + 1)]
            last = next(j for j in range(1, PIECES + 1) if own[j] != first or j == PIECES)
            low[row], high[row] = finer[row, last - 1], finer[row, last]
    return np.asarray((low + high) / 2, dtype=float)


def _verdicts(fit: Pooled, fits: Fits, rounding: float = 0.0) -> list[Verdict]:
    """Side and significance of each; an estimate within `rounding` standard errors of no effect is on it."""
    significant = fits.inference.p < 1 - fit.options.level
    off = np.abs(fits.estimate) > rounding * fits.inference.se
    sides = np.where(off, np.sign(fits.estimate), 0.0)
    return list(zip(sides.tolist(), significant.tolist(), strict=True))


def _with_one_more(effects: Effects) -> Effects:
    return replace(effects, labels=(*effects.labels, "next trial"))


def _with_estimates(effects: Effects, y: Floats, v: float) -> Effects:
    """Versions (y.size, k + 1) of the study estimates, the next trial last; without cells, which it hasn't."""
    yi = _beside(effects.yi, y)
    vi = _beside(effects.vi, np.full(y.size, v))
    return replace(_with_one_more(effects), yi=readonly(yi), vi=readonly(vi), cells={})


def _beside(old: Floats, new: Floats) -> Floats:
    return np.concatenate([np.broadcast_to(old, (new.size, old.size)), new[:, None]], axis=1)


def _tables_beside(cells: Cells, new: tuple[Floats, ...]) -> Cells:
    a, n1, c, n2 = (_beside(old, part) for old, part in zip(cells, new, strict=True))
    return a, n1, c, n2


def _expected(fit: Pooled, new: tuple[Floats, ...]) -> float:
    """The events at which the new trial by itself comes nearest to the pooled estimate."""
    a, n1, c, n2 = (part[:, None] for part in new)
    apart = np.abs(estimates_of(fit.effects, (a, n1, c, n2))[0][:, 0] - fit.estimate)
    return float(np.nanargmin(apart)) if np.isfinite(apart).any() else float(n1[0, 0]) / 2


def _refuse_tables(fit: Pooled) -> None:
    o = fit.options
    if o.method != "IV" or o.q_centre != "IV":
        raise BadInput("this fit pools tables, and a variance is no table: tell the next trial's size by totals")


def _risk(fit: Pooled, given: float | None) -> float:
    if given is None:
        events, totals = control_risks(fit)
        return float(events.sum() / totals.sum())
    if not 0 <= given <= 1:
        raise BadInput(f"control_risk {given!r} given, a proportion between 0 and 1 expected: 0.168, not 168")
    return given


def _positive(name: str, value: float | None) -> float:
    if value is None or not 0 < value < np.inf:
        raise BadInput(f"{name} {value!r} given, a positive number expected")
    return float(value)


def _size(found: NextTrial) -> str:
    if found.totals is None:
        return f"standard error {fixed(float(np.sqrt(found.variance or np.nan)), 4)}"
    return f"{found.totals[0]} and {found.totals[1]} people ({found.control_events} control events)"


def _told(found: NextTrial, what: str, region: Region | None) -> str:
    if region is None:
        return f"No result of such a trial would {what}."
    return f"To {what}, it would have to show {_range(found, region)}."


def _range(found: NextTrial, region: Region) -> str:
    """`a risk ratio of at most 0.4312`, `12 to 20 events among 100`."""
    if found.totals is None:
        back = found.fit.effects.of.back
        ends = [_number(float(back(end))) if np.isfinite(end) else "" for end in (region.low, region.high)]
        return f"{found.fit.display.label} {_span(*ends)}"
    most = found.totals[0]
    low, high = (f"{end:.0f}" if 0 < end < most else "" for end in (region.low, region.high))
    if region.low == most or region.high == 0:
        return f"{region.low:.0f} events among {most}"
    return f"{_span(low, high)} events among {most}"


def _span(low: str, high: str) -> str:
    if low and high:
        return low if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else "of any size"


def _number(x: float) -> str:
    return fixed(x, 4) if x == 0 or 1e-3 <= abs(x) < 1e6 else f"{x:.3g}"
