"""The texts of a Cochrane file that no record is for: as files of the folder, and from there back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from effectbank.review.read import KEPT

NAMELESS = "review."  # before the name of a file that is called by nothing but its ending
ENDINGS = (".csv", ".json")


def place_of(name: str) -> str:
    """Where in the folder a text lies: source/study-arms.csv."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".") or "text"
    return KEPT + (plain if "." in plain else NAMELESS + plain)


def files_of(kept: Mapping[str, str]) -> dict[str, bytes]:
    """The texts as files by their path in the folder; those of one name are told apart by a number."""
    found: dict[str, bytes] = {}
    for name, text in kept.items():
        path, number = place_of(name), 2
        stem, _, ending = path.rpartition(".")
        while path in found:
            path, number = f"{stem}_{number}.{ending}", number + 1
        found[path] = text.encode()
    return found


def kept_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The texts that a folder keeps of its source, by their names there."""
    texts = {path.removeprefix(KEPT): raw for path, raw in files.items() if path.startswith(KEPT)}
    return {
        name.removeprefix(NAMELESS): raw.decode(errors="replace")
        for name, raw in texts.items()
        if name.endswith(ENDINGS)
    }
