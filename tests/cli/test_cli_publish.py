"""`publish` and `new`: a page, a bank, refusal of faulty folders; a folder that can be begun with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

from effectbank.cli.exits import Exit
from effectbank.review.opening import examples

Command = Callable[..., Result]
Replace = Callable[[str, str, str], None]
FORCED = "do not rely on the numbers of this page"


def test_one_folder_makes_one_page(command: Command, tmp_path: Path) -> None:
    result = command("publish", "naltrexone-2011", "-o", tmp_path / "page.html")
    assert (result.exit_code, result.output) == (Exit.FINE, f"Wrote {tmp_path / 'page.html'}\n")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "39 of 116" in page
    assert FORCED not in page


def test_into_a_folder_the_page_is_its_index(command: Command, tmp_path: Path) -> None:
    command("publish", "naltrexone-2011", "-o", tmp_path)
    assert (tmp_path / "index.html").is_file()


def test_several_folders_make_a_bank(command: Command, tmp_path: Path) -> None:
    result = command("publish", "naltrexone-2011", "bcg-vaccine-1994", "-o", tmp_path / "bank")
    assert result.exit_code == Exit.FINE
    home = (tmp_path / "bank" / "index.html").read_text(encoding="utf-8")
    assert "Oral naltrexone" in home
    assert "BCG" in home


def test_the_tables_of_a_librarys_import_are_no_entry(command: Command, founding: Path, tmp_path: Path) -> None:
    """`publish reviews/*` names them with the reviews that `import --library -o reviews` made."""
    (tmp_path / "_library").mkdir()
    (tmp_path / "_library" / "results.parquet").write_bytes(b"PAR1")
    result = command("publish", tmp_path / "_library", founding, "-o", tmp_path / "bank")
    assert result.exit_code == Exit.FINE
    assert "_library holds the tables of a library's import, and no entry: passed over" in result.stderr
    assert "Oral naltrexone" in (tmp_path / "bank" / "index.html").read_text(encoding="utf-8")


def test_a_folder_of_entries_makes_a_bank(command: Command, founding: Path, tmp_path: Path) -> None:
    result = command("publish", "--bank", founding.parent, "-o", tmp_path / "out" / "bank")
    assert result.exit_code == Exit.FINE
    assert (tmp_path / "out" / "bank" / "index.html").is_file()


def test_a_faulty_folder_is_refused_and_nothing_written(
    command: Command, founding: Path, replace_in: Replace, tmp_path: Path
) -> None:
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,42,27")
    result = command("publish", founding, "-o", tmp_path / "page.html")
    assert result.exit_code == Exit.PROBLEMS
    assert "naltrexone-2011 has " in result.output
    assert not (tmp_path / "page.html").exists()


def test_forced_it_says_so_to_the_reader(
    command: Command, founding: Path, replace_in: Replace, tmp_path: Path
) -> None:
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,13,27")
    result = command("publish", founding, "-o", tmp_path / "page.html", "--force")
    assert result.exit_code == Exit.FINE
    assert FORCED in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_json_tells_what_was_written(document: Callable[..., Any], tmp_path: Path) -> None:
    told = document("publish", "naltrexone-2011", "-o", tmp_path / "page.html")
    assert (told["wrote"], told["errors"], told["refused"]) == (str(tmp_path / "page.html"), {}, False)


def test_two_folders_of_one_name_are_refused(command: Command, founding: Path, tmp_path: Path) -> None:
    result = command("publish", founding, examples() / founding.name, "-o", tmp_path / "bank")
    assert result.exit_code == Exit.USAGE
    assert "two folders are called 'naltrexone-2011'" in result.output


def test_nothing_named_is_a_usage_error(command: Command, tmp_path: Path) -> None:
    assert command("publish", "-o", tmp_path / "x.html").exit_code == Exit.USAGE
    assert command("publish", "--bank", tmp_path, "-o", tmp_path / "x").exit_code == Exit.USAGE


def test_a_new_folder_passes_its_own_check_runs_and_is_published(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    laid_out = command("new", folder)
    assert laid_out.exit_code == Exit.FINE
    assert f"effectbank check {folder}" in laid_out.output
    assert command("check", folder).exit_code == Exit.FINE
    assert command("run", folder, "relapsed").exit_code == Exit.FINE
    assert command("publish", folder, "-o", tmp_path / "mine.html").exit_code == Exit.FINE


def test_new_teaches_in_comments(command: Command, tmp_path: Path) -> None:
    command("new", tmp_path / "mine")
    typed = [path for path in (tmp_path / "mine").rglob("*") if path.suffix in (".toml", ".csv")]
    assert all("\n#" in f"\n{path.read_text(encoding='utf-8')}" for path in typed)


def test_new_never_writes_over_anything(command: Command, founding: Path) -> None:
    before = {path: path.read_bytes() for path in founding.rglob("*") if path.is_file()}
    assert command("new", founding).exit_code == Exit.USAGE
    assert {path: path.read_bytes() for path in founding.rglob("*") if path.is_file()} == before


def test_folders_without_text_are_named(command: Command, founding: Path, tmp_path: Path) -> None:
    (founding / "text.md").write_text("::::{voice} findings\n::::\n", encoding="utf-8")
    result = command("publish", founding, "bcg-vaccine-1994", "-o", tmp_path / "bank")
    assert result.exit_code == Exit.FINE
    assert f"Without text, so that its page shows data and results alone: {founding.name}\n" in result.output
