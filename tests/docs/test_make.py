"""The Makefile's words, as the README has them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_takes_a_port_and_other_arguments() -> None:
    asked = ["make", "-n", "--no-print-directory", "demo", "PORT=8791", "ARGS=--no-browser", "VENV=.venv"]
    around = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(asked, cwd=ROOT, env=around, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ".venv/bin/effectbank demo --port 8791 --no-browser"
