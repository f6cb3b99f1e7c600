"""The one door to the terminal: nothing a folder holds steers it, or hides on it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import effectbank.cli
from effectbank.cli import main
from effectbank.cli.output import Styled, echo, echo_json, heading, in_number, seen

Command = Callable[..., Result]
Replace = Callable[[str, str, str], None]

FOUNDING = "naltrexone-2011"
STEERING = "\x1b[2J\x1b]0;pwn\x07"
HOSTILE = f"Guo{STEERING}\x9b31m\u202e\u200b"
SPELT = r"Guo\x1b[2J\x1b]0;pwn\x07\x9b31m\u202e\u200b"


def hidden_in(text: str) -> set[str]:
    """What of a text is not seen, line breaks and tabulators aside."""
    return {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")} - {"\n", "\t"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (HOSTILE, SPELT),
        ("one\r\ntwo\tthree\n", "one\ntwo\tthree\n"),
        ("over\rwritten", r"over\rwritten"),
        ("half a name \udce9", r"half a name \udce9"),
        ("Åse Ødegård, 李 et al. – χ² ≤ 1 · 中", "Åse Ødegård, 李 et al. – χ² ≤ 1 · 中"),
        ("\U000e0041 tag", r"\U000e0041 tag"),
    ],
)
def test_what_steers_or_hides_is_spelt_out(words: str, expected: str) -> None:
    assert seen(words) == expected


@pytest.mark.parametrize(
    ("number", "words", "told"),
    [(1, "references", "1 reference"), (2, "references", "2 references"), (1, "rows of data", "1 row of data")],
)
def test_one_thing_is_told_in_the_singular(number: int, words: str, told: str) -> None:
    assert in_number(number, words) == told


def test_our_own_colours_pass_and_a_folders_do_not() -> None:
    @click.command()
    def show() -> None:
        echo(heading("A \x1b[31mtitle"))
        echo("a \x1b[31mline")

    assert CliRunner().invoke(show, color=True).output == "\x1b[1mA \\x1b[31mtitle\x1b[0m\na \\x1b[31mline\n"


def test_a_styled_text_with_more_added_is_not_styled_any_more() -> None:
    assert type(Styled("\x1b[1mbold\x1b[0m") + " and more") is str


@pytest.fixture
def hostile(founding: Path, replace_in: Replace) -> Path:
    """A label, a title and a sentence that would steer a terminal, and a count that makes sentences fail."""
    studies = (founding / "studies.csv").read_text(encoding="utf-8").splitlines()
    labelled = [
        line + ("," + HOSTILE if line.startswith("guo_2001") else ",label" if i == 0 else ",")
        for i, line in enumerate(studies)
    ]
    (founding / "studies.csv").write_text("\n".join([*labelled, ""]), encoding="utf-8")
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,13,27")
    text = (founding / "text.md").read_text(encoding="utf-8")
    (founding / "text.md").write_text(
        text.replace("[39 of 116]", f"{STEERING}\u202e [39 of 116]"), encoding="utf-8"
    )
    return founding


@pytest.mark.parametrize(
    "arguments",
    [("run",), ("check",), ("write", "--dry-run"), ("run", "--json"), ("check", "--json"), ("write", "--json")],
    ids=" ".join,
)
def test_no_command_lets_a_folder_steer_the_terminal(
    command: Command, hostile: Path, arguments: tuple[str, ...]
) -> None:
    result = command(arguments[0], hostile, *arguments[1:])
    assert result.exit_code in (0, 1)
    assert len(result.output) > 300
    assert hidden_in(result.output) == set()


def test_json_gives_the_characters_back(capsys: pytest.CaptureFixture[str]) -> None:
    echo_json({"label": HOSTILE + "\x7f é \U000e0041"})
    printed = capsys.readouterr().out
    assert hidden_in(printed) == set()
    assert "é" in printed
    assert json.loads(printed) == {"label": HOSTILE + "\x7f é \U000e0041"}


def test_a_label_is_seen_in_the_print_and_a_sentence_in_the_difference(command: Command, hostile: Path) -> None:
    assert r"Guo\x1b[2J\x1b]0;pwn\x07" in command("run", hostile).output
    assert r"\x1b[2J\x1b]0;pwn\x07\u202e [40 of 116]" in command("write", hostile, "--dry-run").output


def test_a_bare_table_and_an_error_are_seen_too(command: Command, tmp_path: Path) -> None:
    trials = tmp_path / "trials.csv"
    rows = [f"A{STEERING},1,9,2,8", "B\x1b[8m,3,7,4,6"]
    trials.write_text("\n".join(["study,ai,bi,ci,di", *rows, ""]), encoding="utf-8")
    pooled = command("pool", trials, "--measure", "RR")
    assert r"A\x1b[2J" in pooled.output
    refused = command("pool", trials, "--measure", "RR", "--columns", f"events{STEERING}=ai,ci")
    assert hidden_in(pooled.output + refused.output) == set()
    assert r"events\x1b[2J" in refused.output


def test_every_command_prints_through_the_door() -> None:
    folder = Path(str(effectbank.cli.__file__)).parent
    printing = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    assert len(printing) > 10
    assert [name for name, code in printing.items() if "click.echo(" in code or "print(" in code] == ["output.py"]


@pytest.mark.parametrize(
    "arguments", [("run", FOUNDING), ("check", FOUNDING), ("run", "no-such-folder")], ids=" ".join
)
def test_our_own_colours_are_never_spelt_out(arguments: tuple[str, ...]) -> None:
    coloured = CliRunner().invoke(main, list(arguments), color=True).output
    assert "\x1b[" in coloured
    assert "\\x1b" not in coloured
