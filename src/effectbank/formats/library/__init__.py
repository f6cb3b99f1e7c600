"""A library: thousands of packages, files and folders of reviews, read, pooled and compared in one run."""

from __future__ import annotations

from effectbank.formats.library.running import Options, Run, run_library

__all__ = ["Options", "Run", "run_library"]
