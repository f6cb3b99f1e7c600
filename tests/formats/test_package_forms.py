"""A package as a folder, a zip, a zip in a zip, or its data rows alone; and what is none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from package_folders import ANALYSIS, COUNTED, DICHOTOMOUS, ROWS, SETTINGS, package, table

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.cochrane.from_review import card_of
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.data_package import read_source
from effectbank.problems import BadInput

# by hand: a/n1 : c/n2, and on its logarithm ± 1.959964 sqrt(1/a - 1/n1 + 1/c - 1/n2)
FIRST = {"Experimental cases": 10, "Experimental N": 100, "Control cases": 20, "Control N": 100,
         "Mean": 0.5, "CI start": 0.246641, "CI end": 1.01362}  # fmt: skip
SECOND = {"Experimental cases": 30, "Experimental N": 120, "Control cases": 33, "Control N": 110,
          "Mean": 0.833333, "CI start": 0.546809, "CI end": 1.269994}  # fmt: skip
# M-H weights c n1 / N: 20 100/200 = 10 and 33 120/230 = 17.217391, in percent
WEIGHTS = 36.741214, 63.258786
TRIALS = [COUNTED | FIRST | {"Weight": WEIGHTS[0]}, COUNTED | SECOND | {"Study": "Li 1999", "Weight": WEIGHTS[1]}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows, settings = table(ROWS, *TRIALS), table(SETTINGS, DICHOTOMOUS)
    return package(tmp_path / "folder", data_rows=rows, settings=settings, risk_of_bias="Study\n")


def zipped(folder: Path, *, top: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
    return stream.getvalue()


def export(folder: Path) -> bytes:
    """As RevMan makes it: the package within, the article and a figure beside it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Aspirin/CD000001-article.pdf", b"%PDF-1.4")
        archive.writestr("Aspirin/CD000001-files/CD000001-CMP-001.01.svg", b"<svg/>")
        archive.writestr("Aspirin/CD000001-files/CD000001-data.zip", zipped(folder))
    return stream.getvalue()


def content(review: SourceReview) -> object:
    return review.name, review.format, review.studies, review.analyses, review.judgements


def test_every_form_says_the_same(folder: Path, tmp_path: Path) -> None:
    of_folder = read_source(folder)
    assert len(of_folder.analyses[0].rows) == 2
    for number, raw in enumerate((zipped(folder), zipped(folder, top="CD000001/"), export(folder))):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(raw)
        assert content(read_source(path)) == content(of_folder)
    (tmp_path / "unpacked").mkdir()
    (tmp_path / "unpacked" / "CD000001-data.zip").write_bytes(zipped(folder))
    assert content(read_source(tmp_path / "unpacked")) == content(of_folder)


def test_a_package_without_a_title_is_called_by_its_number(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(export(folder))
    review = review_of(read_source(tmp_path / "export.zip"))
    assert (review.name, review.card.title) == ("cd000001", "CD000001")
    assert "title" not in card_of(review)  # so that it isn't one when the folder is written as a package again


def test_places_are_paths_within_the_package(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(export(folder))
    review = read_source(tmp_path / "export.zip")
    assert str(review.analyses[0].rows[1].place) == "CD000001-analysis-data/CD000001-data-rows.csv:3"
    assert [str(problem) for problem in review.problems] == [
        "export.zip: note: holds the article and figures besides the data, which are not read"
    ]


def test_data_rows_alone_are_what_their_numbers_show(folder: Path) -> None:
    review = read_source(next(folder.rglob("*data-rows.csv")))
    (analysis,) = review.analyses
    assert (review.name, analysis.name) == ("cd000001", "Death")
    assert (analysis.kind, analysis.measure, analysis.log, analysis.level) == ("counts", "RR", True, 0.95)
    assert (analysis.method, analysis.model, analysis.totals) == ("MH", "common", "all")
    assert [(p.code, p.severity) for p in review.problems] == [("no-settings", "warning"), ("no-settings", "note")]


def test_data_rows_alone_without_weights_have_no_total(tmp_path: Path) -> None:
    path = tmp_path / "data-rows.csv"
    path.write_text(table(ROWS, *(row | {"Weight": ""} for row in TRIALS)), encoding="utf-8")
    review = read_source(path)
    assert (review.name, review.analyses[0].measure, review.analyses[0].totals) == ("data_rows", "RR", "none")
    assert "their weights don't tell how they were pooled" in review.problems[1].message


def test_one_row_changed_afterwards_does_not_hide_the_measure(tmp_path: Path) -> None:
    rows = [*TRIALS, TRIALS[0] | {"Study": "Edited 2000", "Experimental cases": 11}]
    path = tmp_path / "CD1-data-rows.csv"
    path.write_text(table(ROWS, *rows), encoding="utf-8")
    review = read_source(path)
    assert review.analyses[0].measure == "RR"
    assert "2 of 3 stored are reproduced" in review.problems[1].message


def test_files_that_nobody_knows_are_told(folder: Path) -> None:
    (folder / "notes.docx").write_bytes(b"")
    (folder / "CD000001-study-data" / "CD000001-moods.csv").write_text("Study\n")
    review = read_source(folder)
    assert [(p.code, p.place.file) for p in review.problems] == [
        ("not-read", "notes.docx"), ("not-read", "CD000001-study-data/CD000001-moods.csv"),
    ]  # fmt: skip


def test_of_two_reviews_in_one_folder_one_is_read(folder: Path) -> None:
    package(folder, "CD000002", data_rows=table(ROWS, COUNTED))
    review = read_source(folder)
    assert review.name == "cd000001"
    assert [(p.code, p.place.file) for p in review.problems] == [
        ("other-package", "CD000002-analysis-data/CD000002-data-rows.csv")
    ]
    assert "--library" in review.problems[0].hint


def test_a_table_twice_is_read_once(folder: Path) -> None:
    copy = folder / "copy"
    copy.mkdir()
    (copy / "CD000001-data-rows.csv").write_text(table(ROWS, COUNTED), encoding="utf-8")
    review = read_source(folder)
    assert [(p.code, p.place.file) for p in review.problems] == [("file-twice", "copy/CD000001-data-rows.csv")]


def test_a_package_without_data_rows_keeps_its_settings(tmp_path: Path) -> None:
    review = read_source(package(tmp_path, settings=table(SETTINGS, DICHOTOMOUS | ANALYSIS)))
    assert [analysis.rows for analysis in review.analyses] == [()]
    assert [p.code for p in review.problems] == ["no-data-rows", "no-rows"]


def test_what_is_no_package_is_told_with_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "trials.csv").write_text("study,n\n")
    review = read_source(tmp_path)
    assert (review.analyses, review.studies) == ((), ())
    assert [p.code for p in review.problems] == ["no-package"]
    assert "found: trials.csv" in review.problems[0].message
    (tmp_path / "word.zip").write_bytes(b"no zip at all")
    assert [p.code for p in read_source(tmp_path / "word.zip").problems] == ["not-a-zip", "no-package"]


def test_no_file_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"give a data package: a zip, a folder, or its data-rows\.csv"):
        read_source(tmp_path / "none.zip")


def test_a_cut_off_package_keeps_what_is_whole(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(zipped(folder)[:-30])
    review = read_source(tmp_path / "cut.zip")
    assert len(review.analyses[0].rows) == 2
    assert [(p.code, p.place.file) for p in review.problems] == [("cut-off", "cut.zip")]
