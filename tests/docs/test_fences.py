"""What is fenced in README and docs is run: files are written, commands give what is printed, Python runs."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from effectbank.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    *sorted((ROOT / "docs" / "howto").glob("*.md")),
]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ALLOWED = ("sed", "rm")  # what a console block may call besides effectbank
STAYS_OPEN = ("serve", "demo")
ANYTHING = "…"


@dataclass(frozen=True)
class Fence:
    """One fenced block: its language, the file it is typed into, its text, its line in the page."""

    language: str
    file: str
    text: str
    line: int


def fences(page: Path) -> Iterator[Fence]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Fence(found[1], found[2] or "", found[3], text.count("\n", 0, found.start()) + 1)


HAD = ROOT / "tests" / "formats" / "data"  # what a reader of the pages has already


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """A folder to work in, with a RevMan file and a folder of packages in it."""
    for name in ("review.rm5", "newer.rm5"):
        shutil.copy(HAD / "fleiss1993.rm5", tmp_path / name)
    (tmp_path / "packages").mkdir()
    shutil.copy(HAD / "fleiss1993.zip", tmp_path / "packages")
    with contextlib.chdir(tmp_path):
        yield tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_so(page: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, object] = {"__name__": "page"}
    for fence in fences(page):
        if fence.file:
            path = here / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
        elif fence.language == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(fence.text, f"{page.name}:{fence.line}", "exec"), names)
        elif fence.language == "console":
            run_console(fence, page)
        elif fence.language == "sh":
            run_shell(fence, page)


def run_console(fence: Fence, page: Path) -> None:
    """Each `$ command` with the lines it should print; `…` stands for anything, also at the end of a line."""
    for block in fence.text.split("$ ")[1:]:
        command, _, expected = block.partition("\n")
        words, code = shlex.split(command, comments=True), exit_code_of(command)
        output = run(words, code, f"{page.name}:{fence.line}: {command}")
        position = 0
        for line in (line.strip(ANYTHING).rstrip() for line in expected.splitlines()):
            at = output.find(line, position)
            assert at >= 0, f"{page.name}:{fence.line}: {command!r} does not print {line!r}, but:\n{output}"
            position = at + len(line)


def exit_code_of(command: str) -> int:
    """`# exit code 1` after a command says how it ends; otherwise it ends well."""
    found = re.search(r"# exit code (\d+)", command)
    return int(found[1]) if found else 0


def run(words: list[str], code: int, where: str) -> str:
    if words[0] != "effectbank":
        assert words[0] in ALLOWED, f"{where}: not a command for a page"
        subprocess.run(words, check=True)
        return ""
    result = CliRunner().invoke(main, words[1:])
    assert result.exit_code == code, f"{where}: exit code {result.exit_code}\n{result.output}"
    return result.output


def run_shell(fence: Fence, page: Path) -> None:
    """The README's commands, one a line, less those that stay open."""
    for line in fence.text.splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["effectbank"] and words[1] not in STAYS_OPEN:
            run(words, exit_code_of(line), f"{page.name}:{fence.line}: {line}")


def test_there_is_something_to_run() -> None:
    languages = [fence.language for page in PAGES for fence in fences(page)]
    assert languages.count("console") >= 10
    assert languages.count("python") >= 5
