"""Review Manager's import tables: an arm a row, names that match, an order, and what is left to type in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from rich_folder import FILES, rich

from effectbank.formats import rm5
from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.revman_csv import Tables, tables_of, write_tables
from effectbank.review import open_folder, read_files
from effectbank.review.scaffold import FolderTaken

FLUORIDE = Path(__file__).parent / "data" / "cd007868-fluoride-toothpaste.rm5"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tea() -> Tables:
    return tables_of(rich())


def table(tables: Tables, name: str) -> Rows:
    (raw,) = (raw for path, raw in tables.files.items() if path.endswith(name))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell}


def test_the_files_are_numbered_in_their_order(tea: Tables) -> None:
    assert list(tea.files) == [
        "1-included.ris", "2-excluded.ris", "3-ongoing.ris", "4-additional.ris", "5-study-information.csv",
        "6-study-arms.csv", "7-study-results.csv", "8-risk-of-bias.csv", "9-custom-results.csv", "README.txt",
    ]  # fmt: skip
    readme = tea.files["README.txt"].decode()
    turns = [readme.index(f"  {name}: ") for name in tea.files if name != "README.txt"]
    assert turns == sorted(turns)
    assert "The references go first" in readme


def test_references_name_their_study_and_why_it_was_excluded(tea: Tables) -> None:
    """RevMan makes the studies of the tag NS; the tables after it then name the same studies."""
    lists = {name: raw.decode("utf-8-sig") for name, raw in tea.files.items() if name.endswith(".ris")}
    named = [line[6:] for line in lists["1-included.ris"].splitlines() if line.startswith("NS  - ")]
    assert named == [row["Study"] for row in table(tea, "study-information.csv")]
    assert "N1  - Reason for exclusion: no control group\nNS  - Elm 2011\n" in lists["2-excluded.ris"]


def test_only_included_studies_are_in_the_tables(tea: Tables) -> None:
    assert [row["Study"] for row in table(tea, "study-information.csv")] == [
        "Ash 2001", "Birch 2004", "Cedar 2009", "Cedar 2009 (dogwood_2010)",
    ]  # fmt: skip


def test_arms_are_those_of_the_folder_with_their_intervention(tea: Tables) -> None:
    arms = [(row["Study"], row["Arm"], row["Intervention"]) for row in table(tea, "study-arms.csv")]
    assert ("Ash 2001", "Green", "Green tea") in arms
    assert ("Birch 2004", "None", "Nothing") in arms
    assert len(arms) == len(set(arms)) == 13


def test_every_arm_and_study_of_a_result_is_in_the_other_tables(tea: Tables) -> None:
    arms = {(row["Study"], row["Arm"]) for row in table(tea, "study-arms.csv")}
    studies = {row["Study"] for row in table(tea, "study-information.csv")}
    for row in table(tea, "study-results.csv"):
        assert row["Study"] in studies
        assert {(row["Study"], row["Arm"]), (row["Study"], row["Reference arm"] or row["Arm"])} <= arms


def test_counts_means_and_contrasts_have_their_own_columns(tea: Tables) -> None:
    rows = table(tea, "study-results.csv")
    assert filled(rows[0]) == {
        "Study": "Cedar 2009", "Outcome": "Insomnia", "Data type": "Dichotomous", "Arm": "Tea", "Sample size": "30",
        "Cases": "0", "Footnotes": "numbers reconstructed",
    }  # fmt: skip
    latency = next(row for row in rows if row["Outcome"] == "Time to sleep (min)")
    assert filled(latency) == {
        "Study": "Ash 2001", "Outcome": "Time to sleep (min)", "Data type": "Continuous",
        "Arm": "Tea (Adults / men)", "Sample size": "10", "Mean": "12.5", "SD": "3.1",
    }  # fmt: skip
    death = next(row for row in rows if row["Outcome"] == "Death")
    assert filled(death) == {
        "Study": "Ash 2001", "Outcome": "Death", "Data type": "Dichotomous", "Effect measure": "HR", "Arm": "Tea",
        "Reference arm": "None", "Mean": "-0.25", "SE": "0.2", "Footnotes": "adjusted for age",
    }  # fmt: skip


def test_what_the_import_has_no_columns_for_is_left_to_type_in_and_told(tea: Tables) -> None:
    (told,) = [problem for problem in tea.problems if problem.code == "by-hand"]
    assert (told.place.file, told.hint) == ("9-custom-results.csv", "9-custom-results.csv")
    rows = table(tea, "custom-results.csv")
    assert [row["Why"] for row in rows] == [
        *["people of a contrast"] * 2, *["O - E and its variance"] * 2, *["events by person-time"] * 4,
    ]  # fmt: skip
    assert rows[2]["Numbers"] == "measure HR; o_e -1.5; variance 4.25"
    (told,) = [problem for problem in tea.problems if problem.code == "by-hand"]
    assert (str(told.severity), told.message) == (
        "warning",
        "8 results are to be typed in: Review Manager doesn't import such",
    )
    assert told.message in tea.files["README.txt"].decode()


def test_every_row_of_data_is_in_the_results_or_to_be_typed_in(tea: Tables) -> None:
    review = rich()
    data = sum(map(len, review.data.values())) + sum(map(len, review.contrasts.values()))
    assert tea.counts["results"] + tea.counts["results to type in"] == data == 24


def test_a_row_of_an_arm_nobody_described_is_left_to_type_in() -> None:
    files = FILES | {"data/insomnia.csv": "study,arm,events,total\nash_2001,decaf,3,20\nash_2001,none,8,20\n"}
    tables = tables_of(read_files("tea", {name: text.encode() for name, text in files.items()}))
    (decaf,) = [row for row in table(tables, "custom-results.csv") if row["Arm"] == "decaf"]
    assert (decaf["Numbers"], decaf["Why"]) == ("events 3; total 20", "an arm that isn't described")


def test_a_contrast_that_names_no_measure_is_on_that_of_its_analysis() -> None:
    contrast = "study,arm,against,measure,estimate,se\nash_2001,tea,none,,-0.25,0.2\n"
    files = FILES | {"data/death.contrasts.csv": contrast}
    tables = tables_of(read_files("tea", {name: text.encode() for name, text in files.items()}))
    (death,) = [row for row in table(tables, "study-results.csv") if row["Outcome"] == "Death"]
    assert (death["Effect measure"], death["Mean"]) == ("HR", "-0.25")


def test_names_to_define_before_stand_in_the_readme(tea: Tables) -> None:
    readme = tea.files["README.txt"].decode()
    for name in ("Green tea", "Insomnia", "Setting", "Allocation concealment"):
        assert f"  - {name}\n" in readme


def test_by_rob_2_a_result_is_a_row() -> None:
    judgements = (
        "tool,study,outcome,domain,judgement,support\nRoB 2,ash_2001,insomnia,Overall bias,some concerns,Open\n"
        "RoB 2,ash_2001,latency,Overall bias,low,\n"
    )
    tables = tables_of(
        read_files("tea", {k: v.encode() for k, v in (FILES | {"risk_of_bias.csv": judgements}).items()})
    )
    assert table(tables, "risk-of-bias.csv") == [
        {
            "Study": "Ash 2001", "Outcome": "Insomnia", "Domain (judgement): Overall bias": "Some concerns",
            "Domain (support): Overall bias": "Open",
        },
        {
            "Study": "Ash 2001", "Outcome": "Time to sleep (min)", "Domain (judgement): Overall bias": "Low risk",
            "Domain (support): Overall bias": "",
        },
    ]  # fmt: skip


def test_groups_called_alike_in_several_comparisons_are_not_taken_for_one() -> None:
    """Every comparison of the fluoride review calls its groups higher and lower fluoride, whatever their doses."""
    review = review_of(rm5.read_source(FLUORIDE))
    tables = tables_of(review)
    jensen = [(row["Arm"], row["Intervention"]) for row in table(tables, "study-arms.csv")][:2]
    one = "0 ppm F versus 1000 ppm F in adults (mature permanent dentition)"
    assert jensen == [(f"Higher fluoride ({one})",) * 2, (f"Lower fluoride ({one})",) * 2]
    assert tables.counts["studies"] == 96
    assert tables.counts["results"] == sum(map(len, review.data.values())) == 394
    assert tables.counts["results to type in"] == 0


def test_an_arm_is_of_the_intervention_of_its_own_outcome() -> None:
    """Of two outcomes under one comparison, each with groups of its own."""
    tables = tables_of(review_of(rm5.read_source(FLUORIDE.with_name("fleiss1993.rm5"))))
    davis = [row["Intervention"] for row in table(tables, "study-arms.csv") if row["Study"] == "Davis"]
    assert davis == [row["Arm"] for row in table(tables, "study-results.csv") if row["Study"] == "Davis"]
    assert davis == ["Mental Health Treatment", "Control"]
    assert "  - Mental Health Treatment\n" in tables.files["README.txt"].decode()


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear")
    with pytest.raises(FolderTaken, match="not empty"):
        write_tables(rich(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    written = write_tables(open_folder("naltrexone-2011"), tmp_path / "out")
    assert written == tables_of(open_folder("naltrexone-2011"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == written.files
