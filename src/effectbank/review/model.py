"""The records of a review folder. Frozen; each knows the Place it was written in.

Two records are equal when they say the same: the place where it was said is not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from effectbank.problems import Place
from effectbank.quickly import quickly_made
from effectbank.words import Confidence, EntryKind, StudyStatus

NOTHING: Mapping[str, Any] = MappingProxyType({})
EARLIEST, LATEST = 1600, 2100  # years that a study or an entry may be of


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a row's numbers come from, how they are known, and what is to be said of them."""

    source: str = ""
    confidence: Confidence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """An investigation of a defined group of people (studies.csv).

    `label` is how it is printed ("Krupitsky 2006"); by default made from the slug. `randomised` is the whole
    study's head count. `fields` holds every other column, as text: any may be a moderator or a subgroup.
    """

    name: str
    label: str
    year: int | None
    country: str
    status: StudyStatus
    reason: str
    randomised: int | None
    fields: Mapping[str, str]
    provenance: Provenance
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One group of a study and what it was given (arms.csv)."""

    study: str
    name: str
    treatment: str
    randomised: int | None
    description: str
    provenance: Provenance
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """What one arm gave for one outcome (data/OUTCOME.csv). None is unknown, never zero.

    Counts: events, total. Means: mean, sd, total. Rates: events, time. `stratum` tells apart several rows of
    one arm (men, women); it is empty for most. `subgroup` is the heading under which the source lists the row,
    `applies_to` where it counts: "" (everywhere), "subgroup" (in its subgroup only) or "total".
    """

    outcome: str
    study: str
    arm: str
    stratum: str
    subgroup: str = ""
    applies_to: str = ""
    events: int | None
    total: int | None
    mean: float | None
    sd: float | None
    time: float | None
    provenance: Provenance
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What was only reported as a contrast (data/OUTCOME.contrasts.csv); estimate and se on the analysis scale.

    Or observed less expected events `o_e` with their `variance`, of which the estimate is the ratio. `stratum`,
    `subgroup` and `applies_to` as in Datum.
    """

    outcome: str
    study: str
    arm: str
    against: str
    measure: str
    estimate: float | None
    se: float | None
    o_e: float | None = None
    variance: float | None = None
    stratum: str = ""
    subgroup: str = ""
    applies_to: str = ""
    provenance: Provenance
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An event or measurement, its time point and which direction is good ([outcomes.X]).

    `good` is "more", "less" or "" (neither said); `kind` is "counts", "means", "rates" or "contrasts".
    """

    name: str
    label: str
    kind: str
    time_point: str
    good: str
    description: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Which treatments against which ([comparisons.X]); a list means any of."""

    name: str
    label: str
    intervention: tuple[str, ...]
    control: tuple[str, ...]
    intervention_label: str
    control_label: str
    place: Place = field(compare=False)


class AsWritten(float):
    """A number that remembers how it was written: 0.80 is 0.8 with two decimals."""

    __slots__ = ("words",)  # a library holds a million of them
    words: str

    def __new__(cls, words: str) -> AsWritten:
        number = float.__new__(cls, words)
        number.words = words
        return number

    @property
    def decimals(self) -> int:
        """How many digits stand after the point."""
        words = self.words
        point = words.find(".")
        return 0 if point < 0 or "e" in words or "E" in words else len(words) - point - 1


STORED = (
    "estimate", "low", "high", "se", "weight", "events1", "total1", "events2", "total2", "k", "studies",
    "z", "t", "p", "q", "df", "p_q", "i2", "tau2", "tau2_low", "tau2_high", "prediction_low", "prediction_high",
    "q_between", "df_between", "p_between", "i2_between", "o_e", "variance", "log_estimate", "log_low", "log_high",
)  # fmt: skip


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """What the source's own file held of one study, one subgroup or the whole of an analysis (published.csv).

    An empty `study` means all studies; an empty `subgroup` the analysis as a whole, or a study outside subgroups.
    `numbers` by the names of STORED, as written: estimate and interval on the display scale, `log_…` their
    logarithms to base 10, weight and the I2 in percent, `k` how many rows have an estimate, `studies` how many
    studies are listed.
    """

    analysis: str
    subgroup: str
    study: str
    stratum: str
    applies_to: str
    numbers: Mapping[str, AsWritten]
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The source's own numbers for an analysis ([analyses.X.published]); ratio measures on the display scale."""

    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    k: int | None = None
    n: int | None = None
    p: float | None = None
    i2: float | None = None
    tau2: float | None = None
    where: str = ""
    assumed_risk: float | None = None  # as a proportion
    corresponding_risk: float | None = None
    measure: str = ""
    place: Place | None = field(default=None, compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The plan of one analysis ([analyses.X], Cochrane's "Analysis 1.1"): the model is kept per analysis.

    Option values are as in effectbank.synthesis.pool; None leaves them to the preset, then the default.
    `number` is the source's own ("1.1"). `totals` tells which estimates the source gives: all, only those of the
    "subgroups", or "none". `order` is that of the rows: "study" (by label), "year", "weight", "effect" or None (as
    in studies.csv). `swap_events` analyses those without the event. `groups` stand for the comparison's labels,
    `favours` for what lies either side of no effect; `measure_label` is the source's word for the measure, and
    `source_says` what its file says of the analysis besides, by its own headings.
    """

    name: str
    label: str
    outcome: str
    comparison: str
    measure: str
    model: str | None = None
    method: str | None = None
    tau2: str | None = None
    test: str | None = None
    q_centre: str | None = None
    zero_cells: str | None = None
    preset: str | None = None
    level: float = 0.95
    study_level: float | None = None  # of the studies' own intervals; None: as `level`
    tau2_interval: str | None = None
    prediction_interval: bool | None = None
    swap_events: bool = False
    totals: str = "all"
    subgroup_test: bool = True
    order: str | None = None
    number: str = ""
    groups: tuple[str, ...] = ()
    favours: tuple[str, ...] = ()
    measure_label: str = ""
    units: str = ""
    scale: float | None = None
    subgroups: str | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    without: tuple[str, ...] = ()
    baseline: str | float | None = None  # "pooled", "median" or a proportion
    per: int = 1000
    source_says: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    published: Published | None = None
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number quoted from a source, with the source and where in it (facts.csv)."""

    name: str
    value: str
    of: str
    source: str
    where: str
    provenance: Provenance
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A [values.X]: one function of the closed list (difference, ratio, sum, count, share) over paths."""

    name: str
    function: str
    of: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    label: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskOfBias:
    """One judgement (risk_of_bias.csv); an empty outcome means the whole study."""

    tool: str
    study: str
    outcome: str
    domain: str
    judgement: str
    support: str
    provenance: Provenance
    place: Place = field(compare=False)


SPREADSHEET = "a spreadsheet"  # what an entry's data were taken from, as the import of one writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """What entry.toml says: all that lists, search and the page's head need.

    A `kind` that is missing or unknown is an error of `check`; the card then stands as "notes".
    `year` is BANK's: of the original, or of the last update for a hot topic. `title_url` leads to the original.
    `relevance` ("selected", "added" or "") and `availability` word the provenance sentence. `taken_from` says what
    file of the source's own gave words and data as they are ("RevMan 5"), or SPREADSHEET, which is no source's
    account; "" where the bank tells of the source.
    """

    slug: str  # the folder's name
    kind: EntryKind
    title: str
    year: int | None
    authors: tuple[str, ...]
    citation: str
    title_url: str
    strapline: str
    key_points: tuple[str, ...]
    subjects: tuple[str, ...]
    acknowledgements: tuple[str, ...]
    revised: str  # ISO date, or ""
    availability: str
    relevance: str
    linked: tuple[str, ...]  # slugs of entries its editor names as related
    taken_from: str = ""
    coverage: float | None = None  # the share of quantifying words that must be bound, as a proportion
    place: Place = field(compare=False)
