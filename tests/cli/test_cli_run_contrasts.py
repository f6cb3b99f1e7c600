"""`run` on contrasts: the events and totals of their arms stand in the forest plot, and aren't pooled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Command = Callable[..., Result]
PLAN = """[comparisons.c]
intervention = ["tea"]
control = ["water"]
[outcomes.relapse]
kind = "contrasts"
[analyses.relapse]
outcome = "relapse"
comparison = "c"
measure = "HR"
model = "common"
"""
CONTRASTS = "study,arm,against,measure,estimate,se,o_e,variance\nant,tea,water,HR,,,-3,9\nbee,tea,water,HR,,,-1,4\n"


def folder(place: Path, people: str) -> Path:
    arms = "".join(f"{study},{arm},{arm}\n" for study in ("ant", "bee") for arm in ("tea", "water"))
    files = {
        "entry.toml": 'kind = "review"\ntitle = "Tea"\n',
        "review.toml": PLAN,
        "studies.csv": "study\nant\nbee\n",
        "arms.csv": f"study,arm,treatment\n{arms}",
        "data/relapse.csv": people,
        "data/relapse.contrasts.csv": CONTRASTS,
    }
    (place / "data").mkdir()
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_a_tiny_published_p_is_not_told_as_nought(tmp_path: Path, command: Command) -> None:
    place = folder(tmp_path, "study,arm,total\nant,tea,20\n")
    contrasts = CONTRASTS.replace("-3,9", "-30,9")
    (place / "data" / "relapse.contrasts.csv").write_text(contrasts, encoding="utf-8")
    published = "[analyses.relapse.published]\nestimate = 0.09\np = 0.0000\nwhere = 'table 1'\n"
    (place / "review.toml").write_text(PLAN + published, encoding="utf-8")
    assert "alike: estimate 0.09, p < .0001." in command("run", place).stdout


@pytest.mark.parametrize(
    ("people", "rows"),
    [
        (
            "study,arm,events,total\nant,tea,4,20\nant,water,7,21\nbee,tea,,30\n",
            (
                ["Study", "events/total", "events/total"],
                ["Ant", "4/20", "7/21", "69.2%"],
                ["Bee", "?/30", "?/?", "30.8%"],
            ),
        ),
        (
            "study,arm,total\nant,tea,20\nant,water,21\n",
            (["Study", "total", "total"], ["Ant", "20", "21", "69.2%"], ["Bee", "30.8%"]),
        ),
    ],
)
def test_people_stand_beside_contrasts(
    tmp_path: Path, command: Command, people: str, rows: tuple[list[str], ...]
) -> None:
    words = [line.split() for line in command("run", folder(tmp_path, people)).stdout.splitlines()]
    assert [[line[: len(row)] for line in words if line[: len(row)] == row] for row in rows] == [
        [row] for row in rows
    ]


def test_the_people_shown_are_those_of_the_arms_that_the_contrast_is_of(command: Command, tmp_path: Path) -> None:
    people = "study,arm,events,total\nant,tea,5,50\nant,mint,6,50\nant,water,10,50\nbee,mint,1,9\nbee,water,3,9\n"
    place = folder(tmp_path, people)
    plan = PLAN.replace('intervention = ["tea"]', 'intervention = ["tea", "mint"]')
    (place / "review.toml").write_text(plan, encoding="utf-8")
    arms = (place / "arms.csv").read_text(encoding="utf-8")
    (place / "arms.csv").write_text(f"{arms}ant,mint,mint\nbee,mint,mint\n", encoding="utf-8")
    told = command("run", place).output
    ant = next(line for line in told.splitlines() if line.startswith("Ant"))
    bee = next(line for line in told.splitlines() if line.startswith("Bee"))
    assert ant.split()[1:3] == ["5/50", "10/50"]
    assert bee.split()[1:3] == ["?/?", "3/9"]
