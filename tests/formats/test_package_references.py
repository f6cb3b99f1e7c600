"""The reference lists of a package: studies of four statuses, their reports, references of the review."""

from __future__ import annotations

from pathlib import Path

import pytest
from package_folders import COUNTED, DICHOTOMOUS, ROWS, SETTINGS, package, table

from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.data_package import read_source

SMITH = (
    "TY  - JOUR\nNS  - Smith 2001\nAU  - Smith J\nTI  - Aspirin for headache\nJO  - Lancet\nPY  - 2001\nVL  - 12\n"
    "SP  - 34\nEP  - 56\nDO  - 10.1000/xyz\nER  - \n"
)
AGAIN = "TY  - JOUR\nNS  - Smith 2001\nTI  - Aspirin, a longer report\nER  - \n"
OUT = "TY  - JOUR\nNS  - Jones 1990\nTI  - Not randomised\nER  - \n"
NAME_ONLY = "TY  - JOUR\nNS  - {}\nER  - \n"


def read(tmp_path: Path, *, whole: bool = True, **lists: str) -> SourceReview:
    information = table("Study,Year", {"Study": "Smith 2001", "Year": 2001})
    root = package(
        tmp_path,
        data_rows=table(ROWS, COUNTED),
        settings=table(SETTINGS, DICHOTOMOUS),
        study_information=information,
    )
    for name, text in lists.items():
        (root / "CD000001-study-data" / f"CD000001-{name.replace('_', '-')}.ris").write_text(
            f"\ufeff{text}", "utf-8"
        )
    return read_source(root, whole=whole)


def test_reports_of_a_study_in_their_order(tmp_path: Path) -> None:
    (smith,) = read(tmp_path, included=SMITH + AGAIN).studies
    assert smith.references == (
        {
            "id": "Smith 2001 1", "type": "article-journal", "author": [{"literal": "Smith J"}],
            "title": "Aspirin for headache", "container-title": "Lancet", "volume": "12", "page": "34-56",
            "DOI": "10.1000/xyz", "issued": {"date-parts": [[2001]]},
        },
        {"id": "Smith 2001 2", "type": "article-journal", "title": "Aspirin, a longer report"},
    )  # fmt: skip


def test_studies_that_only_a_list_names_have_its_status(tmp_path: Path) -> None:
    review = read(
        tmp_path,
        included=SMITH,
        excluded=OUT,
        ongoing=NAME_ONLY.format("ACT"),
        awaiting=NAME_ONLY.format("Li 2020"),
    )
    assert {study.name: (str(study.status), len(study.references)) for study in review.studies} == {
        "Smith 2001": ("included", 1), "Jones 1990": ("excluded", 1), "Li 2020": ("awaiting", 0),
        "ACT": ("ongoing", 0),
    }  # fmt: skip
    assert [str(p) for p in review.problems if p.code != "no-rows"] == []


def test_a_study_in_two_lists_is_of_the_first(tmp_path: Path) -> None:
    review = read(tmp_path, included=SMITH, excluded=OUT + AGAIN)
    assert {study.name: str(study.status) for study in review.studies} == {
        "Smith 2001": "included", "Jones 1990": "excluded",
    }  # fmt: skip
    assert [(p.code, p.place.line) for p in review.problems] == [("two-lists", 5)]
    assert [len(study.references) for study in review.studies] == [2, 1]


def test_references_of_no_study_are_the_reviews(tmp_path: Path) -> None:
    review = read(tmp_path, included=SMITH + "TY  - JOUR\nTI  - Of whom?\nER  - \n", additional=OUT)
    assert [item["title"] for item in review.references] == ["Of whom?", "Not randomised"]
    assert [p.code for p in review.problems] == ["nameless-reference"]


def test_a_broken_list_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    review = read(tmp_path, included=SMITH, excluded="no records here")
    assert len(review.studies[0].references) == 1
    assert [p.place.file for p in review.problems] == ["CD000001-study-data/CD000001-excluded.ris"] * len(
        review.problems
    )
    assert review.problems


@pytest.mark.parametrize("whole", [True, False])
def test_not_whole_the_analyses_are_the_same(tmp_path: Path, whole: bool) -> None:
    review = read(tmp_path, whole=whole, included=SMITH, excluded=OUT)
    assert len(review.studies) == (2 if whole else 1)
    assert review.analyses[0].rows[0].study == "Smith 2001"


def test_not_whole_there_are_no_judgements_but_the_same_problems() -> None:
    sample = Path(__file__).parent / "data" / "fleiss1993.zip"
    all_of_it, only_data = read_source(sample), read_source(sample, whole=False)
    assert (len(all_of_it.judgements), len(only_data.judgements)) == (12, 0)
    assert all_of_it.problems == only_data.problems
    assert all_of_it.analyses == only_data.analyses


def test_the_samples_lists_only_name_its_studies() -> None:
    sample = read_source(Path(__file__).parent / "data" / "fleiss1993.zip")
    assert all(str(study.status) == "included" and not study.references for study in sample.studies)
