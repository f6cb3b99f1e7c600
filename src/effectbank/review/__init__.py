"""The folder: its records, reading, writing, checks, claims and syntheses. It never draws."""

from __future__ import annotations

from effectbank.review.opening import NoFolder, open_folder, shipped
from effectbank.review.read import read_files, read_folder
from effectbank.review.review import Review

__all__ = ["NoFolder", "Review", "open_folder", "read_files", "read_folder", "shipped"]
