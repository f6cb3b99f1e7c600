"""`run` on an analysis whose plan asks for no total: its studies, its subgroups, and why there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from effectbank.cli.exits import Exit

Command = Callable[..., Result]


@pytest.fixture
def untotalled(founding: Path, replace_in: Callable[[str, str, str], None]) -> Path:
    """The founding review with a plan that asks for no total of its main analysis."""
    plan = (founding / "review.toml").read_text(encoding="utf-8")
    head = "[analyses.retained]\n"
    assert plan.count(head) == 1
    replace_in("review.toml", head, f'{head}totals = "subgroups"\n')
    return founding


def test_an_analysis_without_a_total_shows_its_studies_and_why(
    untotalled: Path, command: Command, document: Callable[..., Any]
) -> None:
    done = command("run", untotalled, "retained")
    assert done.exit_code == Exit.FINE
    assert "Krupitsky 2004" in done.stdout
    assert done.stdout.count("No total: the review gives no total but those of its subgroups") == 1
    assert "2.90 (1.63 to 5.17)" in done.stdout
    assert "1.43 (0.72 to 2.82)" not in done.stdout
    (found,) = document("run", untotalled, "retained")["analyses"]
    assert (found["status"], found["totals"], found["fit"]) == ("not pooled", "subgroups", None)
    assert list(found["headings"]) == list(found["subgroups"]["groups"]) == ["enforced", "not enforced"]


def test_what_the_plan_leaves_out_is_told(command: Command, document: Callable[..., Any]) -> None:
    told = "Note: only studies with adherence enforced (the plan leaves out 3 studies with data)."
    assert told in command("run", "naltrexone-2011", "enforced").stdout
    (found,) = document("run", "naltrexone-2011", "enforced")["analyses"]
    assert (found["where"], found["without"]) == ({"adherence": ["enforced"]}, [])
    assert found["left_out"] == ["lerner_1992", "san_1991", "schottenfeld_2008"]


def test_its_picture_is_its_forest_plot(untotalled: Path, command: Command, tmp_path: Path) -> None:
    done = command("run", untotalled, "retained", "--figures", tmp_path / "figures")
    assert [path.name for path in (tmp_path / "figures" / "retained").iterdir()] == ["forest.svg"]
    assert "forest" in done.stderr
