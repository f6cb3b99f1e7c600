"""The group of commands: help, lazy loading, and errors as sentences with stable exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from effectbank.cli import SUMMARIES, main
from effectbank.cli.exits import EXTRAS, MEANINGS, Exit, ending_of
from effectbank.cli.group import CommandGroup
from effectbank.problems import BadInput, NotEstimable, NotInstalled, UnknownName


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.mark.parametrize("command", SUMMARIES)
def test_every_command_shows_an_example(runner: CliRunner, command: str) -> None:
    result = runner.invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert f"$ effectbank {command}" in result.output


def test_the_commands_are_listed_with_what_they_do(runner: CliRunner) -> None:
    output = runner.invoke(main, ["--help"]).output
    assert all(summary in output for summary in SUMMARIES.values())


def test_the_command_runs_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "effectbank", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("effectbank ")


def test_a_misspelt_command_is_told_the_nearest(runner: CliRunner) -> None:
    result = runner.invoke(main, ["chek"])
    assert result.exit_code == Exit.USAGE
    assert "did you mean check?" in result.output


def test_usage_errors_are_json_when_json_was_asked_for(runner: CliRunner) -> None:
    result = runner.invoke(main, ["run", "--json"])
    told = json.loads(result.output)
    assert (told["schema"], told["error"]["exit"], result.exit_code) == ("effectbank.error/1", 2, 2)
    assert "FOLDER" in told["error"]["message"]


def test_an_unknown_folder_names_the_examples(runner: CliRunner) -> None:
    result = runner.invoke(main, ["check", "naltrexone-2012"])
    assert result.exit_code == Exit.USAGE
    assert "did you mean naltrexone-2011?" in result.output


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnknownName("measure", "RRR", ["RR"]), Exit.USAGE),
        (BadInput("no"), Exit.USAGE),
        (NotEstimable("no study"), Exit.NO_ESTIMATE),
        (NotInstalled("matplotlib", "plots"), Exit.NOT_INSTALLED),
        (ModuleNotFoundError("x", name="django.core"), Exit.NOT_INSTALLED),
        (ModuleNotFoundError("x", name="effectbank.nowhere"), Exit.FAULT),
        (PermissionError(13, "Permission denied", "a.csv"), Exit.USAGE),
        (ZeroDivisionError("division by zero"), Exit.FAULT),
    ],
)
def test_each_error_has_its_exit_code(error: Exception, code: Exit) -> None:
    assert ending_of(error).code is code


def test_what_is_missing_is_told_with_the_command_that_brings_it() -> None:
    assert "pip install 'effectbank[bank]'" in ending_of(ModuleNotFoundError("x", name="django")).message


def test_every_exit_code_has_its_meaning() -> None:
    assert set(MEANINGS) == set(Exit)


def test_every_optional_package_is_known_with_the_extra_that_brings_it() -> None:
    """Frames are the caller's own: no command asks for them."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    listed = {re.split(r"[<>=]", package)[0]: extra for extra in extras for package in extras[extra]}
    assert {package: extra for package, extra in listed.items() if extra != "frames"} == EXTRAS


def test_demo_hands_its_options_on(runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("effectbank.cli.serve.run_demo", lambda **options: asked.append(options))
    runner.invoke(main, ["demo", "--port", "8123", "--no-browser", "--directory", str(tmp_path)])
    assert asked == [{"port": 8123, "browser": False, "directory": tmp_path}]


def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    """effectbank run … | head -1"""
    effectbank = Path(sys.executable).parent / "effectbank"
    line = f"{effectbank} run naltrexone-2011 retained | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout == "Oral naltrexone maintenance treatment for opioid dependence\n"
    assert done.stderr == ""


def broken() -> CommandGroup:
    """A group with one command, which fails as no command should."""
    group = CommandGroup(name="effectbank", summaries={}, params=[click.Option(["--debug"], is_flag=True)])

    @click.command()
    def fail() -> None:
        raise ZeroDivisionError("division by zero")

    group.summaries = {"fail": "Fail."}
    group.get_command = lambda ctx, name: fail  # type: ignore[method-assign]
    return group


def test_a_fault_of_the_program_is_a_sentence_not_a_traceback(runner: CliRunner) -> None:
    result = runner.invoke(broken(), ["fail"])
    assert result.exit_code == Exit.FAULT
    assert "Traceback" not in result.output
    assert "Please report it" in result.output


def test_debug_shows_where_a_fault_happened(runner: CliRunner) -> None:
    result = runner.invoke(broken(), ["--debug", "fail"])
    assert result.exit_code == Exit.FAULT
    assert "Traceback" in result.output


def loaded_by(arguments: list[str], module: str) -> bool:
    """Whether a command, run in a process of its own, loads a module."""
    code = (
        "import sys\nfrom effectbank.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"sys.stderr.write(str({module!r} in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.endswith("True")


@pytest.mark.parametrize("module", ["django", "matplotlib", "pandas", "scipy.stats"])
def test_check_loads_nothing_it_does_not_need(module: str) -> None:
    assert not loaded_by(["check", "naltrexone-2011"], module)


def test_help_loads_no_numbers_at_all() -> None:
    assert not loaded_by(["--help"], "numpy")
