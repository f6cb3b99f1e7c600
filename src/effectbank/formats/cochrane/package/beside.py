"""The two folders of a package that was unpacked: the study data lie beside the analysis data."""

from __future__ import annotations

from pathlib import Path

ANALYSES, STUDIES = "-analysis-data", "-study-data"


def study_data_beside(folder: Path) -> Path | None:
    """The folder of study data that belongs to one of analysis data, by its review's number; None without one."""
    if not folder.name.endswith(ANALYSES):
        return None
    found = folder.with_name(folder.name.removesuffix(ANALYSES) + STUDIES)
    return found if found.is_dir() and not found.is_symlink() else None
