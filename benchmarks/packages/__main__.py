"""python -m benchmarks.packages FOLDER [PACKAGES [ANALYSES]]: make a library there, and say what it holds."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.packages.library import ANALYSES, PACKAGES, make


def main() -> int:
    """Make it."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    asked = [int(word) for word in sys.argv[2:]]
    made = make(Path(sys.argv[1]), packages=[*asked, PACKAGES][0], analyses=[*asked[1:], ANALYSES][0])
    rows, analyses, faults = (
        sum(counts) for counts in zip(*((m.rows, m.analyses, len(m.faults)) for m in made), strict=True)
    )
    print(f"{len(made):,} packages, {analyses:,} analyses, {rows:,} rows, {faults:,} faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())
