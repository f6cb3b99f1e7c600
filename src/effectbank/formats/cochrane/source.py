"""A Cochrane review as its file says it: between a foreign format and a folder, and the same for all of them.

Texts are clean Markdown. Numbers are as the file holds them: estimates and intervals stored as results are on the
display scale (a ratio as a ratio), `estimate` and `se` given as data are on the analysis scale (its logarithm).
None and "" are unknown; a number that the file marks as not calculated is not among the `stored`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from effectbank.problems import Place, Problem
from effectbank.quickly import quickly_made
from effectbank.review.model import AsWritten
from effectbank.words import StudyStatus, Voice

Stored = Mapping[str, AsWritten]  # by the names of effectbank.review.model.STORED
NOTHING: Stored = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStudy:
    """A study of one of the four lists. `key` is how rows, judgements and texts of the file name it.

    `characteristics` by heading ("Methods", "Participants", …), `references` as CSL-JSON items, the first the
    primary one where the file says which is. `data_source` is PUB, UNPUB, MIX, SOUGHT or "".
    """

    key: str
    name: str
    year: int | None = None
    status: StudyStatus = StudyStatus.INCLUDED
    data_source: str = ""
    reason: str = ""  # why it was excluded
    characteristics: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    references: tuple[Mapping[str, Any], ...] = ()
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceJudgement:
    """One risk-of-bias judgement ("low", "unclear", "high" …). An empty `outcome` means the whole study.

    `analysis` is "1.2" where the judgement is of the study's result in one analysis, whose name is the `outcome`.
    """

    tool: str
    study: str
    domain: str
    judgement: str
    support: str = ""
    outcome: str = ""
    analysis: str = ""
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGroup:
    """What one of the two groups of a row gave."""

    events: int | None = None
    total: int | None = None
    mean: AsWritten | None = None
    sd: AsWritten | None = None


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A study in one analysis. `subgroup` is the number of its subgroup; "" where the analysis has none.

    `applies_to` is "" (both), "subgroup" or "total": where the row counts. A study may have several rows.
    """

    study: str
    subgroup: str = ""
    applies_to: str = ""
    experimental: SourceGroup = SourceGroup()
    control: SourceGroup = SourceGroup()
    o_e: AsWritten | None = None
    variance: AsWritten | None = None
    estimate: AsWritten | None = None
    se: AsWritten | None = None
    footnote: str = ""
    stored: Stored = field(default_factory=lambda: NOTHING)
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSubgroup:
    """A subgroup of an analysis, with the source's results for it."""

    number: str
    name: str
    stored: Stored = field(default_factory=lambda: NOTHING)
    place: Place = field(compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnalysis:
    """Cochrane's "Analysis 1.2": comparison 1, outcome 2.

    `kind` is "counts", "means", "contrasts" (inverse variance), "o_e" (O - E and variance) or "other" (a table of
    texts, kept in `table` as Markdown and never computed). `measure` is EffectBank's code, `measure_words` the
    file's own words. `log` says whether given estimates are logarithms. `method`, `model`, `tau2`, `test` are the
    words of effectbank.synthesis.pool ("MH", "IV", "Peto"; "common", "random"; "DL", "REML"; "z",
    "knapp-hartung"). `totals` is "all", "subgroups" or "none"; `order` is "study", "year", "weight", "effect" or
    "given". `groups` and `favours` are (experimental, control); "" where the file has none. `source_says` is what
    the file says beyond these, by its own headings.
    """

    comparison: str  # its number
    number: str  # within the comparison
    comparison_name: str
    name: str
    kind: str
    measure: str
    measure_words: str = ""
    log: bool = False
    method: str = "IV"
    model: str = "common"
    tau2: str = ""
    test: str = ""
    tau2_interval: str = ""  # a method of effectbank.synthesis.tau2_interval, or ""
    prediction: bool = False
    level: float = 0.95
    study_level: float = 0.95
    totals: str = "all"
    subgroup_test: bool = True
    swap_events: bool = False
    order: str = "study"
    units: str = ""
    scale: float | None = None  # of the forest plot
    groups: tuple[str, str] = ("", "")
    favours: tuple[str, str] = ("", "")
    time_point: str = ""
    subgroups: tuple[SourceSubgroup, ...] = ()
    rows: tuple[SourceRow, ...] = ()
    table: str = ""
    stored: Stored = field(default_factory=lambda: NOTHING)
    calculated: bool = True  # False: the file never calculated it, its zeros are no results
    source_says: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSection:
    """A headed piece of the review's text, in order. `level` 2 is a main heading, 3 a heading below it."""

    heading: str
    level: int
    text: str
    voice: Voice
    folded: bool = False  # supplementary: tables, appendices, histories


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReview:
    """All that a Cochrane file says.

    `card` holds what entry.toml needs (title, authors as a list, citation, year, doi, issue, dates as ISO text);
    `question` the PICO and the eligibility texts where the file tells them apart; `left_out` counts personal data
    that were not taken over, by kind ("e-mail addresses": 4); `kept` are texts of files that no record is for, by
    name.
    """

    name: str  # a slug for the folder: cd001333, fleiss1993
    format: str  # "RevMan 5", "data package 1", "data package 2"
    preset: str  # under which its stored numbers are to be reproduced: "revman5" or "revman-web"
    card: Mapping[str, Any]
    question: Mapping[str, str] = field(default_factory=dict)
    eligibility: Mapping[str, str] = field(default_factory=dict)
    searches: tuple[Mapping[str, Any], ...] = ()
    sections: tuple[SourceSection, ...] = ()
    studies: tuple[SourceStudy, ...] = ()
    judgements: tuple[SourceJudgement, ...] = ()
    analyses: tuple[SourceAnalysis, ...] = ()
    references: tuple[Mapping[str, Any], ...] = ()  # CSL-JSON: of no study, as the text cites them
    kept: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
