"""A library: every file accounted for, results as one by one, and a run that can be stopped and gone on with."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import psutil
import pytest
from benchmarks.packages.library import KEY, make
from polars.testing import assert_frame_equal

from effectbank.cli.library_options import TABLES
from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.data_package import read_source
from effectbank.formats.library import Options, run_library
from effectbank.formats.library import parquet as library_parquet
from effectbank.formats.library import running as library_running
from effectbank.formats.library.locking import alone
from effectbank.formats.library.results import result_rows
from effectbank.formats.library.running import in_processes
from effectbank.formats.library.sources import RESERVED, Source, passed_over, sources_of
from effectbank.formats.library.step import step
from effectbank.formats.library.tables import Done
from effectbank.problems import BadInput
from effectbank.review import Review
from effectbank.review.opening import examples
from effectbank.review.proving import prove

DATA = Path(__file__).parent / "data"
HERE = Options(processes=1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two RevMan files, a package, a package unpacked, a folder of a review, a broken zip and a picture."""
    root = tmp_path_factory.mktemp("library")
    for name in ("cd007868-fluoride-toothpaste.rm5", "fleiss1993.zip"):
        shutil.copy(DATA / name, root)
    (root / "old").mkdir()
    shutil.copy(DATA / "fleiss1993.rm5", root / "old" / "fleiss.rm5")
    shutil.copytree(examples() / "bcg-vaccine-1994", root / "bcg-vaccine-1994")
    (root / "broken.zip").write_bytes((DATA / "fleiss1993.zip").read_bytes()[:5000])
    (root / "picture.png").write_bytes(b"\x89PNG\r\n")
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty made-up packages of 300 analyses, dirty as real ones."""
    root = tmp_path_factory.mktemp("made")
    make(root, packages=20, analyses=300)
    return root


def table(out: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(out / name / "*.parquet")


def test_every_review_is_found_and_nothing_else(library: Path) -> None:
    assert [source.path for source in sources_of(library)] == [
        "bcg-vaccine-1994", "broken.zip", "cd007868-fluoride-toothpaste.rm5", "fleiss1993.zip", "old/fleiss.rm5",
    ]  # fmt: skip


def test_files_of_no_review_are_counted_by_their_endings(made: Path, tmp_path: Path) -> None:
    """Those of a package and of a folder are part of a review; article and figures lie beside the package."""
    shutil.unpack_archive(made / "CD000003.zip", tmp_path / "inside")
    shutil.copytree(examples() / "bcg-vaccine-1994", tmp_path / "bcg")
    for name in ("trials.xlsx", "old/search.RIS", "old/more.ris", "old/.hidden", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert passed_over(tmp_path, sources_of(tmp_path)) == {
        ".pdf": 1, ".ris": 2, ".svg": 3, ".xlsx": 1, "without ending": 1,
    }  # fmt: skip


def test_a_package_unpacked_is_one_review(made: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(made / "CD000003.zip", tmp_path / "inside")
    run = run_library(tmp_path, tmp_path.parent / "out-unpacked", HERE)
    assert [(row["status"], row["review"]) for row in run.files] == [("read", "cd000003")]


def test_each_file_has_a_row_and_a_broken_one_stops_no_other(library: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    run = run_library(library, tmp_path / "out", HERE, progress=lambda done, count: seen.append((done, count)))
    assert seen[-1] == (5, 5)
    assert {row["file"]: row["status"] for row in run.files} == {
        "bcg-vaccine-1994": "read", "broken.zip": "failed", "cd007868-fluoride-toothpaste.rm5": "read",
        "fleiss1993.zip": "read", "old/fleiss.rm5": "read",
    }  # fmt: skip
    assert (run.total("stored"), run.total("reproduced"), run.total("unexplained")) == (1678, 1678, 0)
    (broken,) = [row for row in run.files if row["status"] == "failed"]
    assert "broken.zip" in broken["failure"]
    assert run.passed_over == {".png": 1}


def test_the_results_are_those_of_each_review_by_itself(library: Path, tmp_path: Path) -> None:
    run_library(library, tmp_path / "out", HERE)
    rows = table(tmp_path / "out", "results")
    fit = Review.open("bcg-vaccine-1994").run("tuberculosis")
    (row,) = rows.filter(
        (pl.col("file") == "bcg-vaccine-1994") & (pl.col("analysis") == "tuberculosis") & (pl.col("subgroup") == "")
    ).to_dicts()
    assert (row["k"], row["measure"]) == (13, "RR")
    assert row["estimate"] == pytest.approx(fit.display.estimate, rel=1e-12)
    assert row["tau2"] == pytest.approx(fit.heterogeneity.tau2, rel=1e-12)
    aspirin = rows.filter((pl.col("file") == "fleiss1993.zip") & (pl.col("number") == "1.1")).to_dicts()[0]
    assert (aspirin["published_estimate"], aspirin["agrees"], aspirin["differing"]) == (0.896866, True, 0)


def test_duckdb_pandas_and_polars_open_the_data_set(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_library(library, out, HERE)
    count = duckdb.sql(f"select count(*) from '{out}/results/*.parquet'").fetchall()[0][0]
    assert count == len(table(out, "results")) == len(pd.read_parquet(out / "results")) > 50


def test_totals_that_the_source_does_not_give_are_not_given(library: Path, tmp_path: Path) -> None:
    run_library(library, tmp_path / "out", HERE)
    rows = table(tmp_path / "out", "results").filter(
        pl.col("file").str.ends_with("toothpaste.rm5") & (pl.col("number") == "14.2")
    )
    assert rows["estimate"].to_list() == [None]
    assert rows["studies"].to_list() == [4]


def test_the_table_of_results_counts_every_stored_number_once(made: Path, tmp_path: Path) -> None:
    run = run_library(made, tmp_path / "out", HERE)
    counted = table(tmp_path / "out", "results").select("stored", "differing", "unexplained").sum().row(0)
    assert counted == tuple(
        run.total(name) if name != "differing" else run.total("explained") + run.total("unexplained")
        for name in ("stored", "differing", "unexplained")
    )
    assert counted[1] == 9


def test_a_subgroup_that_is_only_stored_has_a_row_that_says_so() -> None:
    review = review_of(read_source(DATA / "fleiss1993.zip"))
    whole = next(one for one in review.stored if not one.study)
    ghost = replace(whole, subgroup="Ghosts")
    review = replace(review, stored=(*review.stored, ghost))
    rows = {row["subgroup"]: row for row in result_rows("x.zip", review, prove(review)) if row["number"] == "1.1"}
    told = {
        name: rows["Ghosts"][name] for name in ("estimate", "published_estimate", "agrees", "stored", "differing")
    }
    assert told == {
        "estimate": None, "published_estimate": whole.numbers["estimate"], "agrees": False,
        "stored": len(whole.numbers), "differing": len(whole.numbers),
    }  # fmt: skip
    assert rows["Ghosts"]["reason"] == "the data have no row under this heading"
    assert (rows[""]["agrees"], rows[""]["differing"]) == (True, 0)


def test_the_faults_put_into_a_made_up_library_are_found_with_their_causes(made: Path, tmp_path: Path) -> None:
    """Every analysis with a fault differs (unless the fault lies below the sixth decimal), and no other does."""
    run_library(made, tmp_path / "out", HERE)
    rows = table(tmp_path / "out", "results")
    with (made / KEY).open(encoding="utf-8") as file:
        faults = {(row["package"], row["analysis"]): row["fault"] for row in csv.DictReader(file)}
    found = {(row["file"].removesuffix(".zip"), row["number"]) for row in rows.to_dicts() if row["differing"]}
    assert found == set(faults)


def test_a_second_run_does_nothing_again_but_what_changed(library: Path, tmp_path: Path) -> None:
    root, out = tmp_path / "library", tmp_path / "out"
    shutil.copytree(library, root)
    first = run_library(root, out, HERE)
    again = run_library(root, out, HERE)
    assert (again.done_before, again.outdated, again.files) == (5, 0, first.files)  # the broken one stays broken
    shutil.copy(DATA / "fleiss1993.rm5", root / "broken.zip")
    os.utime(root / "broken.zip", ns=(1, 1))
    mended = run_library(root, out, HERE)
    assert (mended.done_before, mended.count("failed"), len(mended.files)) == (4, 0, 5)
    assert len(table(out, "results")) == len(
        {tuple(row) for row in table(out, "results").select("file", "analysis", "subgroup").rows()}
    )


def test_a_file_that_could_not_be_opened_is_tried_again(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no leave to read")

    monkeypatch.setattr("effectbank.formats.library.step.read_source", refuse)
    assert run_library(library, tmp_path / "out", HERE).count("failed") == 4
    monkeypatch.undo()
    after = run_library(library, tmp_path / "out", HERE)
    assert (after.done_before, after.count("failed")) == (1, 1)


def test_what_another_version_did_is_done_again_and_counted(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_parquet, "__version__", "0.0.1")
    old = run_library(library, tmp_path / "out", HERE)
    monkeypatch.undo()
    new = run_library(library, tmp_path / "out", HERE)
    assert (old.outdated, new.outdated, new.done_before) == (0, 5, 0)
    assert run_library(library, tmp_path / "out", HERE).outdated == 0


def test_a_failed_file_is_tried_again_and_no_other_with_it(library: Path, tmp_path: Path) -> None:
    """Written is what could be written; the folder that stands in the way is taken away before the next run."""
    folders = tmp_path / "folders"
    folders.mkdir()
    (folders / "fleiss1993").write_text("a file where the folder should be")
    options = Options(processes=1, write_to=folders)
    before = run_library(library, tmp_path / "out", options)
    assert {row["file"] for row in before.files if row["status"] == "failed"} == {"broken.zip", "fleiss1993.zip"}
    (folders / "fleiss1993").unlink()
    after = run_library(library, tmp_path / "out", options)
    assert (after.done_before, after.count("failed")) == (4, 1)  # the broken one is as it was
    assert len(table(tmp_path / "out", "results").filter(file="fleiss1993.zip")) == 2


def test_a_run_that_was_killed_goes_on_and_ends_as_if_it_had_not_been(made: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run_library(made, whole, HERE)
    code = (
        "from pathlib import Path; from effectbank.formats.library import running, Options; running.TOGETHER = 2;"
        f"running.run_library(Path({str(made)!r}), Path({str(killed)!r}), Options(processes=1))"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    while len(list((killed / "files").glob("*.parquet"))) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(table(killed, "files"))
    assert 0 < done < 20
    after = run_library(made, killed, HERE)
    assert after.done_before >= done - 2
    key = ["file", "analysis", "subgroup"]
    # to the last digits but one: the batches are cut elsewhere
    assert_frame_equal(table(killed, "results").sort(key), table(whole, "results").sort(key), rel_tol=1e-11)
    assert table(killed, "files").sort("file").equals(table(whole, "files").sort("file"))


def running(made: Path, out: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A run in two processes under way, and all processes that it has begun."""
    code = (
        "import sys; from effectbank.cli import main; from effectbank.formats.library import running;"
        "running.TOGETHER = 1; main()"
    )
    asked = ["run", "--library", str(made), "-o", str(out), "--processes", "2"]
    process = subprocess.Popen([sys.executable, "-c", code, *asked], stderr=subprocess.PIPE, text=True)
    while not list((out / "files").glob("*.parquet")) and process.poll() is None:
        time.sleep(0.01)
    return process, psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_was_killed_leaves_no_process_behind(made: Path, tmp_path: Path, how: signal.Signals) -> None:
    process, begun = running(made, tmp_path / "out")
    assert len(begun) >= 2
    with process:
        process.send_signal(how)
        _, alive = psutil.wait_procs(begun, timeout=20)
    assert alive == []


def test_a_run_stopped_from_the_keyboard_says_so_and_ends_with_its_own_exit_code(
    made: Path, tmp_path: Path
) -> None:
    process, begun = running(made, tmp_path / "out")
    for one in (process, *begun):  # as a terminal does it
        one.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "error: stopped from the keyboard\n")
    assert psutil.wait_procs(begun, timeout=20)[1] == []


def test_processes_and_dasks_scheduler_yield_what_one_process_does(made: Path, tmp_path: Path) -> None:
    key = ["file", "analysis", "subgroup"]
    run_library(made, tmp_path / "one", HERE)
    run_library(made, tmp_path / "two", Options(processes=2))
    run_library(made, tmp_path / "dask", Options(scheduler="local"))
    one = table(tmp_path / "one", "results").sort(key)
    assert table(tmp_path / "two", "results").sort(key).equals(one)
    assert table(tmp_path / "dask", "results").sort(key).equals(one)


def test_the_run_goes_to_a_scheduler_that_is_there_already(library: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        run = run_library(library, tmp_path / "out", Options(scheduler=cluster.scheduler_address))
    assert (len(run.files), run.total("reproduced")) == (5, 1678)


def dies(root: str, sources: list[Source], where: str | None) -> Done:
    """A step in which one file ends the whole process."""
    if any(source.path == "broken.zip" for source in sources):
        os._exit(9)
    return step(root, sources, where)


def test_a_file_that_ends_its_process_is_told_and_the_rest_is_read(library: Path) -> None:
    def chunks() -> Iterator[list[Source]]:
        yield list(sources_of(library))

    done = list(in_processes(str(library), chunks(), None, 2, dies))
    status = {row["file"]: row["status"] for one in done for row in one.files}
    assert status.pop("broken.zip") == "failed"
    assert set(status.values()) == {"read"}
    assert len(status) == 4


def test_folders_are_written_where_they_are_wanted(library: Path, tmp_path: Path) -> None:
    run_library(library, tmp_path / "tables", Options(processes=1, write_to=tmp_path / "folders"))
    assert sorted(path.name for path in (tmp_path / "folders").iterdir()) == [
        "bcg-vaccine-1994", "cd007868-fluoride-toothpaste", "fleiss1993", "old--fleiss",
    ]  # fmt: skip
    assert str(prove(Review.open(tmp_path / "folders" / "old--fleiss"))).startswith(
        "84 stored numbers: 84 reproduced"
    )


def test_chunks_are_small_enough_to_be_lost_without_grief() -> None:
    sources = [Source(path=str(n), size=1, state="") for n in range(100)]
    large = [Source(path="large", size=10**9, state="")]
    chunks = list(library_running._chunks([*sources, *large, *sources]))
    assert max(map(len, chunks)) <= library_running.TOGETHER
    assert [source.path for source in next(chunk for chunk in chunks if large[0] in chunk)] == ["large"]


def dies_at_once(root: str, sources: list[Source], where: str | None) -> Done:
    """A step that ends its process, whatever it is of, when it is not alone."""
    if len(sources) > 1 or sources[0].path == "broken.zip":
        os._exit(9)
    return step(root, sources, where)


def test_no_chunk_is_lost_that_is_handed_to_a_pool_which_has_died(library: Path) -> None:
    """The chunks come slowly, so that the pool has died before the next is handed over."""
    sources = sources_of(library)

    def chunks() -> Iterator[list[Source]]:
        yield list(sources[:2])
        time.sleep(4)
        yield list(sources[2:])

    done = list(in_processes(str(library), chunks(), None, 2, dies_at_once))
    assert sorted(row["file"] for one in done for row in one.files) == [source.path for source in sources]


def test_parquet_files_of_others_are_neither_taken_away_nor_mixed_in(library: Path, tmp_path: Path) -> None:
    mine = tmp_path / "out" / "results" / "mine.parquet"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    with pytest.raises(BadInput, match=r"mine\.parquet"):
        run_library(library, tmp_path / "out", HERE)
    assert mine.read_bytes() == b"mine"


def test_two_runs_at_once_do_not_write_to_one_data_set(library: Path, tmp_path: Path) -> None:
    with alone(tmp_path / "out"), pytest.raises(BadInput, match="another run"):
        run_library(library, tmp_path / "out", HERE)
    assert len(run_library(library, tmp_path / "out", HERE).files) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_utf8_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    shutil.copy(DATA / "fleiss1993.zip", os.fsencode(tmp_path / "library") + b"/\xe9tude.zip")
    options = Options(processes=1, write_to=tmp_path / "folders")
    for before in (0, 1):
        run = run_library(tmp_path / "library", tmp_path / "out", options)
        assert run.done_before == before
        assert [(row["file"], row["reproduced"]) for row in run.files] == [(r"\udce9tude.zip", 43)]
    assert [path.name for path in (tmp_path / "folders").iterdir()] == ["-udce9tude"]


def test_sources_of_one_name_become_folders_of_their_own(tmp_path: Path) -> None:
    root = tmp_path / "library"
    (root / "a").mkdir(parents=True)
    for name in ("x.zip", "X.ZIP", "a/b.zip", "a--b.zip", "y.zip", "_library.zip", f"{'long' * 50}.zip"):
        shutil.copy(DATA / "fleiss1993.zip", root / name)
    shutil.copy(DATA / "fleiss1993.rm5", root / "x.rm5")
    folders = [source.folder for source in sources_of(root)]
    assert len({name.casefold() for name in folders}) == 8
    assert "y" in folders
    assert not {"x", "a--b", "_library"} & {name.casefold() for name in folders}
    assert max(map(len, folders)) < 200


def test_packages_unpacked_side_by_side_are_each_one_source_with_its_study_data(made: Path, tmp_path: Path) -> None:
    root, out = tmp_path / "side by side", tmp_path / "out"
    for number in ("2", "4"):
        shutil.unpack_archive(made / f"CD00000{number}.zip", root)
    assert [source.path for source in sources_of(root)] == ["CD000002-analysis-data", "CD000004-analysis-data"]
    zipped = {row["review"]: row for row in run_library(made, tmp_path / "zipped", HERE).files}
    for row in run_library(root, out, HERE).files:
        told = zipped[row["review"]]
        assert {name: row[name] for name in ("studies", "rows", "stored", "errors")} == {
            name: told[name] for name in ("studies", "rows", "stored", "errors")
        }
    information = root / "CD000004-study-data" / "CD000004-study-information.csv"
    information.write_bytes(information.read_bytes() + b"\r\nNew 2024,2024\r\n")
    assert run_library(root, out, HERE).done_before == 0  # both were done in one step


def test_a_folder_is_written_anew_with_its_source_and_when_it_is_gone(tmp_path: Path) -> None:
    root, out, folder = tmp_path / "library", tmp_path / "out", tmp_path / "folders" / "x"
    options = Options(processes=1, write_to=folder.parent)
    root.mkdir()
    shutil.copy(DATA / "cd007868-fluoride-toothpaste.rm5", root / "x.rm5")
    run_library(root, out, options)
    shutil.copy(DATA / "fleiss1993.rm5", root / "x.rm5")
    run_library(root, out, options)
    assert sorted(path.stem for path in (folder / "data").iterdir()) == sorted(Review.open(folder).outcomes)
    shutil.rmtree(folder)
    assert run_library(root, out, options).done_before == 0
    assert str(prove(Review.open(folder))).startswith("84 stored numbers: 84 reproduced")


def test_no_folder_of_a_review_takes_the_name_of_the_folder_of_tables() -> None:
    assert RESERVED == TABLES  # two constants, as the command line loads without the library
