"""`effectbank import` and `prove`: a reviewer's own file becomes a folder whose stored results are reproduced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Command = Callable[..., Result]
DATA = Path(__file__).parents[1] / "formats" / "data"
FLUORIDE, FLEISS, PACKAGE = (
    DATA / "cd007868-fluoride-toothpaste.rm5",
    DATA / "fleiss1993.rm5",
    DATA / "fleiss1993.zip",
)


@pytest.fixture(scope="module")
def fluoride(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The review on fluoride toothpastes as a folder, and what its import printed."""
    from click.testing import CliRunner

    from effectbank.cli import main

    folder = tmp_path_factory.mktemp("imported") / "fluoride"
    done = CliRunner().invoke(main, ["import", str(FLUORIDE), "-o", str(folder)])
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_the_last_line_counts_every_stored_number(fluoride: tuple[Path, str]) -> None:
    """The sample holds 1551 results that RevMan stored; each comes out of the data again."""
    last = fluoride[1].strip().splitlines()[-1]
    assert last == "1551 stored numbers: 1551 reproduced, 0 explained, 0 unexplained"


def test_what_was_read_and_what_was_left_out_is_counted(fluoride: tuple[Path, str]) -> None:
    assert "96 included studies" in fluoride[1]
    assert "41 analyses" in fluoride[1]
    assert "6 e-mail addresses, 1 postal address, 1 telephone number" in fluoride[1]
    assert "\n  1 reference\n" in fluoride[1]
    text = "".join(path.read_text() for path in fluoride[0].rglob("*") if path.is_file())
    assert "invented.1@example.org" not in text


def test_the_folder_has_no_errors_and_makes_a_page(
    fluoride: tuple[Path, str], command: Command, tmp_path: Path
) -> None:
    done = command("check", fluoride[0], "--severity", "error")
    assert done.exit_code == 0
    assert "Numbers bound: 0 of 34." in done.output
    assert done.output.count("text.md:") == 8
    assert "; and 26 more (--json lists them all)" in done.output
    page = tmp_path / "page.html"
    assert command("publish", fluoride[0], "-o", page).exit_code == 0
    assert "DMFS" in page.read_text(encoding="utf-8")


def test_the_proof_can_be_repeated_and_fails_when_the_data_change(
    fluoride: tuple[Path, str], command: Command, tmp_path: Path
) -> None:
    done = command("prove", fluoride[0])
    assert (done.exit_code, done.output) == (
        0,
        "1551 stored numbers: 1551 reproduced, 0 explained, 0 unexplained\n",
    )
    import shutil

    changed = Path(shutil.copytree(fluoride[0], tmp_path / "changed"))
    data = changed / "data" / "dmfs_1_1.csv"
    text = data.read_text(encoding="utf-8")
    assert text.count("0.73,2.82") == 1
    data.write_text(text.replace("0.73,2.82", "0.37,2.82"), encoding="utf-8")
    done = command("prove", changed)
    assert "Jensen 1988: estimate stored -0.51, computed -0.87" in done.output
    assert "the data of this row were changed after its results were stored" in done.output
    assert "rests on Jensen 1988, whose data were probably changed since" in done.output


def test_an_unexplained_number_ends_with_exit_code_1(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "fleiss"
    assert command("import", FLEISS, "-o", folder).exit_code == 0
    stored = folder / "published.csv"
    stored.write_text(stored.read_text().replace("0.9568744", "0.9998744", 1).replace("0.95699", "0.99699", 1))
    done = command("prove", folder)
    assert done.exit_code == 1
    assert done.output.strip().endswith("1 unexplained")
    document = json.loads(command("prove", folder, "--json").stdout)
    (finding,) = document["findings"]
    assert (finding["verdict"], finding["quantity"], finding["cause"]) == ("unexplained", "high", "")


def test_a_data_package_is_proved_under_review_manager_webs_preset(
    document: Callable[..., Any], tmp_path: Path
) -> None:
    told = document("import", PACKAGE, "-o", tmp_path / "fleiss")
    assert (told["format"], told["counts"]["analyses"]) == ("data package 1", 2)
    assert (told["proof"]["stored"], told["proof"]["reproduced"], told["proof"]["unexplained"]) == (43, 43, 0)


def test_nothing_is_written_over_a_folder_that_is_there(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("dear")
    done = command("import", FLEISS, "-o", tmp_path / "mine")
    assert done.exit_code == 2
    assert "not empty" in done.output
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_file_of_no_known_format_is_told_what_is_known(command: Command, tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = command("import", picture)
    assert done.exit_code == 2
    assert "RevMan 5" in done.output


TRIALS = "study,ai,n1i,ci,n2i\nAsh 2001,4,123,11,139\nBirch 2004,6,306,29,303\n"
RIS = "TY  - JOUR\nTI  - A trial\nAU  - Smith, J\nPY  - 2001\nER  - \n\nTY  - JOUR\nTI  - Another\nER  - \n"


def test_a_spreadsheet_whose_columns_are_certain_becomes_a_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "trials.csv").write_text(TRIALS, encoding="utf-8")
    done = command("import", tmp_path / "trials.csv", "-o", tmp_path / "trials")
    assert done.exit_code == 0, done.output
    assert "3 filled rows: 1 headings, 2 read." in done.output
    fit = json.loads(command("run", tmp_path / "trials", "--json").stdout)["analyses"][0]["fit"]
    assert fit["k"] == 2
    assert command("check", tmp_path / "trials").exit_code == 0


def test_a_spreadsheet_in_doubt_is_shown_and_read_by_its_mapping(command: Command, tmp_path: Path) -> None:
    """Two numbers a group under headings of somebody's own: nothing says which is the intervention."""
    (tmp_path / "trials.csv").write_text("study,drug,drug n,other,other n\nAsh,4,123,11,139\nElm,6,306,29,303\n")
    done = command("import", tmp_path / "trials.csv", "-o", tmp_path / "trials")
    assert done.exit_code == 1
    assert not (tmp_path / "trials").exists()
    assert (tmp_path / "trials.mapping.toml").is_file()
    assert "--map" in done.output


def test_records_are_counted_and_written_in_another_format(command: Command, tmp_path: Path) -> None:
    (tmp_path / "search.ris").write_text(RIS, encoding="utf-8")
    done = command("import", tmp_path / "search.ris", "-o", tmp_path / "search.json")
    assert done.exit_code == 0, done.output
    assert "2 records begin in it, 2 read, 0 rejected." in done.output
    written = json.loads((tmp_path / "search.json").read_text(encoding="utf-8"))
    assert [item["title"] for item in written] == ["A trial", "Another"]
    again = command("import", tmp_path / "search.json", "-o", tmp_path / "search.bib")
    assert "2 read, 0 rejected" in again.output


def test_options_of_spreadsheets_are_for_spreadsheets(command: Command, tmp_path: Path) -> None:
    done = command("import", FLEISS, "-o", tmp_path / "fleiss", "--measure", "OR")
    assert done.exit_code == 2
    assert "are for spreadsheets" in done.output
    assert not (tmp_path / "fleiss").exists()


def test_what_is_proved_is_the_folder_that_was_written(command: Command, tmp_path: Path) -> None:
    done = command("import", FLEISS, "-o", tmp_path / "fleiss")
    assert done.output.strip().endswith("84 stored numbers: 84 reproduced, 0 explained, 0 unexplained")
    assert command("prove", tmp_path / "fleiss").output.strip() == done.output.strip().splitlines()[-1]


@pytest.mark.parametrize("option", [["--format", "rm5"], ["--sheet", "Data"], ["--measure", "RR"]])
def test_a_way_of_reading_is_not_for_a_library(command: Command, tmp_path: Path, option: list[str]) -> None:
    done = command("import", "--library", tmp_path, "-o", tmp_path / "out", *option)
    assert done.exit_code == 2
    assert "leave out --format" in done.output
    assert not (tmp_path / "out").exists()


def test_counts_that_cannot_be_so_are_told_at_once(command: Command, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.rm5"
    text = FLEISS.read_text(encoding="utf-8")
    assert text.count('EVENTS_1="44"') == 1
    spoilt.write_text(text.replace('EVENTS_1="44"', 'EVENTS_1="944"'), encoding="utf-8")
    done = command("import", spoilt, "-o", tmp_path / "f")
    assert "wrong (1 error that `check` tells)" in done.output
    assert "aspirin_for_preventing_death_after_1_1.csv:4 [events]: error: cdp, arm 'aspirin_1'" in done.output
    printed = command("run", tmp_path / "f").output
    assert "left out: cdp (944 events among 758 people (aspirin_1))" in printed
    assert "Crude totals" not in printed


def test_a_changed_number_of_people_is_seen_by_the_interval_of_a_difference_of_means(
    command: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "f"
    command("import", FLUORIDE, "-o", folder)
    data = folder / "data" / "dmfs_1_1.csv"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("jensen_1988,higher_fluoride_1,404,", "jensen_1988,higher_fluoride_1,405,"))
    checked = command("check", folder).output
    assert checked.count("probably the data of this row were changed") == 1
    assert (
        "Jensen 1988: probably the data of this row were changed after its results were stored (low st" in checked
    )
    assert command("prove", folder).output.endswith("1535 reproduced, 16 explained, 0 unexplained\n")


def test_check_and_prove_name_the_row_that_was_changed(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    command("import", FLEISS, "-o", folder)
    data = folder / "data" / "aspirin_for_preventing_death_after_1_1.csv"
    text = data.read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("mrc_1,aspirin_1,49,")
    data.write_text(text.replace("mrc_1,aspirin_1,49,", "mrc_1,aspirin_1,94,"), encoding="utf-8")
    checked = command("check", folder).output
    assert (
        "line 2   warning  MRC-1: probably the data of this row were changed after its results were stored"
        in checked
    )
    assert "the rows changed since: data/aspirin_for_preventing_death_after_1_1.csv, lines 2, 3\n" in checked
    differ = (
        "Published and computed differ: Aspirin for Preventing Death after Myocardial Infarction (Analysis 1.1)"
    )
    assert checked.count(differ) == 1
    assert "no errors, 1 warning, 2 notes" in checked
    assert (
        "changed after its results were stored (data/aspirin_for_preventing_death_after_1_1.csv, lines 2, 3)\n"
        in command("prove", folder).output
    )
