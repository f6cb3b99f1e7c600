"""python -m fuzz TARGET [-max_total_time=60 …]: what follows the target goes to libFuzzer."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["effectbank.formats", "effectbank.review"]):
    import effectbank.formats.data_package
    import effectbank.formats.records
    import effectbank.formats.rm5
    import effectbank.formats.spreadsheet
    import effectbank.review.proving

from fuzz.seeds import seeds_of
from fuzz.targets import TARGETS

__all__ = ["effectbank"]


def main() -> None:
    """Fuzz one target until it falls or the time is up."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\ntargets: {', '.join(TARGETS)}")
    name = sys.argv.pop(1)
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds_of(name)):
            (Path(corpus) / str(number)).write_bytes(seed)
        # The fuzzer itself grows by some 50 kB a run of the larger targets; a reader alone stays below 100 MB.
        atheris.Setup([*sys.argv, corpus, "-rss_limit_mb=3072", "-timeout=20"], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
