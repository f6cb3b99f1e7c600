"""`pool`: bare CSV files, their columns recognised only when certain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from effectbank.cli.exits import Exit
from effectbank.measures import MEASURES

Command = Callable[..., Result]
Document = Callable[..., Any]

# Three of the thirteen BCG trials (Colditz 1994): tpos, tneg, cpos, cneg.
BCG = [("Aronson", 4, 119, 11, 128), ("Ferguson", 6, 300, 29, 274), ("Rosenthal", 3, 228, 11, 209)]


def csv(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def bcg(tmp_path: Path) -> Path:
    return csv(tmp_path / "bcg.csv", "author,tpos,tneg,cpos,cneg", [",".join(map(str, row)) for row in BCG])


def test_the_customary_columns_give_one_answer(document: Document, bcg: Path, tmp_path: Path) -> None:
    """The same trials as cells, as events and totals, and as meta names them."""
    totals = [f"{name},{a},{a + b},{c},{c + d}" for name, a, b, c, d in BCG]
    as_totals = csv(tmp_path / "a.csv", "study,ai,n1i,ci,n2i", totals)
    as_meta = csv(tmp_path / "b.csv", "studlab,event.e,n.e,event.c,n.c", totals)
    fits = [document("pool", file, "--measure", "RR")["fit"] for file in (bcg, as_totals, as_meta)]
    assert len({(fit["estimate"], fit["se"]) for fit in fits}) == 1
    assert list(fits[0]["weights"]) == ["Aronson", "Ferguson", "Rosenthal"]


def test_the_numbers_are_metafors(document: Document, bcg: Path) -> None:
    """rma(ai=tpos, bi=tneg, ci=cpos, di=cneg, data=dat.bcg[1:3,], measure="RR", method="DL"): by hand,
    w = 1/v with v = 1/a - 1/n1 + 1/c - 1/n2."""
    import math

    weights, effects = [], []
    for _, a, b, c, d in BCG:
        effects.append(math.log((a / (a + b)) / (c / (c + d))))
        weights.append(1 / (1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))
    by_hand = sum(w * y for w, y in zip(weights, effects, strict=True)) / sum(weights)
    fit = document("pool", bcg, "--measure", "RR", "--model", "common")["fit"]
    assert fit["estimate"] == pytest.approx(by_hand, rel=1e-12)
    assert fit["se"] == pytest.approx(sum(weights) ** -0.5, rel=1e-12)


def test_estimates_with_variances_or_standard_errors(document: Document, tmp_path: Path) -> None:
    by_variance = csv(tmp_path / "v.csv", "study,yi,vi", ["A,0.1,0.04", "B,0.3,0.09"])
    by_error = csv(tmp_path / "s.csv", "study,yi,sei", ["A,0.1,0.2", "B,0.3,0.3"])
    one, two = (
        document("pool", f, "--measure", "GEN", "--model", "common")["fit"] for f in (by_variance, by_error)
    )
    assert one["estimate"] == pytest.approx(two["estimate"])
    assert one["estimate"] == pytest.approx((0.1 / 0.04 + 0.3 / 0.09) / (1 / 0.04 + 1 / 0.09))


@pytest.mark.parametrize(
    ("measure", "lines"),
    [
        ("PLO", ("study,xi,ni", "A,3,20", "B,8,40")),
        ("IRR", ("study,x1i,t1i,x2i,t2i", "A,3,20,5,22", "B,8,40,9,38")),
        ("ZCOR", ("study,ri,ni", "A,0.3,20", "B,0.5,40")),
        ("MD", ("study,mean.e,sd.e,n.e,mean.c,sd.c,n.c", "A,5,1,20,6,1,20", "B,4,1,30,6,2,30")),
        ("MD", ("study,n1,mean1,sd1,n2,mean2,sd2", "A,20,5,1,20,6,1", "B,30,4,1,30,6,2")),
        ("RR", ("study,tdead,tnodead,cdead,cnodead", "A,3,17,5,15", "B,8,22,9,21")),
        ("IRR", ("study,event.e,time.e,event.c,time.c", "A,3,20,5,22", "B,8,40,9,38")),
    ],
)
def test_every_kind_of_data_has_its_customary_names(
    document: Document, tmp_path: Path, measure: str, lines: tuple[str, ...]
) -> None:
    file = csv(tmp_path / "x.csv", lines[0], list(lines[1:]))
    assert document("pool", file, "--measure", measure)["fit"]["k"] == 2


def test_one_group_has_one_column_of_events_and_no_line_of_no_effect(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,xi,ni", ["A,3,20", "B,8,40", "C,2,30"])
    output = command("pool", file, "--measure", "PLO", "--forest", tmp_path / "f.svg").output
    row = next(line for line in output.splitlines() if line.startswith("B "))
    assert row.split()[1] == "8/40"
    assert "┊" not in output


def test_unrecognised_columns_are_asked_for(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,died1,n1,died2,n2", ["A,1,10,2,10", "B,2,10,4,10"])
    result = command("pool", file, "--measure", "RR")
    assert result.exit_code == Exit.USAGE
    assert "--columns events=" in result.output
    told = ("--columns", "events=died1,died2", "--columns", "totals=n1,n2")
    assert command("pool", file, "--measure", "RR", *told).exit_code == Exit.FINE


def test_two_readings_are_not_chosen_between(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "ai,bi,ci,di,n1i,n2i", ["1,9,2,8,10,10", "1,9,2,8,10,11"])
    result = command("pool", file, "--measure", "RR")
    assert result.exit_code == Exit.USAGE
    assert "could be metafor's events and totals or metafor's events and nonevents" in result.output


def test_two_readings_that_say_the_same_are_one(document: Document, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "ai,bi,ci,di,n1i,n2i", ["1,9,2,8,10,10", "3,7,4,,10,10"])
    fit = document("pool", file, "--measure", "RR")["fit"]
    assert fit["k"] == 2  # by the totals: of the second row the non-events aren't known


def test_what_export_writes_is_pooled_as_the_folder_is(
    command: Command, document: Document, founding: Path, tmp_path: Path
) -> None:
    wide = tmp_path / "wide.csv"
    assert command("export", founding, "--to", "wide-csv", "-o", wide).exit_code == Exit.FINE
    result = command("pool", wide, "--measure", "RR")
    assert result.exit_code == Exit.USAGE
    assert "the rows are of several outcomes (retained, " in result.output
    asked = ("--where", "outcome=imprisoned", "--where", "comparison=naltrexone_v_none")
    [run] = [one for one in document("run", founding)["analyses"] if one["name"] == "imprisoned"]
    options = ("--model", "common", "--method", "MH", "--preset", "revman5")
    pooled = document("pool", wide, "--measure", "RR", *asked, *options)["fit"]
    assert pooled["k"] == run["fit"]["k"] == 2
    assert pooled["estimate"] == pytest.approx(run["fit"]["estimate"], rel=1e-12)
    assert (
        "did you mean imprisoned" in command("pool", wide, "--measure", "RR", "--where", "outcome=prisoned").output
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("events", "ROLE=COLUMN,COLUMN expected"),
        ("event=a,b", "did you mean events?"),
        ("events=tpos,cpox", "did you mean cpos?"),
        ("events=tpos", "events"),
    ],
)
def test_columns_told_wrong_are_told_right(command: Command, bcg: Path, told: str, words: str) -> None:
    result = command("pool", bcg, "--measure", "RR", "--columns", told)
    assert result.exit_code == Exit.USAGE
    assert words in result.output


def test_a_bad_cell_is_told_with_its_line(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,ai,n1i,ci,n2i", ["A,1,10,2,10", "B,two,10,4,10"])
    result = command("pool", file, "--measure", "RR")
    assert result.exit_code == Exit.PROBLEMS
    assert "x.csv:3 [ai]: error: " in result.output


def test_what_can_be_pooled_is_and_every_fault_is_told_at_once(
    command: Command, document: Document, tmp_path: Path
) -> None:
    rows = ["A,4,12,6,13", "B,40,12,3,10", "C,x,3,4,5", "D,2,20,4,20"]
    file = csv(tmp_path / "x.csv", "study,ai,n1i,ci,n2i", rows)
    result = command("pool", file, "--measure", "RR")
    assert result.exit_code == Exit.PROBLEMS
    assert "k = 2" in result.output
    assert "x.csv:3: error: B, intervention events: 40.0 given, at most the total expected" in result.output
    assert "x.csv:4 [ai]: error: 'x' is not a number" in result.output
    assert "left out: B (intervention events: 40.0 given" in result.output
    assert "left out: C (" in result.output
    found = document("pool", file, "--measure", "RR")
    assert [one["line"] for one in found["problems"]] == [3, 4]
    alone = csv(tmp_path / "y.csv", "study,ai,n1i,ci,n2i", ["A,4,12,6,13", "D,2,20,4,20"])
    assert found["fit"]["estimate"] == document("pool", alone, "--measure", "RR")["fit"]["estimate"]


def test_where_nothing_is_left_it_is_said(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,ai,n1i,ci,n2i", ["B,40,12,3,10", "C,x,3,4,5"])
    result = command("pool", file, "--measure", "RR")
    assert result.exit_code == Exit.PROBLEMS
    assert "x.csv:2: error: B" in result.output
    assert "x.csv:3 [ai]: error" in result.output
    assert "Nothing is pooled." in result.output


def test_a_spreadsheets_semicolons_and_commas_are_read(document: Document, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study;yi;vi", ["A;0,1;0,04", "B;0,3;0,09"])
    found = document("pool", file, "--measure", "GEN")
    assert found["fit"]["k"] == 2
    assert found["problems"]


def test_an_unknown_cell_leaves_its_study_out_and_says_so(command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,ai,n1i,ci,n2i", ["A,1,10,2,10", "B,,10,4,10", "C,2,20,4,20"])
    output = command("pool", file, "--measure", "RR").output
    assert "k = 2" in output
    assert "left out: B" in output


def test_studies_of_one_name_are_told_apart(document: Document, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,yi,vi", ["A,0.1,0.04", "A,0.3,0.09"])
    assert list(document("pool", file, "--measure", "GEN")["fit"]["weights"]) == ["A (line 2)", "A (line 3)"]


def test_subgroups_and_their_test(document: Document, tmp_path: Path) -> None:
    rows = ["A,0.1,0.04,x", "B,0.3,0.09,x", "C,0.5,0.04,y", "D,0.6,0.09,y"]
    file = csv(tmp_path / "x.csv", "study,yi,vi,kind", rows)
    found = document("pool", file, "--measure", "GEN", "--by", "kind", "--model", "common")
    assert [group["subgroup"] for group in found["subgroups"]] == ["x", "y"]
    assert found["subgroup_test"]["df"] == 1


def test_the_figure_is_drawn_where_it_was_asked_for(command: Command, bcg: Path, tmp_path: Path) -> None:
    assert command("pool", bcg, "--measure", "RR", "--forest", tmp_path / "f.svg").exit_code == Exit.FINE
    assert "Ferguson" in (tmp_path / "f.svg").read_text(encoding="utf-8")


def test_an_unknown_figure_format_is_refused_before_anything_is_printed(
    command: Command, bcg: Path, tmp_path: Path
) -> None:
    result = command("pool", bcg, "--measure", "RR", "--forest", tmp_path / "f.jpg")
    assert result.exit_code == Exit.USAGE
    assert "pdf, png, svg" in result.stderr
    assert result.stdout == ""


def test_nothing_to_estimate_exits_3(document: Document, command: Command, tmp_path: Path) -> None:
    file = csv(tmp_path / "x.csv", "study,ai,n1i,ci,n2i", ["A,,10,2,10"])
    assert command("pool", file, "--measure", "RR").exit_code == Exit.NO_ESTIMATE
    assert document("pool", file, "--measure", "RR")["error"]["kind"] == "NotEstimable"


def test_a_workbook_is_told_in_one_sentence(command: Command, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["study", "ai"])
    book.save(tmp_path / "trials.xlsx")
    result = command("pool", tmp_path / "trials.xlsx", "--measure", "RR")
    assert result.exit_code == Exit.USAGE
    assert len(result.output.splitlines()) == 1
    assert "trials.xlsx is an Excel workbook" in result.output
    assert "effectbank import" in result.output


def test_a_csv_of_windows_is_read_as_that(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("study,yi,vi\nMüller,0.1,0.04\nB,0.3,0.09\n".encode("cp1252"))
    found = document("pool", path, "--measure", "GEN")
    assert list(found["fit"]["weights"]) == ["Müller", "B"]
    assert [one["code"] for one in found["problems"]] == ["legacy-encoding"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"study\n", b"a,a\n1,2\n", b'"open\n'])
def test_no_file_gives_a_traceback(command: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    result = command("pool", path, "--measure", "RR")
    assert result.exit_code in (Exit.PROBLEMS, Exit.USAGE, Exit.NO_ESTIMATE)
    assert "Traceback" not in result.output


def test_all_measures_are_listed_by_a_command_that_needs_no_trials(command: Command) -> None:
    result = command("pool", "--measures")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[:2] == ["RR      risk ratio", "OR      odds ratio"]
    assert len(lines) == len(MEASURES)
