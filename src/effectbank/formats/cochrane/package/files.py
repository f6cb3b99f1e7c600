"""The files of a package by what they are, whether it comes as a zip, a zip in a zip, a folder or one table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from effectbank.formats.archives import DEFAULT_CAPS, ArchiveCaps, unpack
from effectbank.formats.cochrane.package import faults
from effectbank.formats.cochrane.package.beside import study_data_beside
from effectbank.problems import BadInput, Problem
from effectbank.review.reading.folder import Caps, files_of

DATA_ROWS, SUBGROUPS, SETTINGS, PARAMETERS = (
    "data-rows.csv", "subgroup-estimates.csv", "overall-estimates-and-settings.csv", "parameters.csv",
)  # fmt: skip
INFORMATION, BIAS, ARMS, STUDY_RESULTS = (
    "study-information.csv", "risk-of-bias.csv", "study-arms.csv", "study-results.csv",
)  # fmt: skip
TABLES = (DATA_ROWS, SUBGROUPS, SETTINGS, PARAMETERS, INFORMATION, BIAS, ARMS, STUDY_RESULTS)
REFERENCES = ".ris"
READ = (".csv", ".json", REFERENCES)
LOOKED_AT = {".svg": "figures", ".png": "figures", ".pdf": "the article"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: its path within the package, and its bytes."""

    path: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFiles:
    """A package's files: tables by what they are, reference lists by name ("included"), and others of its kind."""

    id: str
    tables: dict[str, File] = field(default_factory=dict)
    references: dict[str, File] = field(default_factory=dict)
    others: dict[str, File] = field(default_factory=dict)


def files_in(
    path: Path, caps: ArchiveCaps = DEFAULT_CAPS, *, references: bool = True
) -> tuple[PackageFiles, list[Problem]]:
    """The files of the package at a path, and what was refused or is not read. Raises BadInput for no file.

    Without `references` the lists of studies are not even unpacked.
    """
    found, problems = _all_in(path, caps, lambda name: _is_read(name) and (references or not _is_list(name)))
    found = {_within(name): raw for name, raw in found.items()}
    reviews = Counter(review for name in found if (review := _review_of(name)) is not None)
    if not reviews:
        return PackageFiles(id=path.stem), [*problems, faults.no_package(path.name, found)]
    taken = reviews.most_common(1)[0][0]
    return _sorted(taken, found, problems), problems


def _all_in(path: Path, caps: ArchiveCaps, wanted: Callable[[str], bool]) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file that may be read, by path."""
    if path.is_dir():
        found, problems = _all_below(path, Caps(file_bytes=caps.member_bytes, total_bytes=caps.total_bytes))
        for name in [name for name in found if name.casefold().endswith(".zip")]:
            within = unpack(found.pop(name), name=name, wanted=wanted, caps=caps)
            found |= {f"{name}/{inner}": raw for inner, raw in within.files.items()}
            problems += [*within.problems, *_passed_over(name, within.passed_over)]
        others = [name for name in found if not _is_read(name)]
        for name in others:
            del found[name]
        return found, [*problems, *_passed_over(path.name, others)]
    if not path.exists():
        message = f"there is no {path}"
        raise BadInput(f"{message}; give a data package: a zip, a folder, or its data-rows.csv")
    with path.open("rb") as stream:
        is_zip = stream.read(2) == b"PK"
    if not is_zip and _is_read(path.name):
        with path.open("rb") as stream:
            return {path.name: stream.read(caps.member_bytes)}, []
    opened = unpack(path, wanted=wanted, caps=caps)
    return opened.files, [*opened.problems, *_passed_over(path.name, opened.passed_over)]


def _all_below(folder: Path, caps: Caps) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a folder, and of the study data beside it where it holds only the analysis data of a package."""
    found, problems = files_of(folder, caps)
    beside = study_data_beside(folder)
    if beside is not None:
        more, told = files_of(beside, caps)
        found |= {f"{beside.name}/{name}": raw for name, raw in more.items()}
        problems += told
    return found, problems


def _is_read(name: str) -> bool:
    return name.casefold().endswith(READ)


def _is_list(name: str) -> bool:
    return name.casefold().endswith(REFERENCES)


def _passed_over(name: str, others: Iterable[str]) -> list[Problem]:
    """The article and the figures in one note; any other file singly."""
    kinds: set[str] = set()
    problems = []
    for other in others:
        kind = LOOKED_AT.get(Path(other).suffix.casefold())
        if _is_list(other):
            continue  # nobody asked for it
        if kind:
            kinds.add(kind)
        else:
            problems.append(faults.not_read(_within(other)))
    if kinds:
        problems.append(faults.not_numbers(" and ".join(sorted(kinds, reverse=True)), name))
    return problems


def _within(path: str) -> str:
    """A path from the innermost archive on."""
    return re.sub(r".*\.zip/", "", path, flags=re.IGNORECASE | re.DOTALL)


def _table_of(name: str) -> str | None:
    small = name.rpartition("/")[2].casefold()
    return next((table for table in TABLES if small == table or small.endswith(f"-{table}")), None)


def _review_of(path: str) -> str | None:
    """The id before a table's name; None where the file is no table."""
    table = _table_of(path)
    return path.rpartition("/")[2][: -len(table)].rstrip("-") if table else None


def _sorted(review: str, found: dict[str, bytes], problems: list[Problem]) -> PackageFiles:
    files = PackageFiles(id=review)
    for path, raw in sorted(found.items(), key=lambda item: (item[0].count("/"), item[0])):
        file = File(path=path, raw=raw)
        name = path.rpartition("/")[2]
        table = _table_of(path)
        if table and _review_of(path) != review:
            problems.append(faults.other_package(path, review))
        elif table and table in files.tables:
            problems.append(faults.file_twice(path, files.tables[table].path))
        elif table:
            files.tables[table] = file
        elif _is_list(name):
            files.references[name[:-4].removeprefix(review).lstrip("-").casefold()] = file
        elif name.casefold().endswith(".json") and name.startswith(review):
            files.others[name.removeprefix(review).lstrip("-.") or name] = file
        else:
            problems.append(faults.not_read(path))
    return files
