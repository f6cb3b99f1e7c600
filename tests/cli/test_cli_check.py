"""`check`: a spoilt count is told with file, line, analyses and sentences; restored, the folder passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from effectbank.cli.exits import Exit

Command = Callable[..., Result]
Document = Callable[..., Any]
Replace = Callable[[str, str, str], None]

KRUPITSKY = "krupitsky_2004,naltrexone,12,27"


def test_the_founding_folder_passes(command: Command) -> None:
    result = command("check", "naltrexone-2011")
    assert result.exit_code == Exit.FINE
    assert result.output.splitlines()[-1].startswith("no errors, ")


def test_an_impossible_count_is_told_where_and_what_rests_on_it(
    command: Command, founding: Path, replace_in: Replace
) -> None:
    """data/retained.csv:4: 42 events among 27 people."""
    replace_in("data/retained.csv", KRUPITSKY, "krupitsky_2004,naltrexone,42,27")
    result = command("check", founding, "--severity", "error")
    assert result.exit_code == Exit.PROBLEMS
    lines = result.output.splitlines()
    at = lines.index("data/retained.csv")
    assert lines[at + 1].split()[:3] == ["line", "4", "error"]
    assert "42 events among 27 people" in lines[at + 1]
    assert "retained, enforced, russian" in lines[at + 3]
    assert "“39 of 116”" in lines[at + 4]


def test_a_plausible_wrong_count_is_caught_by_the_sentences(
    document: Document, founding: Path, replace_in: Replace
) -> None:
    """12 of 27 typed as 13 of 27: nothing is impossible, but 39 of 116 is no longer so."""
    replace_in("data/retained.csv", KRUPITSKY, "krupitsky_2004,naltrexone,13,27")
    found = document("check", founding)
    failing = [problem for problem in found["problems"] if problem["severity"] == "error"]
    assert {problem["file"] for problem in failing} == {"text.md"}
    assert any("39 of 116" in problem["message"] and "enforced" in problem["concerns"] for problem in failing)
    moved = {(entry["analysis"], entry["name"]) for entry in found["differences"]}
    assert {("retained", "estimate"), ("enforced", "estimate")} <= moved
    assert not found["fine"]


@pytest.mark.parametrize(
    ("line", "right", "wrong"),
    [
        (4, "krupitsky_2004,naltrexone,12", "krupitsky_2004,naltrexone,13"),
        (6, "krupitsky_2006,naltrexone,25", "krupitsky_2006,naltrexone,26"),
        (11, "lerner_1992,control,8", "lerner_1992,control,9"),
        (15, "schottenfeld_2008,control,3", "schottenfeld_2008,control,2"),
    ],
)
def test_the_changed_row_is_among_those_to_look_at_first(
    document: Document, founding: Path, line: int, right: str, wrong: str
) -> None:
    path = founding / "data" / "retained.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{right},", f"{wrong},"), encoding="utf-8")
    rows = document("check", founding)["look_first"]
    assert {"file": "data/retained.csv", "line": line} in rows
    assert len(rows) <= 3


def test_restored_it_passes_again(command: Command, founding: Path, replace_in: Replace) -> None:
    replace_in("data/retained.csv", KRUPITSKY, "krupitsky_2004,naltrexone,42,27")
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,42,27", KRUPITSKY)
    assert command("check", founding).exit_code == Exit.FINE


def test_the_worst_file_comes_last(command: Command, founding: Path, replace_in: Replace) -> None:
    """review.toml has notes, and would stand after data/ by name."""
    replace_in("data/retained.csv", KRUPITSKY, "krupitsky_2004,naltrexone,42,27")
    heads = [line for line in command("check", founding).output.splitlines() if line.endswith((".csv", ".toml"))]
    assert heads[-1] == "data/retained.csv"


def test_severity_hides_but_still_counts(command: Command) -> None:
    output = command("check", "naltrexone-2011", "--severity", "error").output
    assert "note " not in output
    assert " notes" in output.splitlines()[-1]


def test_coverage_names_what_is_not_bound(document: Document, founding: Path) -> None:
    with (founding / "text.md").open("a", encoding="utf-8") as prose:
        prose.write("\n::::{voice} commentary\nThere were 12 people more.\n::::\n")
    found = document("check", founding)["coverage"]
    assert found["total"] == found["bound"] + 1
    assert found["unbound"][0]["words"].startswith("12 people")


def test_no_colours_in_a_pipe(command: Command) -> None:
    assert "\x1b[" not in command("check", "naltrexone-2011").output


def test_an_entry_of_text_alone_can_be_checked(document: Document, tmp_path: Path) -> None:
    folder = tmp_path / "note"
    folder.mkdir()
    (folder / "entry.toml").write_text('kind = "notes"\ntitle = "A note"\n', encoding="utf-8")
    assert document("check", folder)["coverage"]["total"] == 0


def test_a_check_from_nothing_takes_less_than_a_second_of_work(tmp_path: Path) -> None:
    """Processor time, the best of four, compiled once; beside other tests it takes up to twice as long."""
    import os
    import resource
    import subprocess
    import sys

    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    command = [str(Path(sys.executable).parent / "effectbank"), "check", "naltrexone-2011"]

    def worked() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=environment, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(worked() for _ in range(4)) < 2.0
