"""The folder a newcomer begins with: it passes its own check, computes, teaches, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from effectbank.review import open_folder
from effectbank.review.scaffold import FolderTaken, scaffold


def test_as_laid_out_it_passes_and_computes(tmp_path: Path) -> None:
    scaffold(tmp_path / "new", title='On "quotes" and é')
    review = open_folder(tmp_path / "new")
    assert review.card.title == 'On "quotes" and é'
    assert {p.code for p in review.problems() if p.severity != "note"} == {"placeholder"}
    assert review.run("relapsed").k == 3
    assert review.synthesis("mortality").status == "no data"


def test_what_is_still_as_laid_out_is_told_file_by_file_until_it_is_replaced(tmp_path: Path) -> None:
    scaffold(tmp_path / "new")
    told = {p.place.file: p.message for p in open_folder(tmp_path / "new").problems() if p.code == "placeholder"}
    laid_out = "still as `effectbank new` laid it out: "
    assert told == {
        "entry.toml": f"{laid_out}title, authors, citation, strapline",
        "review.toml": laid_out
        + ", ".join(f"question.{key}" for key in ("population", "intervention", "comparison", "outcomes")),
        "studies.csv": f"{laid_out}alpha_2001, beta_2004, gamma_2010",
        "facts.csv": f"{laid_out}national_relapse",
        "text.md": f"{laid_out}“Here stands what the source's authors concluded, in your words”,"
        " “Here stands what your bank makes of it”",
    }
    (tmp_path / "new" / "facts.csv").write_text(
        "fact,value,of,source,where\nnational_relapse,45%,leavers,ONS,p. 3\n"
    )
    left = {p.place.file for p in open_folder(tmp_path / "new").problems() if p.code == "placeholder"}
    assert left == set(told) - {"facts.csv"}


def test_a_spoilt_count_breaks_its_sentence(tmp_path: Path) -> None:
    scaffold(tmp_path / "new")
    data = tmp_path / "new" / "data" / "relapsed.csv"
    data.write_text(data.read_text().replace("alpha_2001,treated,12", "alpha_2001,treated,13"))
    errors = [p for p in open_folder(tmp_path / "new").problems() if p.severity == "error"]
    assert {p.place.file for p in errors} == {"text.md"}
    assert {p.place.line for p in errors} >= {2}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(FolderTaken, match="is there already and not empty"):
        scaffold(tmp_path)
    with pytest.raises(FolderTaken):
        scaffold(tmp_path / "mine.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    assert {p.name for p in scaffold(tmp_path)} >= {"entry.toml", "text.md", "review.toml", "relapsed.csv"}
