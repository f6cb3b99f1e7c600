"""The Review: all that a folder says, read, and the four questions it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effectbank.problems import Problem
from effectbank.review.model import (
    Analysis,
    Arm,
    Comparison,
    Contrast,
    Datum,
    EntryCard,
    Fact,
    NamedValue,
    Outcome,
    Published,
    RiskOfBias,
    StoredResult,
    Study,
)

if TYPE_CHECKING:
    from effectbank.review.agreement import Agreement
    from effectbank.review.synthesis import Synthesis
    from effectbank.synthesis import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Review:
    """A folder, read. Mappings keep the order of their file; two reviews are equal when their files say the same.

    `files` are the bytes as read, by path inside the folder; `text` is text.md without a byte-order mark.
    """

    path: Path | None = field(default=None, compare=False)  # None: it was not read from a disk
    name: str
    card: EntryCard
    question: Mapping[str, Any]
    eligibility: Mapping[str, Any]
    searches: tuple[Mapping[str, Any], ...]
    versions: Mapping[str, Mapping[str, Any]]
    comparisons: Mapping[str, Comparison]
    outcomes: Mapping[str, Outcome]
    analyses: Mapping[str, Analysis]
    values: Mapping[str, NamedValue]
    studies: Mapping[str, Study]
    arms: tuple[Arm, ...]
    data: Mapping[str, tuple[Datum, ...]]
    contrasts: Mapping[str, tuple[Contrast, ...]]
    facts: Mapping[str, Fact]
    references: tuple[Mapping[str, Any], ...]
    risk_of_bias: tuple[RiskOfBias, ...]
    text: str
    stored: tuple[StoredResult, ...] = ()  # what the source's own file held
    plan_lines: Mapping[tuple[str, ...], int] = field(default_factory=dict, compare=False)  # of review.toml's keys
    files: Mapping[str, bytes] = field(compare=False)
    read_problems: tuple[Problem, ...] = field(compare=False)
    _syntheses: dict[str, Synthesis] = field(default_factory=dict, init=False, compare=False)
    _problems: list[tuple[Problem, ...]] = field(default_factory=list, init=False, compare=False)
    _order: dict[str, int] = field(default_factory=dict, init=False, compare=False)
    _treatments: dict[tuple[str, str], str] = field(default_factory=dict, init=False, compare=False)

    @property
    def computable(self) -> bool:
        """Whether the folder holds analyses, and is not only prose."""
        return bool(self.analyses)

    @classmethod
    def open(cls, path_or_name: str | Path) -> Review:
        """The folder at a path, or the shipped example of that name (effectbank.review.open_folder)."""
        from effectbank.review.opening import open_folder  # noqa: PLC0415 -- reading makes Reviews

        return open_folder(path_or_name)

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong: as it was read, by every check, and in the prose's claims; looked for once."""
        from effectbank.review.checks import problems_of  # noqa: PLC0415 -- checks judge Reviews

        if not self._problems:
            self._problems.append(problems_of(self))
        return self._problems[0]

    @property
    def order(self) -> Mapping[str, int]:
        """Where each study stands in studies.csv; counted once."""
        if not self._order:
            self._order.update({name: number for number, name in enumerate(self.studies)})
        return self._order

    @property
    def treatments(self) -> Mapping[tuple[str, str], str]:
        """What each arm, as (study, arm), was given; gathered once."""
        if not self._treatments:
            self._treatments.update({(arm.study, arm.name): arm.treatment for arm in self.arms})
        return self._treatments

    def synthesis(self, name: str) -> Synthesis:
        """What the analysis of that name yields, computed once. Raises UnknownName."""
        from effectbank.review.synthesis import synthesise  # noqa: PLC0415 -- a synthesis is of a Review

        if name not in self._syntheses:
            self._syntheses[name] = synthesise(self, name)
        return self._syntheses[name]

    def run(self, name: str) -> Pooled:
        """The fit of the analysis of that name. Raises UnknownName, or NotEstimable with the reason."""
        from effectbank.review.synthesis import fit_of  # noqa: PLC0415 -- a synthesis is of a Review

        return fit_of(self.synthesis(name))

    def comparison_of(self, published: Published) -> tuple[Agreement, ...]:
        """The source's numbers for one of the analyses beside ours; none where they cannot be compared."""
        named = (name for name, analysis in self.analyses.items() if analysis.published is published)
        return next((self.synthesis(name).published_agrees for name in named), ())

    def __repr__(self) -> str:
        counts = (
            f"{len(self.studies)} studies, {len(self.analyses)} analyses, {len(self.read_problems)} problems read"
        )
        return f"<Review {self.name}: {counts}>"
