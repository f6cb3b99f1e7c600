"""GOSH: the fit of every subset of the studies, or of a sample of subsets (Olkin, Dahabreh & Trikalinos 2012)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.kernel.subset_likelihood import tau2_of_all
from effectbank.kernel.subsets import SubsetFits, common_effect_of_all, members, random_effects_of_all
from effectbank.measures.effects import readonly
from effectbank.numerals import aligned, fixed
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of, labels_at, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

LARGEST_K = 20  # of which all subsets are fitted unless a number is asked for
SAMPLE = 10**6  # subsets of more studies than that
CELLS = 2**18  # study estimates of one chunk of refits: what a processor's cache holds
QUANTILES = {"min": 0.0, "q1": 0.25, "median": 0.5, "q3": 0.75, "max": 1.0}

Masks = NDArray[np.bool_]
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Gosh(Told):
    """Arrays of one element a subset, on the analysis scale; NaN where a subset has no estimate.

    `exact`: every subset once, in the order of its number, in whose bits study i is bit i; else a sample by `seed`.
    `holds`: who is in, 8 studies a byte, first study first (numpy.unpackbits with bitorder="little").
    """

    fit: Pooled
    labels: tuple[str, ...]
    exact: bool
    seed: int | None
    holds: NDArray[np.uint8]
    k: Floats
    estimate: Floats
    q: Floats
    tau2: Floats
    i2: Floats
    h2: Floats

    def __len__(self) -> int:
        return int(self.estimate.size)

    def includes(self, label: str) -> Masks:
        """Which subsets hold a study; raises UnknownName."""
        if label not in self.labels:
            raise UnknownName("study", label, self.labels)
        byte, bit = divmod(self.labels.index(label), 8)
        return np.asarray((self.holds[:, byte] >> bit) & 1, dtype=bool)

    def columns(self) -> dict[str, Floats]:
        """The numbers of each subset by name."""
        return {name: getattr(self, name) for name in ("k", "estimate", "q", "tau2", "i2", "h2")}

    def rows(self) -> list[dict[str, object]]:
        """One record a quantity: its mean, SD, least, quartiles and largest over the subsets that have one."""
        return [_spread(name, column) for name, column in self.columns().items() if name != "k"]

    def by_study(self) -> list[dict[str, object]]:
        """One record a study: the median estimate and I2 of the subsets with it and of those without it."""
        return [_with_and_without(self, label) for label in self.labels]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready summary with provenance: the spread of each quantity, over all and by study."""
        asked = {"what": "Gosh", "exact": self.exact, "seed": self.seed, "subsets": len(self), **asked_of(self.fit)}
        return stamped(asked, {"spread": self.rows(), "by_study": self.by_study()})

    @property
    def _subsets(self) -> str:
        return "1 subset" if len(self) == 1 else f"{len(self)} subsets"

    def __repr__(self) -> str:
        how = "all" if self.exact else "a sample of"
        return f"<Gosh of {how} {self._subsets}, {self.fit!r}>"

    def __str__(self) -> str:
        how = "all" if self.exact else f"a sample (seed {self.seed}) of"
        of = f"{self._subsets} of {len(self.labels)} {'study' if len(self.labels) == 1 else 'studies'}"
        fitted = int(np.isfinite(self.estimate).sum())
        rows = [_printed(record) for record in self.rows()]
        return "\n".join(
            [f"GOSH: {how} {of}, {fitted} with an estimate", "", *aligned([("", "mean", "sd", *QUANTILES), *rows])]
        )


@takes(Pooled)
def gosh(fit: Pooled, subsets: int | None = None, *, seed: int = 1, progress: Progress | None = None) -> Gosh:
    """Pool every subset of the fit's studies under its own options; a sample of `subsets` where there are more.

    All are fitted up to 20 studies (1,048,575 subsets), beyond that a million drawn with `seed`, each study in or
    out by a coin. The common effect, DL, ML and REML come from running sums, all else by chunks of refits in
    bounded memory. `progress(done, of)` is called after each chunk. Raises BadInput for fewer than one subset.
    """
    at = weighted(fit)
    wanted = _wanted(at.size, subsets)
    if wanted is None:
        everything = np.arange(1, 2**at.size)
        quick = _by_sums(fit, at)
        found = quick or _by_refits(fit, at, _chunks_of(everything, at.size), everything.size, progress)
        if quick and progress:
            progress(everything.size, everything.size)
        return _gosh(fit, at, _bytes_of(everything, at.size), found, None)
    drawn = _drawn(at.size, wanted, seed)
    chunks = (drawn[i : i + _step(at.size)] for i in range(0, wanted, _step(at.size)))
    found = _by_refits(fit, at, chunks, wanted, progress)
    return _gosh(fit, at, np.packbits(drawn, axis=-1, bitorder="little"), found, seed)


def _wanted(k: int, subsets: int | None) -> int | None:
    """How many to sample; None for all."""
    if subsets is not None and subsets < 1:
        raise BadInput(f"subsets={subsets!r} given, at least 1 expected")
    if k <= LARGEST_K and (subsets is None or subsets >= 2**k - 1):
        return None
    return SAMPLE if subsets is None else subsets


def _by_sums(fit: Pooled, at: NDArray[np.intp]) -> SubsetFits | None:
    """By running sums where the estimates don't depend on who else is pooled; None where they may."""
    o = fit.options
    pooled_apart = o.method != "IV" or o.q_centre != "IV" or o.weights is not None or o.tau2_given is not None
    if pooled_apart or o.zero_cells == "if0all":
        return None
    y, v = fit.effects.yi[at], fit.effects.vi[at]
    if o.model == "common":
        return common_effect_of_all(y, v)
    if o.tau2 == "DL":
        return random_effects_of_all(y, v)
    if o.tau2 in ("ML", "REML"):
        return random_effects_of_all(y, v, tau2_of_all(y, v, restricted=o.tau2 == "REML"))
    return None


def _by_refits(
    fit: Pooled, at: NDArray[np.intp], chunks: Iterator[Masks], count: int, progress: Progress | None
) -> SubsetFits:
    parts: list[SubsetFits] = []
    done = 0
    for chosen in chunks:
        masks = np.zeros((len(chosen), len(fit.effects)), dtype=bool)
        masks[:, at] = chosen
        fits = fit_batch(fit.effects, fit.options, masks)
        parts.append(SubsetFits(fits.k, fits.estimate, fits.q, fits.tau2, fits.i2, fits.h2))
        done += len(chosen)
        if progress:
            progress(done, count)
    names = [field.name for field in fields(SubsetFits)]
    return SubsetFits(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _step(k: int) -> int:
    return max(1, CELLS // k)


def _chunks_of(codes: NDArray[np.int64], k: int) -> Iterator[Masks]:
    return (members(codes[i : i + _step(k)], k) for i in range(0, codes.size, _step(k)))


def _drawn(k: int, count: int, seed: int) -> Masks:
    """Different subsets where they can be numbered; else a coin a study, empty ones drawn again."""
    rng = np.random.default_rng(seed)
    if k <= LARGEST_K:
        return members(np.sort(rng.choice(2**k - 1, size=count, replace=False)) + 1, k)
    drawn = rng.integers(0, 2, size=(count, k), dtype=np.uint8).astype(bool)
    while (empty := ~drawn.any(-1)).any():
        drawn[empty] = rng.integers(0, 2, size=(int(empty.sum()), k), dtype=np.uint8).astype(bool)
    return drawn


def _bytes_of(codes: NDArray[np.int64], k: int) -> NDArray[np.uint8]:
    return codes.astype("<i8").view(np.uint8).reshape(-1, 8)[:, : -(-k // 8)].copy()


def _gosh(fit: Pooled, at: NDArray[np.intp], holds: NDArray[np.uint8], found: SubsetFits, seed: int | None) -> Gosh:
    holds.setflags(write=False)
    estimable = np.isfinite(found.estimate)
    numbers = {name: np.where(estimable, getattr(found, name), np.nan) for name in ("q", "tau2", "i2", "h2")}
    return Gosh(
        fit=fit,
        labels=labels_at(fit, at),
        exact=seed is None,
        seed=seed,
        holds=holds,
        k=readonly(found.k),
        estimate=readonly(found.estimate),
        **{name: readonly(array) for name, array in numbers.items()},
    )


def _spread(name: str, column: Floats) -> dict[str, object]:
    known = column[np.isfinite(column)]
    if not known.size:
        return {"quantity": name, "mean": np.nan, "sd": np.nan, **dict.fromkeys(QUANTILES, np.nan)}
    points = np.quantile(known, list(QUANTILES.values())).tolist()
    sd = float(known.std(ddof=1)) if known.size > 1 else np.nan
    return {"quantity": name, "mean": float(known.mean()), "sd": sd, **dict(zip(QUANTILES, points, strict=True))}


def _with_and_without(found: Gosh, label: str) -> dict[str, object]:
    inside = found.includes(label)
    record: dict[str, object] = {"study": label}
    for words, chosen in (("with", inside), ("without", ~inside)):
        for name in ("estimate", "i2"):
            column = getattr(found, name)[chosen]
            known = column[np.isfinite(column)]
            record[f"{name}_{words}"] = float(np.median(known)) if known.size else np.nan
    return record


def _printed(record: dict[str, object]) -> tuple[str, ...]:
    return tuple(fixed(value, 4) if isinstance(value, float) else str(value) for value in record.values())
