"""A small valid folder, and the spoils of it that a test shows in its docstring."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path

from effectbank.problems import Problem
from effectbank.review import Review, read_files

SMALL: Mapping[str, str] = {
    "entry.toml": """\
kind = "review"
title = "A small review"
year = 2012
revised = 2012-03-04
""",
    "text.md": """\
::::{voice} findings
Of the treated [12 of 90](=relapsed.intervention) relapsed.
::::
""",
    "review.toml": """\
[comparisons.treated_v_usual]
intervention = ["treatment"]
control = ["usual_care"]

[outcomes.relapsed]
good = "less"

[analyses.relapsed]
outcome = "relapsed"
comparison = "treated_v_usual"
measure = "RR"
model = "common"
method = "MH"

[analyses.clinics]
outcome = "relapsed"
comparison = "treated_v_usual"
measure = "RR"
model = "common"
method = "MH"
where = { setting = "clinic" }
""",
    "studies.csv": """\
study,year,country,status,randomised,setting
alpha,2001,Norway,included,80,clinic
beta,2004,Canada,included,100,home
""",
    "arms.csv": """\
study,arm,treatment,randomised
alpha,treated,treatment,40
alpha,control,usual_care,40
beta,treated,treatment,50
beta,control,usual_care,50
""",
    "data/relapsed.csv": """\
study,arm,events,total,source
alpha,treated,5,40,report
alpha,control,10,40,report
beta,treated,7,50,report
beta,control,15,50,report
""",
    "facts.csv": """\
fact,value,of,source,where
national,45%,people leaving,survey,page 12
""",
}

FILE = re.compile(r" *([\w./]+\.(?:csv|toml|md|json))")
LINE = re.compile(r" *(\d+)\| ?(.*)")


def small_bytes() -> dict[str, bytes]:
    """The small folder as bytes."""
    return {name: text.encode() for name, text in SMALL.items()}


def spoilt(doc: str) -> dict[str, bytes]:
    """The small folder with the lines of a docstring in place of its own: a file, then `3| the new line 3`."""
    files = {name: text.split("\n") for name, text in SMALL.items()}
    name = ""
    for line in doc.split("\n"):
        if found := FILE.fullmatch(line):
            name = found.group(1)
        elif found := LINE.fullmatch(line):
            number, words = int(found.group(1)), found.group(2)
            rows = files.setdefault(name, [""])
            rows[number - 1 : number] = [words, ""] if number == len(rows) else [words]
    return {name: "\n".join(rows).encode() for name, rows in files.items()}


def load_doc(test: Callable[[Review], None]) -> Callable[[], None]:
    """Call a test with the review of the small folder as its docstring spoils it."""
    doc = textwrap.dedent(test.__doc__ or "")

    @wraps(test)
    def loaded() -> None:
        test(read_files("small", spoilt(doc)))

    del loaded.__wrapped__  # pytest would ask for a fixture named review
    return loaded


def told(review: Review, code: str) -> list[str]:
    """What is said under one code, each as `place: severity: message — hint (concerns …)`."""
    return [str(problem) for problem in review.problems() if problem.code == code]


def codes(review: Review) -> set[str]:
    """The codes of all that is said, errors and warnings only."""
    return {problem.code for problem in review.problems() if problem.severity != "note"}


def the_one(problems: list[Problem] | tuple[Problem, ...], code: str) -> Problem:
    """The only Problem of a code."""
    (found,) = [problem for problem in problems if problem.code == code]
    return found


def lay_out(files: Mapping[str, bytes], root: Path) -> Path:
    """Write a folder's bytes under a path."""
    for name, raw in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(raw)
    return root
