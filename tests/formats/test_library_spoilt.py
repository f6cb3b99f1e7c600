"""A library of spoilt packages: every file is read, with what is wrong told, or has failed, with the reason."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from benchmarks.packages.library import make
from spoilt_library import SPOILS, spoil

from effectbank.formats.library import Options, Run, run_library

BEYOND_READING = {  # ways after which nothing of a package is left
    "empty", "nothing_but_noise", "a_web_page", "rm5_in_capitals", "rm5_bomb", "csv_called_zip", "only_headers",
    "without_anything", "nested_too_deep", "encrypted", "false_sizes",
}  # fmt: skip
AS_CHANCE_HAS_IT = {"cut_in_half", "cut_at_the_end", "cut_anywhere", "noise"}  # which member is hit


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Run, Path]:
    """Every way of spoiling once, and a run over the files."""
    root = tmp_path_factory.mktemp("spoilt")
    make(root / "sound", packages=len(SPOILS), analyses=4 * len(SPOILS))
    names = spoil(sorted((root / "sound").glob("*.zip")), root / "library", seed=1)
    return names, run_library(root / "library", root / "out", Options(processes=1)), root / "out"


def test_read_and_failed_are_all_that_there_are(spoilt: tuple[list[str], Run, Path]) -> None:
    names, run, _ = spoilt
    assert sorted(row["file"] for row in run.files) == sorted(names)
    assert run.count("read") + run.count("errors") + run.count("failed") == len(SPOILS)


def test_no_failure_is_the_programs_own_and_each_has_its_reason(spoilt: tuple[list[str], Run, Path]) -> None:
    for row in spoilt[1].files:
        assert "fault of the program" not in row["failure"], row["file"]
        assert (row["status"] == "failed") == bool(row["failure"])
        assert (row["status"] == "errors") <= bool(row["first_error"])


def test_what_is_beyond_reading_has_failed_and_nothing_else(spoilt: tuple[list[str], Run, Path]) -> None:
    failed = {Path(row["file"]).stem.partition("_")[2] for row in spoilt[1].files if row["status"] == "failed"}
    assert failed - AS_CHANCE_HAS_IT == BEYOND_READING


def test_no_estimate_is_made_of_what_is_no_number(spoilt: tuple[list[str], Run, Path]) -> None:
    results = pl.read_parquet(spoilt[2] / "results" / "*.parquet")
    spoilt_rows = results.filter(pl.col("file").str.contains("_(not_a_number|no_numbers|words|infinite)"))
    assert len(spoilt_rows) > 10
    assert spoilt_rows["estimate"].drop_nulls().len() == 0
    assert results["estimate"].drop_nulls().is_finite().all()
