"""Print every table; exit code 1 if a promise is broken."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import program
from benchmarks.timing import table

TABLES = {"The program": program.rows}


def main() -> int:
    """Measure and print."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    broken = 0
    for title, rows in TABLES.items():
        measured = list(rows())
        broken += sum(not row.kept for row in measured)
        print(f"## {title}\n\n{table(measured)}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
