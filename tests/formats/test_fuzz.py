"""The fuzzer's targets take their seeds, and a few seconds of the fuzzer find nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from fuzz.seeds import seeds_of
from fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_read(name: str) -> None:
    assert seeds_of(name)
    for seed in seeds_of(name):
        TARGETS[name](seed)


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 14), reason="atheris is for Linux")
@pytest.mark.parametrize("name", ["rm5", "package"])
def test_a_few_seconds_find_nothing(name: str) -> None:
    command = [sys.executable, "-m", "fuzz", name, "-max_total_time=4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done " in done.stderr
