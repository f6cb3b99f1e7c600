"""The four tables that Review Manager on the web imports, numbered in their order after the references.

Sources: Cochrane's RevMan knowledge base ("Populate study data", "Data extraction templates", "Import references
for studies") for which tables there are, that references go first, and that the RIS tag NS names the study;
Covidence's help ("How to upload your data to RevMan Web") for the same order; data packages for the columns of
study information and risk of bias, those of 2026 also for study arms and study results. Unverified, as no template
could be had: that ratios are imported as logarithms with their standard errors, the words for the measures of
contrasts, and the columns of a RoB 2 table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from effectbank.formats.cochrane.back.left import left_behind
from effectbank.formats.cochrane.back.reports import lists_of, ris_bytes
from effectbank.formats.cochrane.back.studies import HEADINGS, is_of_no_study, studies_of
from effectbank.formats.cochrane.package.writing.studies import information_table
from effectbank.formats.cochrane.package.writing.table import Cells, table_bytes
from effectbank.formats.cochrane.revman_csv import faults
from effectbank.formats.cochrane.revman_csv.bias import BiasTable, table_of
from effectbank.formats.cochrane.revman_csv.naming import Names, names_in
from effectbank.formats.cochrane.revman_csv.readme import Step, readme
from effectbank.formats.cochrane.revman_csv.results import ARMS, BY_HAND, COLUMNS, Results
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.formats.csl_json import record_of
from effectbank.problems import Problem
from effectbank.review import Review
from effectbank.review.scaffold import FolderTaken
from effectbank.review.writing.files import write_atomically
from effectbank.screening.record import Record

LISTS = {
    "included": "Included", "excluded": "Excluded", "ongoing": "Ongoing", "awaiting": "Awaiting classification",
}  # fmt: skip
README, TO_TYPE = "README.txt", "custom-results.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The files by name, what they hold counted, and what is not in them."""

    files: dict[str, bytes]
    counts: dict[str, int]
    problems: tuple[Problem, ...]


def write_tables(review: Review, path: str | PathLike[str]) -> Tables:
    """Write the tables into a folder. Raises FolderTaken where it holds anything already."""
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(folder)
    tables = tables_of(review)
    for name, raw in tables.files.items():
        write_atomically(folder / name, raw)
    return tables


def tables_of(review: Review) -> Tables:
    """What Review Manager is given of a folder."""
    problems: list[Problem] = []
    names = names_in(review, problems)
    results = Results(review=review, names=names)
    results.read()
    arms, bias = results.arms(), table_of(review, names)
    studies = list(studies_of(review, names.every))
    included = [study for study in studies if study.key in names.studies.values()]
    others = [record_of(item) for item in review.references if is_of_no_study(item, review)]
    steps = [*_lists(studies, others), *_steps(included, arms, results, bias)]
    numbered = {f"{n}-{step.name}": step for n, step in enumerate(steps, start=1)}
    to_type = next((name for name, step in numbered.items() if step.name == TO_TYPE), "")
    problems += [*left_behind(review), *bias.problems, *_told(review, names, results, to_type)]
    first = (
        ("Interventions:", dict.fromkeys(arm["Intervention"] for arm in arms)),
        ("Outcomes:", dict.fromkeys(row["Outcome"] for row in results.rows)),
        ("Characteristics of studies, besides the usual five:", _headings(included)),
        (f"Domains of risk of bias ({bias.tool}):", bias.domains),
    )
    text = readme(review.card.title, {name: step.says for name, step in numbered.items()}, first, problems)
    return Tables(
        files={**{name: step.raw for name, step in numbered.items()}, README: text.encode()},
        counts={
            "studies": len(included),
            "arms": len(arms),
            "results": len(results.rows),
            "rows of judgements": len(bias.rows),
            "results to type in": len(results.by_hand),
        },
        problems=tuple(problems),
    )


def _lists(studies: list[SourceStudy], others: list[Record]) -> Iterator[Step]:
    """The references, a list for each of Review Manager's own."""
    for name, raw in lists_of(studies, reasons=True).items():
        says = f"references; import under Studies, {LISTS[name]}: Action, Import study references"
        yield Step(f"{name}.ris", says, raw)
    if others:
        says = "references of no study; import under References, Additional references"
        yield Step("additional.ris", says, ris_bytes(others))


def _steps(included: list[SourceStudy], arms: list[Cells], results: Results, bias: BiasTable) -> Iterator[Step]:
    """The files in the order in which they are imported."""
    of_studies, of_arms = table_bytes(*information_table(included)), table_bytes(ARMS, arms)
    yield Step("study-information.csv", "the included studies and their characteristics", of_studies)
    yield Step("study-arms.csv", "the arms of each, and which intervention an arm is of", of_arms)
    of_results = table_bytes(COLUMNS, results.rows)
    yield Step("study-results.csv", "what each arm gave for each outcome, or a contrast of two", of_results)
    if bias.rows:
        yield Step("risk-of-bias.csv", f"judgements by {bias.tool}", table_bytes(bias.columns, bias.rows))
    if results.by_hand:
        says = "not for import: results to type in, as no table has columns for them"
        yield Step(TO_TYPE, says, table_bytes(BY_HAND, results.by_hand))


def _headings(studies: list[SourceStudy]) -> dict[str, None]:
    every = dict.fromkeys(heading for study in studies for heading in study.characteristics)
    return {heading: None for heading in every if heading not in HEADINGS}


def _told(review: Review, names: Names, results: Results, to_type: str) -> Iterator[Problem]:
    if review.analyses:
        yield faults.not_imported(len(review.analyses))
    others = len(names.every) - len(names.studies)
    if others:
        yield faults.other_studies(others)
    parted = {study for _, study in names.parted}
    if parted:
        yield faults.parted(len(parted))
    if results.by_hand:
        yield faults.by_hand(to_type, len(results.by_hand))
