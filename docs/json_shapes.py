"""The JSON documents of the command line, their fields read off real output."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from effectbank.cli import main
from effectbank.review.opening import examples

EXAMPLE = "naltrexone-2011"
PACKAGE = Path(__file__).parents[1] / "tests" / "formats" / "data" / "fleiss1993.zip"
BY_NAME = {
    "values",
    "weights",
    "groups",
    "not_estimable",
    "errors",
    "left_out",
    "counts",
    "passed_over",
}  # keys are names out of the folder
SPOILS = (
    ("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,13,27"),
    ("data/imprisoned.csv", "cornish_1997,naltrexone,9,34", "cornish_1997,naltrexone,39,34"),
)
TRIALS = (
    "study,ai,n1i,ci,n2i,kind\nAsh,10,20,5,20,a\nBirch,4,40,8,40,b\nCedar,30,100,30,100,a\nDogwood,5,50,9,50,b\n"
)

RECORDS = "TY  - JOUR\nTI  - A trial\nPY  - 2001\nER  - \n\nTI  - Without a beginning\nER  - \n"


@dataclass(frozen=True, slots=True)
class Shape:
    """A document's schema, what it is for, and the command that makes one (in a folder with examples)."""

    schema: str
    says: str
    arguments: tuple[str, ...]


SHAPES = (
    Shape(
        "effectbank.check/1",
        "What is wrong with a folder, what rests on it, and how much of the prose is bound.",
        ("check", "spoilt", "--json"),
    ),
    Shape(
        "effectbank.run/1",
        "Each analysis with its fit, its studies, and all that stands beside the fit.",
        ("run", EXAMPLE, "--json"),
    ),
    Shape("effectbank.write/1", "The changes `write` would make or has made.", ("write", "spoilt", "--json")),
    Shape(
        "effectbank.publish/1",
        "What was written, and which folders have how many errors.",
        ("publish", EXAMPLE, "-o", "page.html", "--json"),
    ),
    Shape(
        "effectbank.import/1",
        "What was made of a file, what is wrong with it, and the proof of its stored results.",
        ("import", "review.rm5", "-o", "review", "--json"),
    ),
    Shape(
        "effectbank.import-update/1",
        "What a newer state of a source changes in a folder, what was edited there, and where the two conflict.",
        ("import", "review.zip", "--update", "proved", "--json"),
    ),
    Shape(
        "effectbank.import-spreadsheet/1",
        "How a spreadsheet was read, or seems to be read: its columns, its rows counted, what is wrong.",
        ("import", "trials.csv", "-o", "trials", "--json"),
    ),
    Shape(
        "effectbank.import-records/1",
        "How many records a file holds, how many were read and rejected, and why.",
        ("import", "search.ris", "-o", "search.json", "--json"),
    ),
    Shape(
        "effectbank.library/1",
        "What became of every file of a library, and the sums over all of them.",
        ("run", "--library", "packages", "-o", "results", "--processes", "1", "--json"),
    ),
    Shape(
        "effectbank.prove/1",
        "How many stored results the data yield again, and each that they don't.",
        ("prove", "proved", "--json"),
    ),
    Shape(
        "effectbank.export/1",
        "What was written, what the format has no place for, and the proof of what was read again.",
        ("export", EXAMPLE, "--to", "package", "-o", "naltrexone.zip", "--json"),
    ),
    Shape(
        "effectbank.pool/1",
        "The fit of a bare CSV, its subgroups if asked for, and what was odd about the file.",
        ("pool", "trials.csv", "--measure", "RR", "--by", "kind", "--json"),
    ),
    Shape(
        "effectbank.error/1", "What any command prints when it cannot do its work.", ("run", "nothing", "--json")
    ),
)


def example(shape: Shape) -> Any:
    """One real document."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("trials.csv").write_text(TRIALS, encoding="utf-8")
        Path("search.ris").write_text(RECORDS, encoding="utf-8")
        shutil.copytree(examples() / EXAMPLE, "spoilt")
        spoil(Path("spoilt"))
        if "--library" in shape.arguments:
            Path("packages").mkdir()
            shutil.copy(PACKAGE, "packages")
            shutil.copy("search.ris", "packages")
        if shape.arguments[0] in ("import", "prove"):
            _impossible(Path("review.rm5"))
            _imported(Path("proved"))
        return json.loads(CliRunner().invoke(main, shape.arguments).stdout)


def spoil(folder: Path) -> None:
    """One event more, and more events than people: sentences fail, and the place is faulty."""
    for file, right, wrong in SPOILS:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(right, wrong), encoding="utf-8")
    with (folder / "text.md").open("a", encoding="utf-8") as prose:
        prose.write("\n::::{voice} commentary\nThere were 12 people more, or [7]{.uncounted}.\n::::\n")


def _impossible(file: Path) -> None:
    """A RevMan file with more events than people in a row."""
    text = PACKAGE.with_suffix(".rm5").read_text(encoding="utf-8")
    file.write_text(text.replace('EVENTS_1="49"', 'EVENTS_1="4900"'), encoding="utf-8")


def _imported(folder: Path) -> None:
    """A package made a folder, in which the stored estimates of the whole and of a study are then others."""
    shutil.copy(PACKAGE, "review.zip")
    CliRunner().invoke(main, ["import", "review.zip", "-o", str(folder)])
    stored = folder / "published.csv"
    text = stored.read_text(encoding="utf-8")
    stored.write_text(text.replace("0.896866", "0.796866").replace("0.68076", "0.58076"), encoding="utf-8")


def fit_lines() -> list[str]:
    """The fields of a fit, wherever it stands."""
    pooled = next(shape for shape in SHAPES if shape.arguments[0] == "pool")
    return _merged(_fields(example(pooled)["fit"], "", inside_fit=True))


def shape_lines(document: Any) -> list[str]:
    """`analyses[].driving.searched: integer`, one line a field, in the order they are printed."""
    return _merged(_fields(document, ""))


def _merged(fields: Iterator[tuple[str, str]]) -> list[str]:
    """Every kind a field was seen with; what has fields of its own is listed only where it may be null."""
    kinds: dict[str, dict[str, None]] = {}
    for path, kind in fields:
        kinds.setdefault(path, {})[kind] = None
    told = {path: [kind for kind in found if kind != "nothing"] for path, found in kinds.items()}
    return [
        f"{path}: {' or '.join(sorted(found, key='null'.__eq__))}"
        for path, found in told.items()
        if path and found not in ([], ["an object"])
    ]


def _fields(value: Any, path: str, *, inside_fit: bool = False) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and "provenance" in value and not inside_fit:
        yield path, "a fit"
    elif isinstance(value, dict):
        yield path, "an object"
        named = path.rpartition(".")[2] in BY_NAME
        for key, item in value.items():
            yield from _fields(item, f"{path}.{'NAME' if named else key}".removeprefix("."))
    elif isinstance(value, list) and _is_interval(value):
        yield path, "[number, number]"
    elif isinstance(value, list):
        yield f"{path}[]", "nothing"
        for item in value:
            yield from _fields(item, f"{path}[]")
    else:
        yield path, _kind(value)


def _is_interval(value: list[Any]) -> bool:
    numbers = [item for item in value if isinstance(item, float)]
    return len(value) == 2 and bool(numbers) and all(item is None or isinstance(item, float) for item in value)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    return {bool: "true or false", int: "integer", float: "number", str: "text"}[type(value)]
