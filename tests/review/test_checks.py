"""The rules themselves: each has its documentation, its code, and says which analyses rest on what it found."""

from __future__ import annotations

import inspect
import subprocess
import sys
from dataclasses import replace
from typing import Any

from effectbank.problems import Place, Problem
from effectbank.review import Review, open_folder, read_files
from effectbank.review.checks import ALL_CHECKS, RULES, published_differs
from effectbank.review.checks.registry import MOST
from effectbank.review.concerns import resting_on
from effectbank.review.model import AsWritten
from effectbank.review.reading import faults
from effectbank.review.wording import lines_in_words


def test_every_rule_has_one_line_of_documentation() -> None:
    for code, module in RULES.items():
        first = (module.__doc__ or "").partition("\n")[0]
        assert first.endswith("."), code
        assert len(first) > 20, code


def test_the_rules_asked_for_are_there() -> None:
    assert {
        "unknown-study", "unknown-arm", "unknown-treatment", "events-above-total", "negative-count",
        "analysed-above-randomised", "counted-twice", "unknown-outcome", "unmeasured-outcome",
        "fact-without-source",
        "head-count", "published-differs", "reconstructed",
    } <= set(ALL_CHECKS)  # fmt: skip


def test_every_fault_of_reading_is_documented() -> None:
    told = [f for _, f in inspect.getmembers(faults, inspect.isfunction) if f.__module__ == faults.__name__]
    assert all((f.__doc__ or "").strip() for f in told)


def test_what_rests_on_a_row_of_the_founding_review() -> None:
    review = open_folder("naltrexone-2011")
    row = next(r for r in review.data["retained"] if (r.study, r.arm) == ("krupitsky_2004", "naltrexone"))
    assert resting_on(review, row.place)[:3] == ("retained", "enforced", "russian")
    assert "without_russian" not in resting_on(review, row.place)
    assert "times_as_many" in resting_on(review, row.place)  # a value built on an analysis that holds the row
    other = next(r for r in review.data["retained"] if r.arm == "fluoxetine")
    assert resting_on(review, other.place) == ()  # outside every comparison
    assert "compared" in resting_on(review, review.studies["guo_2001"].place)  # counted from studies.csv


def test_what_rests_on_a_table_of_the_plan() -> None:
    review = open_folder("naltrexone-2011")
    assert resting_on(review, Place(file="review.toml", key="outcomes.imprisoned"))[0] == "imprisoned"
    assert resting_on(review, Place(file="text.md", line=3)) == ()


def test_problems_come_errors_first_then_by_place() -> None:
    review = read_files("r", {"entry.toml": b"", "facts.csv": b"fact,value,source\nB,1,\na,2,s\na,3,s\n"})
    found = [(p.severity, p.place.file, p.place.line or 0) for p in review.problems()]
    assert found == sorted(found, key=lambda x: (["error", "warning", "note"].index(x[0]), x[1], x[2]))
    assert {p.code for p in review.problems()} >= {"named-twice", "not-a-slug", "fact-without-source"}


def test_a_rule_that_finds_too_many_says_so_and_stops() -> None:
    rows = "".join(f"f{n},1,\n" for n in range(MOST + 50))
    review = read_files(
        "r", {"entry.toml": b'kind="notes"\ntitle="t"', "facts.csv": f"fact,value,source\n{rows}".encode()}
    )
    found: list[Problem] = [p for p in review.problems() if p.code == "fact-without-source"]
    assert len(found) == MOST
    assert [p.message for p in review.problems() if p.code == "and-more"] == [
        f"there are more than {MOST} Problems of the kind fact-without-source; mend these first"
    ]


def test_checking_loads_nothing_heavy() -> None:
    heavy = ("scipy.special", "scipy.stats", "narwhals", "matplotlib", "django", "pandas", "tomlkit", "jinja2")
    code = (
        "import sys; from effectbank.review import open_folder; open_folder('naltrexone-2011').problems();"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_lines_of_the_data_are_told_file_by_file_and_one_as_one() -> None:
    places = [Place(file="data/a.csv", line=line) for line in (9, 2, 9)] + [Place(file="data/b.csv", line=5)]
    assert lines_in_words(places) == "data/a.csv, lines 2, 9; data/b.csv, line 5"


def test_what_was_stored_is_proved_once_however_many_published_results_differ(monkeypatch: Any) -> None:
    asked: list[Review] = []
    monkeypatch.setattr(published_differs, "changed_in", lambda review: asked.append(review) or [])
    review = open_folder("naltrexone-2011")
    off = {
        name: replace(plan, published=replace(plan.published, estimate=AsWritten("9.99")))
        for name, plan in review.analyses.items()
        if plan.published
    }
    wrong = replace(review, analyses={**review.analyses, **off})
    assert len(list(published_differs.check(wrong))) == 3
    assert len(asked) == 1
