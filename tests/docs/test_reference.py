"""The reference is what the code says: making it anew changes nothing, and nothing of the code is missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import effectbank as eb
from effectbank.cli import SUMMARIES
from effectbank.cli.exits import Exit
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.measures.catalogue import MEASURES
from effectbank.measures.zero_cells import RULES as ZERO_CELL_RULES
from effectbank.review.checks import RULES
from effectbank.review.paths.fit import ENDS
from effectbank.review.reading import data, entry, plan

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, imported with its neighbours."""
    sys.path.insert(0, str(DOCS))
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(DOCS))
    return module


def test_making_it_anew_changes_nothing(generate: ModuleType) -> None:
    stale = [
        name for name, make in generate.PAGES.items() if (REFERENCE / name).read_text(encoding="utf-8") != make()
    ]
    assert not stale, "run `make docs`"


def test_there_is_no_page_nobody_makes(generate: ModuleType) -> None:
    assert {path.name for path in REFERENCE.glob("*.md")} == set(generate.PAGES)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("folder.md", [f"| `{name}` |" for name in (*plan.ANALYSIS, *plan.PUBLISHED, *entry.KEYS, *data.COLUMNS)]),
        ("folder.md", [f"## {name}" for name in ("studies.csv", "arms.csv", "facts.csv", "published.csv")]),
        ("text.md", [f"| `{name}` |" for name in ENDS]),
        ("commands.md", [f"## effectbank {name}" for name in SUMMARIES]),
        ("measures.md", [f"| `{code}` |" for code in MEASURES]),
        ("pooling.md", [f"| `{name}` |" for name in ESTIMATORS]),
        ("zero-cells.md", [f"| `{name}` |" for name in ZERO_CELL_RULES]),
        ("checks.md", [f"| `{code}` |" for code in RULES]),
        ("exit-codes.md", [f"| {int(code)} |" for code in Exit]),
        ("conversions.md", ["### eb.hazard.from_curves\n", "### eb.medians.mean_and_sd\n", "### eb.tables."]),
        ("library.md", [f"## eb.{name}\n" for name in eb.__all__ if name != "__version__"]),
    ],
)
def test_the_reference_names_all_of_the_code(page: str, names: list[str]) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize("page", ["checks.md", "zero-cells.md", "numerals.md", "pooling.md", "exit-codes.md"])
def test_no_row_of_a_table_is_left_without_words(page: str) -> None:
    lines = (REFERENCE / page).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| ---")]
    assert [row for row in rows if not row.strip("| ").split("|")[-1].strip()] == []
    assert len(rows) > 2
