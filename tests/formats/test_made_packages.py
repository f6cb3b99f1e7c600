"""The made-up library that reading and proving are measured by: the same every time, and right where it says so."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from benchmarks.packages.arithmetic import Asked, Given, estimate_of, peto, pooled
from benchmarks.packages.library import ANALYSES, KEY, PACKAGES, Made, make, sizes

import effectbank as eb
from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview, SourceRow
from effectbank.formats.data_package import read_source

SIXTH_DECIMAL = 6e-7
MEANS = {"means": "mean", "sds": "sd", "totals": "total"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return make(tmp_path_factory.mktemp("library"), packages=12, analyses=240)


@pytest.fixture(scope="module")
def read(library: list[Made]) -> list[SourceReview]:
    return [read_source(made.path) for made in library]


def test_its_arithmetic_is_that_of_the_handbooks_examples() -> None:
    amis = Given(a=246, n1=2267, c=219, n2=2257)
    estimate = estimate_of(amis, Asked(kind="counts", measure="OR"))
    assert estimate is not None
    assert math.exp(estimate[0]) == pytest.approx(1.132736, abs=SIXTH_DECIMAL)  # the sample's first row
    z, v = peto(Given(a=1, n1=10, c=3, n2=10))
    assert z == -1.0
    assert v == pytest.approx(64 / 76)  # 10 10 4 16 / (20² 19)


def test_its_arithmetic_gives_the_samples_own_results() -> None:
    sample = read_source(Path(__file__).parent / "data" / "fleiss1993.zip").analyses[0]
    rows = [
        Given(a=e.events or 0, n1=e.total or 0, c=c.events or 0, n2=c.total or 0)
        for e, c in ((row.experimental, row.control) for row in sample.rows)
    ]
    fit = pooled(rows, Asked(kind="counts", measure="OR", method="MH"))
    assert fit is not None
    ours = {
        "estimate": math.exp(fit.theta), "low": math.exp(fit.low), "high": math.exp(fit.high),
        "z": abs(fit.z), "p": fit.p, "q": fit.q, "df": fit.df, "p_q": fit.p_q, "i2": fit.i2,
    }  # fmt: skip
    assert ours == {name: pytest.approx(sample.stored[name], abs=SIXTH_DECIMAL) for name in ours}
    assert fit.weights == [pytest.approx(row.stored["weight"], abs=SIXTH_DECIMAL) for row in sample.rows]


def test_the_same_seed_makes_the_same_bytes(library: list[Made], tmp_path: Path) -> None:
    again = make(tmp_path, packages=12, analyses=240)
    assert [one.path.read_bytes() for one in again] == [one.path.read_bytes() for one in library]
    assert (tmp_path / KEY).read_text() == (library[0].path.parent / KEY).read_text()


def test_a_whole_library_has_the_sizes_of_the_real_one() -> None:
    counts = sizes(PACKAGES, ANALYSES, 2011)
    assert (len(counts), sum(counts)) == (500, 17_600)
    assert max(counts) > 200
    assert sorted(counts)[250] < 30  # most reviews are small


def test_every_row_and_analysis_is_read_back(library: list[Made], read: list[SourceReview]) -> None:
    assert [sum(len(a.rows) for a in review.analyses) for review in read] == [made.rows for made in library]
    assert max(len(a.rows) for review in read for a in review.analyses) == 270
    assert not [str(p) for review in read for p in review.problems if p.severity == "error"]


def test_versions_and_nested_zips_are_among_them(library: list[Made], read: list[SourceReview]) -> None:
    assert {review.format for review in read} == {"data package 1", "data package 2"}
    assert any(problem.code == "not-read" for review in read for problem in review.problems)  # an export's article


def test_what_is_stored_agrees_with_another_hands_arithmetic(library: list[Made], read: list[SourceReview]) -> None:
    spoilt = {(fault.package.lower(), fault.analysis): fault.fault for made in library for fault in made.faults}
    seen: Counter[str] = Counter()
    for review in read:
        for analysis in review.analyses:
            key = (review.name, f"{analysis.comparison}.{analysis.number}")
            wrong = _differing(analysis)
            if wrong is None or spoilt.get(key) == "partition Q":
                continue
            assert bool(wrong) == (key in spoilt), (key, wrong, spoilt.get(key))
            seen[spoilt.get(key, "sound")] += 1
    assert seen["sound"] > 150
    assert len(seen) > 1


def _differing(analysis: SourceAnalysis) -> set[str] | None:
    """The stored totals of counts and means that pool() doesn't find; None where there are none to compare."""
    rows = [row for row in analysis.rows if row.applies_to != "subgroup"]
    if analysis.kind not in ("counts", "means") or analysis.swap_events or "estimate" not in analysis.stored:
        return None
    names = [f"{row.study} {number}" for number, row in enumerate(rows)]
    made: dict[str, Any] = dict(eb.synthesis.MADE_BY["revman-web"].get(analysis.measure, {}))
    effects = eb.effects(analysis.measure, study=names, **_columns(analysis.kind, rows), **made)
    chosen: dict[str, Any] = {"tau2": analysis.tau2, "test": analysis.test} if analysis.model == "random" else {}
    fit = eb.pool(
        effects, model=analysis.model, method=analysis.method, level=analysis.level, preset="revman-web", **chosen
    )
    shown = math.exp if analysis.log else float
    found = {
        "estimate": shown(fit.estimate), "low": shown(fit.ci.low), "high": shown(fit.ci.high), "p": fit.p,
        "q": fit.heterogeneity.q, "i2": fit.heterogeneity.i2, "tau2": fit.heterogeneity.tau2,
    }  # fmt: skip
    return {
        name
        for name, value in found.items()
        if name in analysis.stored
        and abs(value - analysis.stored[name]) > 2e-6 * max(1, abs(analysis.stored[name]))
    }


def _columns(kind: str, rows: list[SourceRow]) -> dict[str, Any]:
    names = {"events": "events", "totals": "total"} if kind == "counts" else MEANS
    groups = [(row.experimental, row.control) for row in rows]
    return {
        role: ([getattr(ours, name) for ours, _ in groups], [getattr(theirs, name) for _, theirs in groups])
        for role, name in names.items()
    }


def test_the_key_lists_every_fault(library: list[Made]) -> None:
    with (library[0].path.parent / KEY).open(encoding="utf-8") as stream:
        listed = list(csv.DictReader(stream))
    assert len(listed) == sum(len(made.faults) for made in library)
    assert all(row["was"] != row["is_now"] for row in listed)
