"""Print every table; exit code 1 if a promise is broken."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import bank, formats, program, records, statistics, whole_library
from benchmarks.timing import table, yardstick

TABLES = {
    "The program": program.rows,
    "The statistics": statistics.rows,
    "Files of other programs": formats.rows,
    "Bibliographic records": records.rows,
    "A whole library": whole_library.rows,
    "The bank": bank.rows,
}


def main() -> int:
    """Measure and print; a word on the command line chooses the tables whose title holds it."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {yardstick()}\n")
    broken = 0
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for title, rows in TABLES.items():
        if asked not in title.casefold():
            continue
        measured = list(rows())
        broken += sum(not row.kept for row in measured)
        print(f"## {title}\n\n{table(measured)}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
