"""A runner, a copy of the founding folder to spoil, and bare CSV files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from effectbank.cli import main
from effectbank.review.opening import examples

FOUNDING = "naltrexone-2011"


@pytest.fixture
def command() -> Callable[..., Result]:
    """Run a command as a person would, without a terminal."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def document(command: Callable[..., Result]) -> Callable[..., Any]:
    """Run a command with --json and read what it prints."""
    return lambda *arguments: json.loads(command(*arguments, "--json").stdout)


@pytest.fixture
def founding(tmp_path: Path) -> Path:
    """A copy of the founding review's folder."""
    return Path(shutil.copytree(examples() / FOUNDING, tmp_path / FOUNDING))


@pytest.fixture
def replace_in(founding: Path) -> Callable[[str, str, str], None]:
    """Change words in a file of the copied folder; the words must be there."""

    def change(file: str, old: str, new: str) -> None:
        path = founding / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change
