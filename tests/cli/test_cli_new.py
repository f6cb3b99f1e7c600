"""`effectbank new --from`: a copy of an example to begin from."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from effectbank.cli import main
from effectbank.review.opening import examples


def test_a_copy_of_an_example_is_the_same_to_the_byte(tmp_path: Path) -> None:
    copy, original = tmp_path / "copy", examples() / "naltrexone-2011"
    assert CliRunner().invoke(main, ["new", str(copy), "--from", "naltrexone-2011"]).exit_code == 0
    names = {path.relative_to(original) for path in original.rglob("*") if path.is_file()}
    assert {path.relative_to(copy) for path in copy.rglob("*") if path.is_file()} == names
    assert all((copy / name).read_bytes() == (original / name).read_bytes() for name in names)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["new", str(tmp_path), "--from", "naltrexone-2011"])
    assert result.exit_code == 2
    assert "is there already and not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_example_is_told_with_the_nearest(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "copy"), "--from", "naltrexone-2012"])
    assert result.exit_code == 2
    assert "did you mean naltrexone-2011?" in result.output
