"""Folders from anyone: links, caps, names, files that nothing reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_folder import lay_out, small_bytes, the_one, told

from effectbank.problems import Problem
from effectbank.review import NoFolder, Review, open_folder, read_files, read_folder
from effectbank.review.reading.folder import Caps


def problems(root: Path, caps: Caps | None = None) -> tuple[Problem, ...]:
    return read_folder(root, caps=caps or Caps()).read_problems


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return lay_out(small_bytes(), tmp_path / "small")


def test_a_link_out_of_the_folder_is_not_followed(small: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("study,arm,events,total\nalpha,treated,1,2\n")
    (small / "data" / "secret.csv").symlink_to(tmp_path / "secret.csv")
    review = read_folder(small)
    found = the_one(review.read_problems, "symlink")
    assert (found.place.file, found.severity) == ("data/secret.csv", "error")
    assert "secret" not in review.data


def test_a_linked_folder_is_not_followed(small: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("x")
    (small / "more").symlink_to(tmp_path / "elsewhere")
    assert the_one(problems(small), "symlink").place.file == "more"


def test_a_file_over_the_cap_is_refused_by_name(small: Path) -> None:
    (small / "facts.csv").write_bytes(b"x" * 2000)
    found = the_one(problems(small, Caps(file_bytes=1000)), "too-large")
    assert found.place.file == "facts.csv"
    assert found.message == "2,000 bytes, over the cap of 1,000 for one file, so it is not read"


def test_a_folder_over_the_cap_is_refused_by_the_file_that_goes_over(small: Path) -> None:
    sizes = {name: len(raw) for name, raw in small_bytes().items()}
    review = read_folder(small, caps=Caps(total_bytes=sum(sizes.values()) - 1))
    assert the_one(review.read_problems, "too-much").place.file not in review.files


def test_a_folder_of_too_many_files(small: Path) -> None:
    found = the_one(problems(small, Caps(files=3)), "too-many")
    assert "more than 3 files" in found.message


def test_a_pipe_is_no_file(small: Path) -> None:
    os.mkfifo(small / "facts.fifo")
    found = the_one(problems(small), "unreadable")
    assert (found.place.file, found.message) == ("facts.fifo", "cannot be read: it is no ordinary file")


def test_a_name_that_cannot_be_printed(small: Path) -> None:
    (small / "a\x1b[2Jb.csv").write_text("x")
    found = the_one(problems(small), "odd-name")
    assert found.place.file == "'a\\x1b[2Jb.csv'"


def test_a_file_that_nothing_reads_is_noted_and_kept(small: Path) -> None:
    (small / "picture.png").write_bytes(b"\x89PNG")
    review = read_folder(small)
    found = the_one(review.read_problems, "unknown-file")
    assert (found.place.file, found.severity) == ("picture.png", "note")
    assert review.files["picture.png"] == b"\x89PNG"


def test_a_mistyped_file_name_is_a_warning(small: Path) -> None:
    (small / "study.csv").write_text("study\n")
    found = the_one(problems(small), "unknown-file")
    assert (found.severity, found.hint) == ("warning", "did you mean studies.csv?")


def test_hidden_files_are_no_part_of_an_entry(small: Path) -> None:
    (small / ".git").mkdir()
    (small / ".git" / "config").write_text("x")
    (small / ".DS_Store").write_bytes(b"\0\1")
    assert problems(small) == ()


def test_a_folder_without_an_entry(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = the_one(problems(tmp_path / "empty"), "missing-file")
    assert (found.place.file, found.severity) == ("entry.toml", "error")


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(
        NoFolder, match=r"'naltrexone-2012' is no folder and no shipped example; did you mean naltrexone"
    ):
        open_folder("naltrexone-2012")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoFolder, match="is a file, not a folder"):
        open_folder(tmp_path / "file")


def test_a_shipped_example_is_found_by_name() -> None:
    assert open_folder("naltrexone-2011").name == "naltrexone-2011"


def without(*names: str, **changed: str) -> Review:
    """The small folder less some files, and with others changed."""
    files = {name: raw for name, raw in small_bytes().items() if name not in names}
    return read_files("small", files | {name: text.encode() for name, text in changed.items()})


def test_a_missing_arms_file_is_one_problem_and_says_what_it_should_hold() -> None:
    review = without("arms.csv")
    assert [str(one) for one in review.problems() if one.place.file != "text.md" and one.severity == "error"] == [
        "arms.csv: error: there is no arms.csv, but 4 rows of data name an arm — it should hold one row an arm"
        " of a study and what it was given, with the header study,arm,treatment",
    ]


def test_a_missing_studies_file_is_one_problem() -> None:
    review = without("studies.csv")
    assert [str(one) for one in review.problems() if one.place.file != "text.md" and one.severity == "error"] == [
        "studies.csv: error: there is no studies.csv, but 8 rows of other files name a study — it should hold one"
        " row a study, with the header study,label,year,status; only study is needed"
    ]


def test_a_studies_file_of_a_header_only_is_told_once() -> None:
    review = without(**{"studies.csv": "study,year\n"})
    (found,) = told(review, "missing-file")
    assert found.startswith("studies.csv: error: no row of studies.csv could be read, but 8 rows")
    assert told(review, "unknown-study") == []


def test_coverage_is_not_met_by_a_text_that_is_not_there() -> None:
    card = small_bytes()["entry.toml"].decode() + 'coverage = "100%"\n'
    assert told(without("text.md", **{"entry.toml": card}), "text-coverage") == [
        "text.md: error: is not there, and entry.toml demands that 100% of its numbers are bound"
        " — write text.md, or take coverage out of entry.toml"
    ]
    assert "is empty" in told(without(**{"entry.toml": card, "text.md": "\n"}), "text-coverage")[0]
    assert told(without("text.md"), "text-coverage") == []


def test_a_number_of_the_strapline_is_held_by_the_same_words_bound_in_the_text() -> None:
    card = small_bytes()["entry.toml"].decode() + (
        'coverage = "100%"\nstrapline = "Of 90 treated 12 relapsed, one of them again."\n'
        'key_points = ["Half of them drank tea."]\n'
    )
    assert told(without(**{"entry.toml": card}), "headline-unbound") == [
        "entry.toml [key_points]: warning: no bound words of the text say “Half”"
        " — say it in text.md too, bound there, in the same words: then this tells when the data change"
    ]
    assert told(without(**{"entry.toml": card.replace("coverage", "# ")}), "headline-unbound") == []
