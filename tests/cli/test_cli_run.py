"""`run`: the founding review's table, by JSON and as a person reads it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from effectbank.cli.exits import Exit
from effectbank.review.opening import examples

Command = Callable[..., Result]
FOUNDING = "naltrexone-2011"


@pytest.fixture(scope="module")
def founding() -> dict[str, Any]:
    import json

    from click.testing import CliRunner

    from effectbank.cli import main

    told = json.loads(CliRunner().invoke(main, ["run", FOUNDING, "--json"]).stdout)
    return told | {"by_name": {analysis["name"]: analysis for analysis in told["analyses"]}}


def rounded(analysis: dict[str, Any]) -> tuple[float, ...]:
    shown = analysis["fit"]["display"]
    return tuple(round(number, 2) for number in (shown["estimate"], *shown["ci"]))


# Minozzi 2011 (CD001333.pub4), abstract and summary of findings; counts in the bank's entry of 15 July 2011.
@pytest.mark.parametrize(
    ("name", "estimate", "intervention", "control"),
    [
        ("retained", (1.43, 0.72, 2.82), (56, 202), (32, 191)),
        ("enforced", (2.93, 1.66, 5.18), (39, 116), (13, 114)),
        ("without_russian", (0.91, 0.52, 1.58), (19, 105), (21, 96)),
        ("imprisoned", (0.47, 0.26, 0.84), (13, 54), (16, 32)),
    ],
)
def test_the_table_of_results(
    founding: dict[str, Any],
    name: str,
    estimate: tuple[float, ...],
    intervention: tuple[int, int],
    control: tuple[int, int],
) -> None:
    found = founding["by_name"][name]
    assert rounded(found) == estimate
    assert (found["intervention"]["events"], found["intervention"]["total"]) == intervention
    assert (found["control"]["events"], found["control"]["total"]) == control


def test_the_head_counts(founding: dict[str, Any]) -> None:
    assert founding["counts"] == {"count": 13, "randomised": 1158}
    assert founding["values"]["compared"]["value"] == 891


def test_assumed_corresponding_and_published_risk_stand_apart(founding: dict[str, Any]) -> None:
    """168 and 239 in 1000; the source printed 240, which is 168 times the rounded 1.43."""
    risks = founding["by_name"]["retained"]["absolute"]
    assert (risks["per"], risks["assumed"]["number"], risks["corresponding"]["number"]) == (1000, 168, 239)
    assert risks["published"]["corresponding"]["number"] == 240
    assert risks["assumed"]["proportion"] == pytest.approx(32 / 191)


def test_san_alone_and_the_two_russian_trials_drive_it(founding: dict[str, Any]) -> None:
    sets = founding["by_name"]["retained"]["driving"]["sets"]
    assert [(one["left_out"], one["turns"]) for one in sets] == [
        (["san_1991"], "significance"),
        (["krupitsky_2004", "krupitsky_2006"], "direction"),
    ]


def test_partial_and_absent_data_have_their_words(founding: dict[str, Any]) -> None:
    follow_up, mortality = founding["by_name"]["follow_up"], founding["by_name"]["mortality"]
    assert follow_up["status"] == "partial"
    assert (follow_up["published"]["estimate"], follow_up["published"]["n"]) == (1.28, 116)
    assert (mortality["status"], mortality["fit"]) == ("no data", None)


def test_reconstructed_rows_are_called_so(founding: dict[str, Any]) -> None:
    assert founding["by_name"]["retained"]["reconstructed"] == ["curran_1976", "san_1991", "schottenfeld_2008"]


def test_each_row_says_where_it_is_written(founding: dict[str, Any]) -> None:
    rows = {row["study"]: row for row in founding["by_name"]["retained"]["studies"]}
    assert rows["krupitsky_2004"]["places"] == ["data/retained.csv:4", "data/retained.csv:5"]


def test_a_person_reads_summary_forest_risks_and_drivers(command: Command) -> None:
    output = command("run", FOUNDING, "retained").output
    assert "13 studies, 1,158 people randomised" in output
    assert "Random-effects model (k = 6; tau^2 estimator: DL" in output
    assert "risk ratio: 1.4274 (0.7235 to 2.8161)" in output
    forest = next(line for line in output.splitlines() if line.startswith("San 1991"))
    assert forest.split()[2:5] == ["4/28", "8/22", "16.8%"]
    assert forest.endswith("reconstructed")
    assert "168 per 1000" in output
    assert "San 1991 alone makes it statistically significant: risk ratio 1.89 (1.08 to 3.32)" in output
    assert "computed here alike: estimate 1.43, low 0.72, high 2.82" in output
    assert "differ: corresponding risk 0.240, computed 0.239" in output


def test_what_is_known_of_a_partial_study_is_shown(command: Command) -> None:
    output = command("run", FOUNDING, "follow_up").output
    assert "Partial: " in output
    assert next(line for line in output.splitlines() if line.startswith("Rawson 1979")).split()[2:4] == [
        "?/20",
        "4/15",
    ]


def test_an_analysis_asked_for_that_has_no_data_exits_3(command: Command) -> None:
    result = command("run", FOUNDING, "mortality")
    assert result.exit_code == Exit.NO_ESTIMATE
    assert "No data: no study measured death." in result.output


def test_all_analyses_run_even_if_some_have_no_data(command: Command) -> None:
    assert command("run", FOUNDING).exit_code == Exit.FINE


def test_an_unknown_analysis_is_told_the_nearest(command: Command) -> None:
    result = command("run", FOUNDING, "retaind")
    assert result.exit_code == Exit.USAGE
    assert "did you mean retained?" in result.output


def test_plain_characters_on_request(command: Command) -> None:
    output = command("run", FOUNDING, "imprisoned", "--ascii").output
    forest = output[output.index("Study ") : output.index("Heterogeneity")]
    assert forest.isascii()


def test_a_folder_without_analyses_exits_3(command: Command) -> None:
    result = command("run", "uk-clinical-guidelines-2017")
    assert result.exit_code == Exit.NO_ESTIMATE
    assert "no analyses" in result.output


def test_no_benefit_or_harm_is_guessed(command: Command, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(examples() / FOUNDING, tmp_path / FOUNDING))
    plan = folder / "review.toml"
    words = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r'^good = "(more|less)"\n', "", words, flags=re.M), encoding="utf-8")
    told = command("run", folder).stdout
    assert (
        'Number needed to treat: not known, for [outcomes.retained] has no good = "more" or good = "less".' in told
    )
    assert not re.search("NNT[BH]", told)


def test_figures_are_saved_by_analysis_as_far_as_there_is_something_to_see(
    command: Command, tmp_path: Path
) -> None:
    done = command("run", FOUNDING, "imprisoned", "retained", "--json", "--figures", tmp_path / "figures")
    assert done.exit_code == Exit.FINE
    saved = {path.name: {file.stem for file in path.iterdir()} for path in (tmp_path / "figures").iterdir()}
    assert saved["imprisoned"] == {"forest", "labbe", "p-values", "fragility"}  # two studies
    more = {"funnel", "leave-one-out", "cumulative", "predicted", "baujat", "radial", "influence", "gosh", "qq"}
    assert saved["retained"] == saved["imprisoned"] | more  # six; no tau2 profile of a DL fit
    assert done.stdout.startswith("{")
    assert "imprisoned: forest, labbe" in done.stderr
    assert "Krupitsky 2006" in (tmp_path / "figures/retained/labbe.svg").read_text(encoding="utf-8")


def test_figures_of_an_analysis_without_estimate_are_none(command: Command, tmp_path: Path) -> None:
    done = command("run", FOUNDING, "mortality", "--figures", tmp_path / "figures")
    assert done.exit_code == Exit.NO_ESTIMATE
    assert not (tmp_path / "figures").exists()


def test_the_name_of_an_analysis_leads_nowhere_else(tmp_path: Path) -> None:
    from dataclasses import replace

    from effectbank.cli.figures import save_figures
    from effectbank.review import open_folder

    review = open_folder(FOUNDING)
    synthesis = review.synthesis("abstinent")
    astray = replace(synthesis, analysis=replace(synthesis.analysis, name="../../astray"))
    assert save_figures(review, astray, tmp_path / "a" / "b", "svg") == ["forest"]
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["_astray"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["small", "--processes", "2"], "are for a --library"),
        (["small", "--scheduler", "local"], "are for a --library"),
        (["--library", ".", "-o", "out", "--figures", "pictures"], "a library is not drawn"),
        (["--library", ".", "-o", "out", "--ascii"], "a library is not drawn"),
    ],
)
def test_an_option_that_would_go_unread_is_refused(command: Command, asked: list[str], told: str) -> None:
    done = command("run", *asked)
    assert done.exit_code == 2
    assert told in done.output


@pytest.mark.parametrize(
    ("column", "told"),
    [("study\nalpha\nbeta", "not stated"), ("study,randomised\nalpha,40\nbeta,", "stated of 1")],
)
def test_head_counts_that_nobody_states_are_told_as_that(
    command: Command, tmp_path: Path, column: str, told: str
) -> None:
    """Not as unknown: in a folder made from a table of arms every group's size may be there."""
    files = {
        "entry.toml": 'kind = "review"\ntitle = "t"\n',
        "studies.csv": f"{column}\n",
        "arms.csv": "study,arm,treatment\n"
        + "".join(f"{study},{arm},{arm}\n" for study in ("alpha", "beta") for arm in ("drug", "none")),
        "review.toml": '[comparisons.c]\nintervention = ["drug"]\ncontrol = ["none"]\n[outcomes.o]\n'
        '[analyses.a]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\n',
        "data/o.csv": "study,arm,events,total\nalpha,drug,1,20\nalpha,none,4,20\nbeta,drug,3,30\nbeta,none,4,30\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert f"2 studies; how many people were randomised is {told}\n" in command("run", tmp_path).output


def test_events_whose_total_is_unknown_are_shown(command: Command, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(examples() / FOUNDING, tmp_path / FOUNDING))
    data = folder / "data" / "retained.csv"
    whole = data.read_text(encoding="utf-8")
    data.write_text(
        whole.replace("krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,12,"), encoding="utf-8"
    )
    lines = command("run", folder, "retained").output.splitlines()
    row = next(line for line in lines if line.startswith("Krupitsky 2004"))
    assert (row.split()[2], row.split()[-2:]) == ("12/?", ["not", "estimable"])
