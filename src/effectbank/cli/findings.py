"""What `check` finds: Problems, the sentences that rest on them, what differs from the source, and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from effectbank.cli.output import document
from effectbank.cli.suspects import suspects
from effectbank.problems import Place, Problem, Severity
from effectbank.review import Review
from effectbank.review.agreement import Agreement
from effectbank.review.claims import Checked, Coverage, checked, coverage
from effectbank.review.text import FILE
from effectbank.review.text.tree import Claim
from effectbank.review.wording import title_of

SEVERITIES = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A Problem, and the sentences whose numbers rest on its place (none for a Problem of the prose itself)."""

    problem: Problem
    sentences: tuple[Claim, ...]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready."""
        told = [
            {"file": FILE, "line": claim.line, "words": claim.words, "path": claim.path} for claim in self.sentences
        ]
        return self.problem.to_dict() | {"sentences": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that `check` has to say of a folder."""

    folder: str
    title: str
    labels: Mapping[str, str]  # of the analyses, by name
    found: tuple[Finding, ...]
    differences: tuple[tuple[str, Agreement], ...]
    coverage: Coverage
    look_first: tuple[Place, ...]

    def count(self, severity: Severity) -> int:
        """How many Problems are of that severity."""
        return sum(finding.problem.severity is severity for finding in self.found)

    def to_dict(self) -> dict[str, object]:
        """The document of `check --json`."""
        return document(
            "check",
            folder=self.folder,
            title=self.title,
            fine=not self.count(Severity.ERROR),
            counts={f"{severity}s": self.count(severity) for severity in reversed(SEVERITIES)},
            problems=[finding.to_dict() for finding in self.found],
            differences=[{"analysis": name} | entry._asdict() for name, entry in self.differences],
            look_first=[{"file": place.file, "line": place.line} for place in self.look_first],
            coverage=_coverage(self.coverage),
        )


def _coverage(found: Coverage) -> dict[str, object]:
    return {
        "bound": found.bound,
        "total": found.total,
        "unbound": [{"line": line, "words": words} for line, words in found.unbound],
        "exempt": [{"line": line, "words": words} for line, words in found.exempt],
    }


def findings_of(review: Review) -> Findings:
    """Run every check."""
    problems = sorted(review.problems(), key=_by_place)
    faulty = {(one.place.file, one.place.line) for one in problems if one.severity is Severity.ERROR}
    claims = checked(review) if faulty else ()  # nothing rests on what isn't wrong
    return Findings(
        folder=review.name,
        title=review.card.title,
        labels={name: title_of(analysis) for name, analysis in review.analyses.items()},
        found=tuple(Finding(problem=problem, sentences=_resting(problem, claims)) for problem in problems),
        look_first=suspects(review, claims, faulty),
        differences=tuple(_differences(review)),
        coverage=coverage(review),
    )


def _by_place(problem: Problem) -> tuple[str, int]:
    return problem.place.file, problem.place.line or 0


def _resting(problem: Problem, claims: Iterable[Checked]) -> tuple[Claim, ...]:
    """The claims on what the faulty place concerns; only an error makes a sentence doubtful."""
    if problem.severity is not Severity.ERROR or problem.place.file == FILE:
        return ()
    return tuple(found.claim for found in claims if _live_name(found.claim.path) in problem.concerns)


def _live_name(path: str) -> str:
    """The analysis or value a path computes from; "" for what is quoted and doesn't move with the data."""
    names = path.removeprefix("values.").split(".")
    quoted = path.startswith("fact:") or (len(names) > 1 and names[1] == "published")
    return "" if quoted else names[0]


def _differences(review: Review) -> Iterator[tuple[str, Agreement]]:
    for name in review.analyses:
        for entry in review.synthesis(name).published_agrees:
            if not entry.agrees:
                yield name, entry
