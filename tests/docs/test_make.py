"""The Makefile's words, as the README has them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_demo_takes_a_port_and_other_arguments() -> None:
    asked = ["make", "-n", "demo", "PORT=8791", "ARGS=--no-browser", "VENV=.venv"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ".venv/bin/effectbank demo --port 8791 --no-browser"
