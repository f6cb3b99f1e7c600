"""Rows: notes above and below, headings over two rows, totals at the end; every one is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from spreadsheet_tables import book_at, counts, is_sound, mapped, read_text, told

from effectbank.formats import spreadsheet
from effectbank.formats.spreadsheet import read
from effectbank.formats.spreadsheets import delimited
from effectbank.formats.spreadsheets.rows import Fate

HEAD = "study,ai,n1i,ci,n2i"


def test_a_table_out_of_a_paper_with_all_that_stands_round_it(tmp_path: Path) -> None:
    rows = [
        ["Table 2. Deaths at one year"],
        ["Searched in May 2011; twelve trials"],
        [],
        ["Study", "Naltrexone", None, None, "Placebo", None, "Country"],
        [None, "Events", "Total", None, "Events", "Total", None],
        ["Smith 2001", 5, 40, None, 10, 41, "Norway"],
        ["Jones 2003", "3 (10%)", 30, None, 6, 29, "Canada"],
        ["Total", 8, 70, None, 16, 70, None],
        ["* deaths from any cause"],
        ["Source: the trial reports", None, None, None, None, None, None],
    ]
    done = read(book_at(tmp_path, {"Table 2": rows}, ["A1:G1", "A4:A5", "B4:C4", "E4:F4", "G4:G5"]))
    assert mapped(done) == [
        ("Study", "study", True),
        ("Naltrexone | Events", "events, intervention", True),
        ("Naltrexone | Total", "total, intervention", True),
        ("Placebo | Events", "events, control", True),
        ("Placebo | Total", "total, control", True),
        ("Country", "country", True),
    ]
    assert (done.mapping.sheet, done.mapping.header) == ("Table 2", (4, 5))
    assert counts(done) == {
        ("smith_2001", "naltrexone"): (5, 40), ("smith_2001", "placebo"): (10, 41),
        ("jones_2003", "naltrexone"): (3, 30), ("jones_2003", "placebo"): (6, 29),
    }  # fmt: skip
    assert done.count.found == 9
    assert done.count.fates == {Fate.ABOVE: 2, Fate.HEAD: 2, Fate.READ: 2, Fate.TOTAL: 1, Fate.REMARK: 2}
    assert done.review.studies["smith_2001"].country == "Norway"
    assert told(done) == []
    kept = done.review.files["mapping.toml"].decode()
    assert "# Set aside, row 1: Table 2. Deaths at one year\n" in kept
    assert "# Set aside, row 8: Total, 8, 70, 16, 70\n" in kept
    assert "# Set aside, row 9: * deaths from any cause\n" in kept
    is_sound(done)


def test_a_total_that_the_rows_do_not_add_up_to_is_told(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\nB,3,30,6,29\nTotal,9,70,16,70\n")
    assert [str(problem) for problem in done.problems if problem.code == "total-differs"] == [
        "trials.csv:4 [B4 (ai)]: warning: the total says 9, but the rows read add up to 8"
        " — is a row missing, or a cell mistyped?"
    ]
    assert len(done.review.studies) == 2


def test_numbers_without_a_name_may_be_a_total_so_the_row_is_rejected(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\nB,3,30,6,29\n,8,70,16,70\n")
    assert told(done) == [("no-name", 4, "B4")]
    assert (done.count.read, done.count.rejected, done.count.found) == (2, 1, 4)
    assert list(done.review.studies) == ["a", "b"]


def test_a_forest_plots_table_with_its_headings_subtotals_and_tests(tmp_path: Path) -> None:
    """As RevMan copies it: groups' names typed once over their first column, nothing merged."""
    done = read_text(
        tmp_path,
        """
        Study or Subgroup,Experimental,,Control,,Weight,Risk Ratio
        ,Events,Total,Events,Total,,"M-H, Fixed, 95% CI"
        1.1.1 Adults,,,,,,
        Smith 2001,5,40,10,41,40.0%,"0.51 [0.19, 1.37]"
        Subtotal (95% CI),,40,,41,40.0%,"0.51 [0.19, 1.37]"
        1.1.2 Children,,,,,,
        Jones 2003,3,30,6,29,60.0%,"0.48 [0.13, 1.76]"
        Total (95% CI),,70,,70,100.0%,"0.50 [0.22, 1.10]"
        Total events,8,,16,,,
        "Heterogeneity: Chi² = 0.00, df = 1 (P = 0.95); I² = 0%",,,,,,
        Test for overall effect: Z = 1.71 (P = 0.09),,,,,,
        """,
    )
    assert list(counts(done).values()) == [(5, 40), (10, 41), (3, 30), (6, 29)]
    assert [dict(study.fields) for study in done.review.studies.values()] == [
        {"weight": "40.0%", "risk_ratio_m_h_fixed_95_ci": "0.51 [0.19, 1.37]", "under_heading": "1.1.1 Adults"},
        {"weight": "60.0%", "risk_ratio_m_h_fixed_95_ci": "0.48 [0.13, 1.76]", "under_heading": "1.1.2 Children"},
    ]
    assert done.count.fates == {Fate.HEAD: 2, Fate.READ: 2, Fate.TOTAL: 3, Fate.REMARK: 2, Fate.HEADING: 2}
    assert told(done) == [("heading-among-rows", 3, "A3"), ("heading-among-rows", 6, "A6")]
    is_sound(done)


def test_a_study_of_which_nothing_is_known_is_there_and_told(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD},country\nA,5,40,10,41,Norway\nB,,,,,Canada\nC,NR,NR,NR,NR,\nD,1,9,2,9,\n")
    assert counts(done)["b", "control"] == (None, None)
    assert told(done) == [("no-numbers", 3, "A3"), ("no-numbers", 4, "A4")]
    assert {row.provenance.confidence for row in done.review.data["outcome"] if row.study in "bc"} == {"unknown"}
    is_sound(done)


def test_the_same_row_twice_is_read_once_and_the_same_name_with_other_numbers_twice(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\nA,3,30,6,29\nA,5,40,10,41\n")
    assert counts(done) == {
        ("a", "intervention"): (5, 40), ("a", "control"): (10, 41),
        ("a_row_3", "intervention"): (3, 30), ("a_row_3", "control"): (6, 29),
    }  # fmt: skip
    assert done.review.studies["a_row_3"].label == "A (row 3)"
    assert told(done) == [("study-again", 3, "A3"), ("repeated-row", 4, "A4")]
    assert (done.count.read, done.count.rejected) == (2, 1)
    assert [str(one) for one in done.review.problems() if one.code == "study-again"] == [
        "studies.csv:3 [label]: warning: 'A (row 3)' has its name from its row: the sheet has one of that name "
        "before it — if the same people are counted twice, take one out; else give it a name of its own "
        "(concerns outcome)"
    ]


def test_a_second_row_of_an_arm_is_left_out_unless_something_tells_it_apart(tmp_path: Path) -> None:
    rows = "A,drug,early,1,10\nA,drug,late,2,10\nA,placebo,early,3,10\nA,placebo,late,4,10\n"
    text = f"study,arm,when,events,total\n{rows}"
    done = read_text(tmp_path, text)
    assert told(done) == [("arm-again", 3, "A3"), ("arm-again", 5, "A5")]
    assert list(counts(done).values()) == [(1, 10), (3, 10)]
    told_apart = done.review.files["mapping.toml"].replace(b'"when", is = "moderator"', b'"when", is = "outcome"')
    told_apart = told_apart.replace(b'"when", is = "description"', b'"when", is = "outcome"')
    (tmp_path / "m.toml").write_bytes(told_apart)
    again = read_text(tmp_path, text, mapping=tmp_path / "m.toml")
    assert list(counts(again, "early").values()) == [(1, 10), (3, 10)]
    assert list(counts(again, "late").values()) == [(2, 10), (4, 10)]
    is_sound(again)


def test_the_headings_repeated_further_down_are_set_aside(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\n{HEAD}\nB,3,30,6,29\n")
    assert list(done.review.studies) == ["a", "b"]
    assert done.count.fates == {Fate.HEAD: 1, Fate.READ: 2, Fate.REPEATED: 1}


def test_a_line_that_begins_with_a_hash_is_no_comment_here(tmp_path: Path) -> None:
    done = read_text(tmp_path, "#,study,ai,n1i,ci,n2i\n1,A,5,40,10,41\n#2,B,3,30,6,29\n")
    assert list(done.review.studies) == ["a", "b"]
    assert (done.count.read, done.count.found) == (2, 3)


def test_a_line_with_broken_quotes_is_counted_as_rejected(tmp_path: Path) -> None:
    done = read_text(tmp_path, f'{HEAD}\nA,5,40,10,41\n"B"x,3,30,6,29\nC,1,9,2,9\n')
    assert list(done.review.studies) == ["a", "c"]
    assert (done.count.read, done.count.rejected, done.count.found) == (2, 1, 4)
    assert told(done) == [("broken-quotes", 3, None)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("prefix", ["", "sep={}\n", "Deaths, one year; all trials\n\n"])
def test_every_delimiter_with_whatever_stands_before_it(tmp_path: Path, delimiter: str, prefix: str) -> None:
    if prefix.startswith("sep") and delimiter == "\t":
        prefix = ""
    rows = ["study,ai,n1i,ci,n2i", "A,5,40,10,41", "B,3,30,6,29"]
    path = tmp_path / "trials.csv"
    path.write_text(prefix.format(delimiter) + "\n".join(rows).replace(",", delimiter) + "\n", encoding="utf-8")
    assert list(counts(read(path)).values()) == [(5, 40), (10, 41), (3, 30), (6, 29)]


def test_a_file_as_windows_saves_it_is_read_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "trials.csv"
    path.write_bytes(f"{HEAD}\nMüller – Weiß 1990,5,40,10,41\n".encode("cp1252"))
    done = read(path)
    assert told(done) == [("legacy-encoding", 2, None)]
    assert [study.label for study in done.review.studies.values()] == ["Müller – Weiß 1990"]
    done.review.files["studies.csv"].decode("utf-8")
    path.write_bytes(f"{HEAD}\nMüller 1990,5,40,10,41\n".encode("utf-8-sig"))
    assert list(read(path).review.studies) == ["muller_1990"]
    path.write_bytes(f"{HEAD}\nMüller 1990,5,40,10,41\n".encode("utf-16"))
    assert list(read(path).review.studies) == ["muller_1990"]


def test_a_text_larger_than_any_table_of_trials_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_CELLS", 9)
    assert told(read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\n"))[0] == ("outsized", None, None)
    monkeypatch.setattr(spreadsheet, "MOST_TEXT", 9)
    assert told(read_text(tmp_path, f"{HEAD}\nA,5,40,10,41\n")) == [("too-large", None, None)]


def test_columns_without_headings_and_without_cells(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,ai,n1i,,ci,n2i,empty,\nA,5,40,,10,41,,near\nB,3,30,,6,29,,far\n")
    assert mapped(done)[-2:] == [("empty", "unused", True), ("", "moderator", True)]
    assert [study.fields["column_h"] for study in done.review.studies.values()] == ["near", "far"]


def test_a_column_of_the_folders_own_name_keeps_its_words_under_another(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD},status,reason,Label\nA,5,40,10,41,published,x,y\n")
    assert done.review.studies["a"].fields == {"status_given": "published", "reason_given": "x", "label_given": "y"}
    is_sound(done)


def test_a_year_that_is_none_is_told_and_kept_in_the_note(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD},year\nA,5,40,10,41,in press\nB,3,30,6,29,2003\n")
    assert [study.year for study in done.review.studies.values()] == [None, 2003]
    assert done.review.studies["a"].provenance.note == "in the sheet year: in press"
    assert told(done) == [("unread-year", 2, "F2 (year)")]


@pytest.mark.parametrize("text", ["", "\n\n", "study\n", "just words\n", "1,2,3\n4,5,6\n"])
def test_no_table_is_told(tmp_path: Path, text: str) -> None:
    done = read_text(tmp_path, text)
    assert (done.review, done.mapping) == (None, None)
    assert told(done)[-1][0] == "no-table"


def test_a_head_without_rows_makes_no_folder(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\n")
    assert done.review is None
    assert told(done)[-1][0] == "no-rows"


def test_studies_of_one_name_are_told_apart_by_their_years(tmp_path: Path) -> None:
    rows = "Shechter,1,59,9,56,1989\nShechter,2,50,1,53,1990\nShechter,4,107,17,108,1990\n"
    done = read_text(tmp_path, f"{HEAD},year\n{rows}")
    assert [study.label for study in done.review.studies.values()] == [
        "Shechter", "Shechter 1990", "Shechter (row 4)",
    ]  # fmt: skip
    assert told(done) == [("study-again", 3, "A3"), ("study-again", 4, "A4")]


@pytest.mark.parametrize("years", [("4.5", "-1.5"), ("1992.5", "1993"), ("3", "5")])
def test_years_that_are_centred_or_averaged_are_a_moderator(tmp_path: Path, years: tuple[str, str]) -> None:
    done = read_text(tmp_path, f"{HEAD},year\nA,1,9,2,9,{years[0]}\nB,2,9,3,9,{years[1]}\n")
    assert [study.year for study in done.review.studies.values()] == [None, None]
    assert tuple(study.fields["year_given"] for study in done.review.studies.values()) == years
    assert told(done) == []
