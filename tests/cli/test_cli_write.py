"""`write`: after a true correction it shows its diff, changes digits only, and leaves failing words reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from effectbank.cli import main
from effectbank.cli.exits import Exit

Command = Callable[..., Result]
Replace = Callable[[str, str, str], None]


@pytest.fixture
def corrected(founding: Path, replace_in: Replace) -> Path:
    """One more success in Krupitsky's naltrexone arm: 39 of 116 must become 40 of 116."""
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,13,27")
    return founding


def prose(folder: Path) -> str:
    return (folder / "text.md").read_text(encoding="utf-8")


def test_a_dry_run_shows_the_difference_and_writes_nothing(command: Command, corrected: Path) -> None:
    before = prose(corrected)
    result = command("write", corrected, "--dry-run")
    assert "-[statistically significant](=enforced.published.significance): [39 of 116]" in result.output
    assert "+[statistically significant](=enforced.published.significance): [40 of 116]" in result.output
    assert result.exit_code == Exit.PROBLEMS
    assert prose(corrected) == before


def test_only_digits_change(command: Command, corrected: Path) -> None:
    before = prose(corrected)
    command("write", corrected, "--yes")
    after = prose(corrected)
    assert "[40 of 116](=enforced.intervention)" in after
    assert re.sub(r"\d", "", after) == re.sub(r"\d", "", before)
    assert len(after) == len(before)


def test_words_that_fail_are_left_and_reported(command: Command, corrected: Path) -> None:
    result = command("write", corrected, "--yes")
    assert "almost exactly a third" in prose(corrected)
    assert "“almost exactly a third” is not true" in result.output
    assert result.exit_code == Exit.PROBLEMS


def test_undo_gives_back_every_byte(command: Command, corrected: Path) -> None:
    before = (corrected / "text.md").read_bytes()
    command("write", corrected, "--yes")
    assert command("write", corrected, "--undo").exit_code == Exit.FINE
    assert (corrected / "text.md").read_bytes() == before
    assert not list(corrected.glob(".text.md*"))


def test_undo_refuses_when_somebody_wrote_since(command: Command, corrected: Path) -> None:
    command("write", corrected, "--yes")
    with (corrected / "text.md").open("a", encoding="utf-8") as text:
        text.write("\nMore.\n")
    result = command("write", corrected, "--undo")
    assert result.exit_code == Exit.USAGE
    assert prose(corrected).endswith("More.\n")


def test_what_undo_keeps_is_no_part_of_the_entry(command: Command, corrected: Path) -> None:
    command("write", corrected, "--yes")
    assert "undo" not in command("check", corrected).output


def test_nothing_to_do_is_fine(command: Command, founding: Path) -> None:
    result = command("write", founding, "--yes")
    assert (result.exit_code, result.output) == (Exit.FINE, "No digits to change.\n")


def test_without_a_terminal_nothing_is_written_unasked(command: Command, corrected: Path) -> None:
    before = prose(corrected)
    assert "--yes accepts all" in command("write", corrected).output
    assert prose(corrected) == before


def test_one_by_one_on_a_terminal(monkeypatch: pytest.MonkeyPatch, corrected: Path) -> None:
    from click.testing import _NamedTextIOWrapper

    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda self: True)
    result = CliRunner().invoke(main, ["write", str(corrected)], input="y\nnone\n")
    assert "Wrote 1 change" in result.output
    assert "[40 of 116]" in prose(corrected)
    assert "[56 of 202]" in prose(corrected)


def test_json_tells_each_change(document: Callable[..., Any], corrected: Path) -> None:
    told = document("write", corrected)
    assert {(change["before"], change["after"], change["written"]) for change in told["changes"]} >= {
        ("39 of 116", "40 of 116", False),
        ("56 of 202", "57 of 202", False),
    }


def test_options_that_exclude_each_other_are_refused(command: Command, founding: Path) -> None:
    assert command("write", founding, "--yes", "--undo").exit_code == Exit.USAGE


def test_who_may_read_the_text_stays_as_it_was(command: Command, corrected: Path) -> None:
    text = corrected / "text.md"
    text.chmod(0o600)
    command("write", corrected, "--yes")
    kept = [path.stat().st_mode & 0o777 for path in corrected.glob(".text.md.undo-*")]
    assert (text.stat().st_mode & 0o777, kept) == (0o600, [0o600])
    command("write", corrected, "--undo")
    assert text.stat().st_mode & 0o777 == 0o600
