"""A Cochrane review as a folder: whatever its headings and names are, they are there when the folder is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from package_folders import COUNTED, DICHOTOMOUS, ROWS, SETTINGS, package, table
from rm5_maker import as_bytes, comparison, outcome, review, row, study, subgroup

from effectbank.formats import data_package
from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.cochrane.from_review import source_of
from effectbank.formats.cochrane.kept import files_of
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.package_writer import write_package
from effectbank.formats.rm5 import read_source
from effectbank.publish.row_tables import row_tables
from effectbank.review import Review, read_folder
from effectbank.review.proving import prove
from effectbank.review.updating import under_names_of
from effectbank.review.write import write_folder

FLEISS = Path(__file__).parent / "data" / "fleiss1993.rm5"


def test_characteristics_under_the_names_of_a_folders_own_columns(tmp_path: Path) -> None:
    source = read_source(FLEISS)
    told = {
        "Study": "in barracks", "Status": "all ill", "Year": "long ago", "Subgroup": "none", "Country": "Wales",
        "方法": "by post", "Notes": 'one\r\ntwo\rthree "q",\n# four', "Notes!": "more",
    }  # fmt: skip
    first = replace(source.studies[0], characteristics=told, identifiers={"год": "1980"})
    imported = review_of(replace(source, studies=(first, *source.studies[1:])))
    write_folder(imported, tmp_path / "folder")
    read = read_folder(tmp_path / "folder")
    assert not read.read_problems
    assert list(read.studies) == list(imported.studies)
    found = read.studies["amis"]
    assert (found.country, str(found.status), found.year) == ("Wales", "included", first.year)
    assert found.fields == {
        "study_2": "in barracks", "status_2": "all ill", "year_2": "long ago", "subgroup_2": "none",
        "told": "by post", "notes": 'one\ntwo\nthree "q",\n# four', "notes_2": "more", "identifier": "1980",
        "data_source": "published",
    }  # fmt: skip
    assert prove(read).reproduced == prove(imported).reproduced == 84


def labelled(*pairs: tuple[str, str]) -> SourceReview:
    """The first analysis of the sample again and again, 1.1, 1.2, …, its groups called as given."""
    source = read_source(FLEISS)
    one = source.analyses[0]
    return replace(
        source, analyses=tuple(replace(one, number=str(n), groups=pair) for n, pair in enumerate(pairs, start=1))
    )


def sides(imported: Review) -> list[tuple[str, str]]:
    """What was given to the two groups of each analysis."""
    compared = [imported.comparisons[one.comparison] for one in imported.analyses.values()]
    return [(one.intervention[0], one.control[0]) for one in compared]


def test_a_group_is_given_what_its_own_analysis_calls_it(tmp_path: Path) -> None:
    """The two analyses of the sample stand under one comparison, of aspirin and of treatment for mental health."""
    source = read_source(FLEISS)
    write_folder(review_of(source), tmp_path / "folder")
    read = read_folder(tmp_path / "folder")
    given = {study: [arm.treatment for arm in read.arms if arm.study == study] for study in ("davis", "amis")}
    assert given == {"davis": ["mental_health_treatment_1", "control_1"], "amis": ["aspirin_1", "control_1"]}
    tables = row_tables(read)
    arms = [{row.cells[1].text for row in table.rows} for table in tables[:2]]
    assert arms == [{"Aspirin", "Control"}, {"Mental Health Treatment", "Control"}]
    assert [one.groups for one in source_of(read).analyses] == [one.groups for one in source.analyses]
    assert [one.comparison_name for one in source_of(read).analyses] == ["Examples from Fleiss (1993)"] * 2
    assert prove(read).reproduced == 84


def test_groups_of_one_label_have_one_treatment_and_others_another() -> None:
    imported = review_of(labelled(("Tea", "Water"), ("tea ", "Milk"), ("Milk", "Tea"), ("Tea", "Tea")))
    assert sides(imported) == [("tea_1", "water_1"), ("tea_1", "milk_1"), ("milk_1", "tea_1"), ("tea_1", "tea_1_2")]
    assert len(imported.comparisons) == 4
    assert prove(imported).unexplained == 0


def test_a_group_without_a_label_is_not_called_after_that_of_another_analysis() -> None:
    source = labelled(("Tea", "Water"), ("", ""), ("", "Water"))
    imported = review_of(source)
    assert sides(imported) == [("tea_1", "water_1"), ("experimental_1", "control_1"), ("experimental_1", "water_1")]
    assert [one.groups for one in source_of(imported).analyses] == [one.groups for one in source.analyses]


def test_the_name_of_a_table_is_words_and_no_markup() -> None:
    source = read_source(FLEISS)
    table = replace(source.analyses[0], number="9", name="[1](=x) *of* <b>", kind="other", table="| a |\n|---|")
    text = review_of(replace(source, analyses=(table,), sections=())).text
    assert r"Analysis 1.9: \[1\] (=x) \*of\* \<b>" in text


def of_two_subgroups(tmp_path: Path, first: str, second: str) -> SourceReview:
    """A review with a row in each of two subgroups, whose results it stores."""
    half = {"EVENTS_1": 10, "TOTAL_1": 100, "EVENTS_2": 20, "TOTAL_2": 100, "STUDIES": 1, "EFFECT_SIZE": 0.5}
    third = {**half, "EVENTS_1": 20, "EVENTS_2": 60, "EFFECT_SIZE": repr(1 / 3)}
    limits = {"CI_START": "0.1", "CI_END": "1.5"}
    rows = [row("DICH", key, **of) for key, of in (("STD-A-2001", half), ("STD-B-2002", third))]
    groups = "".join(
        subgroup("DICH", name, one, number=n, **of, **limits)
        for n, name, one, of in ((1, first, rows[0], half), (2, second, rows[1], third))
    )
    told = outcome("DICH", "Wet", groups, METHOD="MH", EFFECT_MEASURE="RR", RANDOM="NO", SUBGROUPS="YES")
    path = tmp_path / "hats.rm5"
    studies = {"INCLUDED": study("STD-A-2001", "A 2001") + study("STD-B-2002", "B 2002")}
    path.write_bytes(as_bytes(review(studies=studies, analyses=comparison("Hats", told))))
    return read_source(path)


def test_two_subgroups_of_one_name_stay_two(tmp_path: Path) -> None:
    imported = review_of(of_two_subgroups(tmp_path, "Men", " Men"))
    (rows,) = imported.data.values()
    assert list(dict.fromkeys(datum.subgroup for datum in rows)) == ["Men", "Men (2)"]
    differing = {(one.whose, one.quantity) for one in prove(imported).findings}
    assert not {quantity for _, quantity in differing} & {"estimate", "events1", "total1", "studies"}


def of_a_package(root: Path, **more: str) -> SourceReview:
    one = DICHOTOMOUS | {"Filter criteria": "blind", "Mood": "good"}
    given = {"data_rows": table(ROWS, COUNTED), "settings": table(f"{SETTINGS},Mood", one)}
    return data_package.read_source(package(root, **given, **more))


def test_what_the_source_says_of_an_analysis_besides_stands_in_its_plan(tmp_path: Path) -> None:
    source = of_a_package(tmp_path / "package")
    write_folder(review_of(source), tmp_path / "folder")
    read = read_folder(tmp_path / "folder")
    assert read.analyses["death_1_1"].source_says == source.analyses[0].source_says == {
        "Filter criteria": "blind", "Mood": "good",
    }  # fmt: skip
    assert not read.read_problems
    again = source_of(read)
    assert again.analyses[0].source_says["Mood"] == "good"


def test_files_that_no_record_is_for_go_with_the_folder_and_out_of_it_again(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "CD000001.json").write_text('{"studies": []}')
    source = of_a_package(tmp_path / "package", study_arms="Study,Arm\nÅs 2001,aspirin\n")
    kept = {problem.place.file: problem.message for problem in source.problems if problem.code == "kept"}
    assert "source/study-arms.csv" in kept["CD000001-study-data/CD000001-study-arms.csv"]
    write_folder(review_of(source), tmp_path / "folder")
    read = read_folder(tmp_path / "folder")
    assert read.files["source/study-arms.csv"] == "Study,Arm\nÅs 2001,aspirin\n".encode()
    assert not read.read_problems
    told = source_of(read)
    assert told.kept == source.kept
    problems = write_package(told, tmp_path / "CD000001-data.zip")
    assert [str(one) for one in problems if "kept" in one.message] == []
    assert data_package.read_source(tmp_path / "CD000001-data.zip").kept == source.kept


def test_the_name_of_a_kept_file_leads_nowhere_else() -> None:
    found = files_of({"../../x.csv": "a", "x.csv": "b", "?x.csv": "c", "json": "d"})
    assert [*found] == ["source/_.._x.csv", "source/x.csv", "source/_x.csv", "source/review.json"]
    assert [*files_of({"a?.csv": "a", "a!.csv": "b"})] == ["source/a_.csv", "source/a__2.csv"]


def updated(had: SourceReview, newer: SourceReview) -> Review:
    """A newer source of a folder under the folder's names."""
    return under_names_of(review_of(had), review_of(newer))


def groups(review: Review) -> list[tuple[str, str]]:
    """What the two groups of each analysis are called."""
    compared = [review.comparisons[one.comparison] for one in review.analyses.values()]
    return [(one.intervention_label, one.control_label) for one in compared]


def in_each(review: Review) -> list[int]:
    """How many studies each analysis pools."""
    return [review.run(name).k for name in review.analyses]


NAMED, UNNAMED = ("Aspirin", "Control"), ("Experimental", "Control")


def test_groups_of_two_labels_that_were_one_in_the_folder_stay_two() -> None:
    """A data package called both groups Experimental; RevMan's own file, which comes later, tells them apart."""
    newer = labelled(NAMED, ("Tea", "Control"))
    found = updated(labelled(UNNAMED, UNNAMED), newer)
    assert groups(found) == [NAMED, ("Tea", "Control")]
    assert [one.comparison for one in found.analyses.values()] == [
        "examples_from_fleiss_1993_1",
        "tea_v_control_1",
    ]
    assert in_each(found) == [7, 7]
    arms = [{row.cells[1].text for row in table.rows} for table in row_tables(found)]
    assert arms == [set(NAMED), {"Tea", "Control"}]


def test_of_two_comparisons_that_were_one_the_one_with_its_labels_has_its_name() -> None:
    found = updated(labelled(NAMED, NAMED), labelled(("Tea", "Control"), NAMED))
    assert [one.comparison for one in found.analyses.values()] == [
        "tea_v_control_1",
        "examples_from_fleiss_1993_1",
    ]
    assert groups(found) == [("Tea", "Control"), NAMED]


def test_a_new_analysis_of_arms_that_the_folder_has_finds_them() -> None:
    found = updated(labelled(NAMED, NAMED), labelled(UNNAMED, UNNAMED, UNNAMED))
    assert in_each(found) == [7, 7, 7]
    assert {arm.treatment for arm in found.arms} == {"aspirin_1", "control_1"}
    assert list(found.comparisons) == ["examples_from_fleiss_1993_1"]
    two = labelled(NAMED, ("Tea", "Water"))
    one, other = two.analyses
    few = replace(two, analyses=(replace(one, rows=one.rows[:3]), replace(other, rows=other.rows[3:])))
    newer = labelled(UNNAMED, UNNAMED, UNNAMED)
    again = replace(
        newer,
        analyses=tuple(replace(a, rows=b.rows) for a, b in zip(newer.analyses, (*few.analyses, one), strict=True)),
    )
    assert in_each(updated(few, again)) == [3, 4, 7]


def test_a_comparison_keeps_its_name_where_another_comes_under_its_number() -> None:
    found = updated(labelled(NAMED), labelled(NAMED, ("Tea", "Water")))
    assert list(found.comparisons) == ["examples_from_fleiss_1993_1", "tea_v_water_1"]
    assert found.arms == review_of(labelled(NAMED, ("Tea", "Water"))).arms


def test_an_analysis_without_rows_keeps_its_treatments() -> None:
    newer = labelled(UNNAMED, ("Tea", "Water"))
    empty = replace(newer, analyses=(newer.analyses[0], replace(newer.analyses[1], rows=())))
    assert sides(updated(labelled(NAMED), empty)) == [("aspirin_1", "control_1"), ("tea_1", "water_1")]
