"""`effectbank import --update`: a newer state of a RevMan file into a folder that people have edited."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Command = Callable[..., Result]
OLD = Path(__file__).parents[1] / "formats" / "data" / "cd007868-fluoride-toothpaste.rm5"
JENSEN = '<STUDY DATA_SOURCE="PUB" ID="STD-Jensen-1988"'
ROW = '<CONT_DATA CI_END="-0.10761887928223107"'
TRIAL = '<CONT_DATA ESTIMABLE="YES" MEAN_1="1" MEAN_2="2" ORDER="9" SD_1="2" SD_2="2" STUDY_ID="STD-Zulu-2026" '
NEWER = (
    ('TOTAL_1="404" TOTAL_2="406"', 'TOTAL_1="405" TOTAL_2="406"'),
    ('TOTAL_1="558" TOTAL_2="547"', 'TOTAL_1="559" TOTAL_2="547"'),
    (JENSEN, f'<STUDY DATA_SOURCE="PUB" ID="STD-Zulu-2026" NAME="Zulu 2026" YEAR="2026"/>\n{JENSEN}'),
    (ROW, f'{TRIAL}TOTAL_1="50" TOTAL_2="51"/>\n{ROW}'),
    ('EFFECT_SIZE="-0.51" ESTIMABLE="YES"', 'EFFECT_SIZE="-0.52" ESTIMABLE="YES"'),
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review on fluoride toothpastes as its import leaves it."""
    from click.testing import CliRunner

    from effectbank.cli import main

    folder = tmp_path_factory.mktemp("imported") / "fluoride"
    assert CliRunner().invoke(main, ["import", str(OLD), "-o", str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def folder(imported: Path, tmp_path: Path) -> Path:
    """A copy of it to edit."""
    return Path(shutil.copytree(imported, tmp_path / "fluoride"))


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The source some years on: two totals and a stored estimate are others, and a trial is new."""
    text = OLD.read_text(encoding="utf-8")
    for old, new in NEWER:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = tmp_path / "cd007868-version-7.rm5"
    path.write_text(text, encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_same_file_again_changes_nothing(command: Command, folder: Path) -> None:
    before = files(folder)
    done = command("import", OLD, "--update", folder)
    assert done.exit_code == 0, done.output
    assert "Nothing to bring in" in done.output
    assert files(folder) == before
    assert not (folder.parent / ".fluoride.before-update").exists()


def test_edits_stay_and_what_is_new_comes_in(command: Command, folder: Path, newer: Path) -> None:
    edit(folder / "text.md", "Tooth decay (caries) is", "Caries is")
    edit(folder / "entry.toml", "year = 2019\n", 'year = 2019\nstrapline = "Stronger prevents more."\n')
    (folder / "data" / "dmfs_1_1.csv").write_text(
        (folder / "data" / "dmfs_1_1.csv").read_text().replace("0.46,2.1,", "0.47,2.1,")
    )
    edited = files(folder)
    done = command("import", newer, "--update", folder)
    assert "1 study new: zulu_2026" in done.output
    assert "data/dmfs_1_1.csv: jensen_1988, higher_fluoride_1, total: “404” → “405”" in done.output
    assert "stored results: 1 changed" in done.output
    assert "edited by hand, and kept: 3" in done.output
    assert (folder / "data" / "dmfs_1_1.csv").read_text().splitlines() == [
        "study,arm,total,mean,sd,confidence",
        "zulu_2026,higher_fluoride_1,50,1,2,stated",
        "zulu_2026,lower_fluoride_1,51,2,2,stated",
        "jensen_1988,higher_fluoride_1,405,0.73,2.82,stated",
        "jensen_1988,lower_fluoride_1,406,1.24,3.02,stated",
        "lu_1980,higher_fluoride_1,559,0.47,2.1,stated",
        "lu_1980,lower_fluoride_1,547,0.69,2.338,stated",
        "muhler_1957,higher_fluoride_1,131,3.31,4.7,stated",
        "muhler_1957,lower_fluoride_1,116,4.99,4.7,stated",
    ]
    for name in ("text.md", "entry.toml", "references.json", "review.toml"):
        assert (folder / name).read_bytes() == edited[name]
    assert files(folder.parent / ".fluoride.before-update") == edited
    assert command("import", newer, "--update", folder).output.count("edited by hand, and kept: 3") == 1


def test_a_trial_run_shows_all_and_writes_nothing(command: Command, folder: Path, newer: Path) -> None:
    before = files(folder)
    done = command("import", newer, "--update", folder, "--dry-run")
    assert "1 study new: zulu_2026" in done.output
    assert "Nothing was written" in done.output
    assert files(folder) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == sorted([folder.name, newer.name])


def test_a_conflict_is_told_with_both_values_and_the_edit_stands(
    command: Command, document: Callable[..., Any], folder: Path, newer: Path
) -> None:
    edit(folder / "data" / "dmfs_1_1.csv", "lu_1980,higher_fluoride_1,558,", "lu_1980,higher_fluoride_1,560,")
    told = document("import", newer, "--update", folder, "--dry-run")
    (conflict,) = told["conflicts"]
    assert (conflict["file"], conflict["line"], conflict["key"]) == ("data/dmfs_1_1.csv", 6, "total")
    values = [
        (one["imported"], one["folder"], one["source"]) for one in told["changes"] if one["fate"] == "conflict"
    ]
    assert values == [("558", "560", "559")]
    assert told["written"] is False
    done = command("import", newer, "--update", folder)
    assert done.exit_code == 1
    assert "changed from “558” to “560” by hand, and the newer source says “559”" in done.output
    assert "lu_1980,higher_fluoride_1,560," in (folder / "data" / "dmfs_1_1.csv").read_text()


def test_an_update_is_taken_back(command: Command, folder: Path, newer: Path) -> None:
    before = files(folder)
    command("import", newer, "--update", folder)
    after = files(folder)
    assert after != before
    done = command("import", "--undo", folder)
    assert done.exit_code == 0
    assert "as it was before its last update" in done.output
    assert files(folder) == before
    assert files(folder.parent / ".fluoride.undone") == after
    assert command("import", "--undo", folder).exit_code == 2


def test_an_update_that_was_killed_between_its_moves_is_mended(command: Command, folder: Path, newer: Path) -> None:
    before = files(folder)
    folder.rename(folder.parent / ".fluoride.before-update")
    done = command("import", "--undo", folder)
    assert "stopped half way" in done.output
    assert files(folder) == before
    folder.rename(folder.parent / ".fluoride.before-update")
    assert "1 study new" in command("import", newer, "--update", folder).output


def test_a_folder_without_a_record_is_compared_with_the_old_file(
    command: Command, folder: Path, newer: Path
) -> None:
    (folder / ".imported.json").unlink()
    done = command("import", newer, "--update", folder)
    assert done.exit_code == 2
    assert "--since" in done.output
    assert "1 study new: zulu_2026" in command("import", newer, "--update", folder, "--since", OLD).output
    assert (folder / ".imported.json").is_file()


def test_what_is_kept_beside_a_folder_is_no_entry(
    command: Command, folder: Path, newer: Path, tmp_path: Path
) -> None:
    from effectbank.cli.publishing import entries_in

    command("import", newer, "--update", folder)
    assert (tmp_path / ".fluoride.before-update" / "entry.toml").is_file()
    assert [path.name for path in entries_in(tmp_path)] == ["fluoride"]


def test_what_does_not_go_together_is_said(command: Command, folder: Path, newer: Path, tmp_path: Path) -> None:
    assert "effectbank import" in command("import", newer, "-o", folder).output
    assert "--update takes" in command("import", newer, "--update", tmp_path / "none").output
    assert "name its folder" in command("import", newer, "--dry-run").output
    assert "--undo takes the folder" in command("import", newer, "--undo", folder).output
    (tmp_path / "trials.csv").write_text("study,ai,n1i,ci,n2i\nAsh 2001,4,123,11,139\n")
    assert (
        "--update is for a RevMan 5 file" in command("import", tmp_path / "trials.csv", "--update", folder).output
    )


FLEISS = OLD.with_name("fleiss1993.rm5")


def test_another_review_is_refused_unless_it_is_meant(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "fleiss"
    assert command("import", FLEISS, "-o", folder).exit_code == 0
    refused = command("import", OLD, "--update", folder, "--dry-run")
    assert refused.exit_code == 2
    assert (
        "12 studies imported, and none is in cd007868-fluoride-toothpaste.rm5: it is of another" in refused.output
    )
    told = command("import", OLD, "--update", folder, "--dry-run", "--anyway").output
    assert told.startswith("Is this the same review? 12 studies imported, and none is in cd007868")


def test_a_source_with_few_of_the_studies_is_asked_about_first(command: Command, tmp_path: Path) -> None:
    text = FLEISS.read_text(encoding="utf-8")
    for name in ("CDP", "GASP", "PARIS", "AMIS", "Davis", "Florell", "Gruen"):
        text = text.replace(f"STD-{name}", f"STD-New{name}").replace(f'NAME="{name}', f'NAME="New{name}')
    few = tmp_path / "few.rm5"
    few.write_text(text, encoding="utf-8")
    folder = tmp_path / "fleiss"
    command("import", FLEISS, "-o", folder)
    told = command("import", few, "--update", folder, "--dry-run").output
    assert told.startswith("Is this the same review? 12 studies imported, and 5 of them are in few.rm5.\n")
    assert "Is this the same" not in command("import", FLEISS, "--update", folder, "--dry-run").output


def test_the_package_of_the_same_review_keeps_the_names_of_its_arms(
    command: Command, document: Callable[..., Any], tmp_path: Path
) -> None:
    """RevMan 5's own file calls a group Aspirin, its data package Experimental: a hand edit stays one cell."""
    folder = tmp_path / "fleiss"
    command("import", FLEISS, "-o", folder)
    data = folder / "data" / "aspirin_for_preventing_death_after_1_1.csv"
    before = data.read_text(encoding="utf-8")
    arm = before.splitlines()[1].split(",")[1]
    edit(data, f"mrc_1,{arm},49,", f"mrc_1,{arm},94,")
    found = document("import", FLEISS.with_suffix(".zip"), "--update", folder)
    assert found["conflicts"] == []
    assert [(one["part"], one["name"]) for one in found["changes"] if one["fate"] == "kept"] == [
        (f"mrc_1, {arm}", "events")
    ]
    assert not [one for one in found["changes"] if one["file"] in ("arms.csv", data.name)]
    assert [one["name"] for one in found["changes"] if one["file"].startswith("data/")] == ["events"]
    assert command("check", folder, "--severity", "error").exit_code == 0
    assert data.read_text(encoding="utf-8") == before.replace(f"mrc_1,{arm},49,", f"mrc_1,{arm},94,")
