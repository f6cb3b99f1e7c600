"""What a package can say is read back as it was written; any folder, however spoilt, makes a sound package."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_folder_spoils import FOUNDING, MEASURED, SMALL, cell_edits, line_edits, plan_edits

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.cochrane.from_review import source_of
from effectbank.formats.cochrane.source import (
    SourceAnalysis,
    SourceGroup,
    SourceJudgement,
    SourceReview,
    SourceRow,
    SourceStudy,
    SourceSubgroup,
)
from effectbank.formats.data_package import read_source
from effectbank.formats.package_writer import package_bytes, write_package
from effectbank.formats.revman_csv import tables_of
from effectbank.problems import Place, Severity
from effectbank.review import read_files
from effectbank.review.model import AsWritten
from effectbank.review.proving import prove
from effectbank.words import StudyStatus

HERE = Place(file="made.csv")
PIECES = (
    "abc",
    "x y",
    "Smith",
    '"',
    ",",
    ";",
    "=1+1",
    "#N/A?",
    "\n",
    "’",
    "é",
    "²",
    "漢",
    "<p>",
    "-",
    "0",
    "%",
    "'",
)
signs = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=4)


def as_cell(pieces: list[str]) -> str:
    """A text as a cell holds it: without blanks at its ends."""
    return "".join(pieces).strip()


texts = st.lists(st.sampled_from(PIECES) | signs, max_size=5).map(as_cell).filter(lambda text: text != "#N/A")
names = texts.map(lambda text: " ".join(text.split())).filter(bool)


def decimals(low: float, high: float) -> st.SearchStrategy[AsWritten]:
    """Numbers at six decimals, as results are written."""
    return st.integers(round(low * 1e6), round(high * 1e6)).map(
        lambda n: AsWritten(f"{n / 1e6:.6f}".rstrip("0").rstrip("."))
    )


above = decimals(0.000001, 1e5)
data = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: AsWritten(repr(x)))
counts = st.none() | st.integers(1, 10**6)
KINDS: Mapping[str, tuple[tuple[str, str, bool, str], ...]] = {
    "counts": (
        ("RR", "Risk Ratio", True, "MH"), ("OR", "Odds Ratio", True, "IV"), ("RD", "Risk Difference", False, "MH"),
        ("PETO", "Peto Odds Ratio", True, "Peto"),
    ),
    "means": (("MD", "Mean Difference", False, "IV"), ("SMD", "Std. Mean Difference", False, "IV")),
    "contrasts": (("HR", "Hazard Ratio", True, "IV"), ("GEN", "Slope", False, "IV"), ("RATIO", "Odd", True, "IV")),
    "o_e": (("HR", "Hazard Ratio", True, "Peto"), ("PETO", "Peto Odds Ratio", True, "Peto")),
}  # fmt: skip


@st.composite
def groups(draw: st.DrawFn, kind: str) -> SourceGroup:
    if kind == "means":
        return SourceGroup(total=draw(counts), mean=draw(st.none() | data), sd=draw(st.none() | data))
    return SourceGroup(events=draw(counts), total=draw(counts))


@st.composite
def results(draw: st.DrawFn, more: Mapping[str, st.SearchStrategy[AsWritten]]) -> dict[str, AsWritten]:
    """An estimate with its interval, and some of the others."""
    if not draw(st.booleans()):
        return {}
    found = {"estimate": draw(above), "low": draw(above), "high": draw(above)}
    return found | draw(st.fixed_dictionaries({}, optional=dict(more)))


@st.composite
def rows(draw: st.DrawFn, kind: str, study: str, subgroups: list[str]) -> SourceRow:
    given_numbers: dict[str, Any] = {}
    for field in {"contrasts": ("estimate", "se"), "o_e": ("o_e", "variance")}.get(kind, ()):
        given_numbers[field] = draw(st.none() | data)
    own = {"se": above, "variance": above} if kind in ("counts", "means") else {}
    return SourceRow(
        study=study,
        subgroup=draw(st.sampled_from(["", *subgroups])),
        applies_to=draw(st.sampled_from(["", "subgroup", "total"])),
        experimental=draw(groups(kind)),
        control=draw(groups(kind)),
        footnote=draw(texts),
        stored=draw(results({"weight": above, **own})),
        place=HERE,
        **given_numbers,
    )


@st.composite
def analyses(draw: st.DrawFn, number: int, studies: list[str]) -> SourceAnalysis:
    kind = draw(st.sampled_from(sorted(KINDS)))
    measure, words, log, method = draw(st.sampled_from(KINDS[kind]))
    random = method != "Peto" and draw(st.booleans())
    level = draw(st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.995]))
    test = draw(st.sampled_from(["z", "knapp-hartung"])) if random else "z"
    tau2_interval, prediction = (draw(st.booleans()) if random else False for _ in range(2))
    whole: dict[str, Any] = {"total1": above, "total2": above, "t" if test != "z" else "z": above, "p": above}
    whole |= {"q": above, "p_q": above, "i2": above, "tau2": above} if random else {"q": above, "i2": above}
    whole |= {"tau2_low": above, "tau2_high": above} if tau2_interval else {}
    beyond = {"prediction_low": above, "prediction_high": above} if prediction else {}  # of no subgroup
    named = draw(st.lists(names, unique=True, max_size=2))
    made = [
        SourceSubgroup(number=str(n), name=name, stored=draw(results({"weight": above, **whole})), place=HERE)
        for n, name in enumerate(named, start=1)
    ]
    chosen = draw(st.lists(st.sampled_from(studies), min_size=1, max_size=3))
    of = tuple(draw(rows(kind, study, [one.number for one in made])) for study in chosen)
    between = {"q_between": draw(above), "df_between": AsWritten("1")} if draw(st.booleans()) else {}
    return SourceAnalysis(
        comparison=str(draw(st.integers(1, 99))),
        number=str(number),
        comparison_name=draw(names),
        name=draw(names),
        kind=kind,
        measure=measure,
        measure_words=words,
        log=log,
        method=method,
        model="random" if random else "common",
        tau2=draw(st.sampled_from(["DL", "REML"])) if random else "",
        test=test,
        tau2_interval="Q-profile" if tau2_interval else "",
        prediction=prediction,
        level=level,
        study_level=level,
        totals=draw(st.sampled_from(["all", "subgroups", "none"])),
        subgroup_test=draw(st.booleans()),
        swap_events=draw(st.booleans()),
        order=draw(st.sampled_from(["study", "year", "weight", "effect", "given"])),
        units=draw(names),
        scale=draw(st.none() | st.integers(1, 1000).map(float)),
        groups=(draw(names), draw(names)),
        favours=(draw(names), draw(names)),
        subgroups=tuple(made),
        rows=of,
        stored=draw(results(whole | beyond)) | between,
        source_says={"Data source": "Custom input", "ID": f"analysis:{number}"},
        place=HERE,
    )


people = st.fixed_dictionaries({"family": names}, optional={"given": names})
references = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z]{1,6}_[0-9]{4}", fullmatch=True),
        "type": st.sampled_from(["article-journal", "report", "book"]),
    },
    optional={
        "title": names,
        "author": st.lists(people, min_size=1, max_size=3),
        "container-title": names,
        "issued": st.integers(1900, 2030).map(lambda year: {"date-parts": [[year]]}),
        "DOI": st.just("10.1000/ABC.def"),
        "note": names,
        "custom": st.just({"kind": "additional"}),
    },
)


@st.composite
def reviews(draw: st.DrawFn) -> SourceReview:
    labels = draw(st.lists(names, unique=True, min_size=1, max_size=3))
    studies = tuple(
        SourceStudy(
            key=label,
            name=label,
            year=draw(st.none() | st.integers(1950, 2024)),
            status=draw(st.sampled_from(StudyStatus)),
            data_source=draw(st.sampled_from(["", "PUB", "MIX"])),
            references=tuple(draw(st.lists(references, max_size=2))),
            characteristics={key: text for key in ("Methods", "Notes", "Funding") if (text := draw(texts))},
            place=HERE,
        )
        for label in labels
    )
    judgements = tuple(
        SourceJudgement(
            tool="RoB 1",
            study=label,
            domain=domain,
            judgement=draw(st.sampled_from(["low", "unclear", "high", "not applicable"])),
            support=draw(texts),
            place=HERE,
        )
        for label in labels
        for domain in ("Allocation concealment", "Blinding: all outcomes")
    )
    made = tuple(draw(analyses(n, labels)) for n in range(1, draw(st.integers(1, 2)) + 1))
    return SourceReview(
        name="made",
        format="data package 2",
        preset="revman-web",
        card={},
        studies=studies,
        judgements=judgements,
        analyses=made,
        references=tuple(draw(st.lists(references, max_size=2))),
    )


@given(reviews())
@settings(max_examples=60, deadline=None)
def test_what_a_package_can_say_is_read_back_as_it_was_written(source: SourceReview) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.zip"
        assert write_package(source, path) == ()
        again = read_source(path)
        assert not [problem for problem in again.problems if problem.severity is Severity.ERROR]
        assert again.analyses == source.analyses
        assert again.studies == source.studies
        assert again.judgements == source.judgements
        assert again.references == source.references
        assert package_bytes(again) == package_bytes(source)


@pytest.mark.parametrize("folder", [SMALL, MEASURED, FOUNDING], ids=["small", "measured", "founding"])
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_spoilt_folder_makes_a_package_that_is_sound(folder: dict[str, bytes], data: st.DataObject) -> None:
    """It is written, nothing of what was told is lost, and its results come out of its own data; nor is a row."""
    edit = data.draw(st.sampled_from([cell_edits, line_edits, plan_edits]))
    review = read_files("spoilt", data.draw(edit(folder)))
    source = source_of(review)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "spoilt.zip"
        assert not [problem for problem in write_package(source, path) if problem.severity is Severity.ERROR]
        again = read_source(path)
    assert not [problem for problem in again.problems if problem.severity is Severity.ERROR]
    assert prove(review_of(again)).holds
    counts = tables_of(review).counts
    included = {name for name, study in review.studies.items() if study.status is StudyStatus.INCLUDED}
    rows = chain(*review.data.values(), *review.contrasts.values())
    assert counts["results"] + counts["results to type in"] == sum(row.study in included for row in rows)
