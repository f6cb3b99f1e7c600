"""A CSV's text as rows that know their line."""

from __future__ import annotations

from effectbank.review.reading.sheet import MOST_ROWS, Columns, Sheet, records_of, sheet_of

COLUMNS = Columns(needed=("study",), known=("n",))


def lines(sheet: Sheet) -> list[tuple[int, str]]:
    return [(row.line, row.cells["study"]) for row in sheet.rows]


def test_rows_know_the_line_they_begin_on() -> None:
    sheet, problems = sheet_of("a.csv", 'study,n,note\na,1,"one\ntwo\nthree"\n\nb,2,\n', COLUMNS)
    assert lines(sheet) == [(2, "a"), (6, "b")]
    assert problems == []


def test_a_hash_inside_a_quoted_cell_is_no_comment() -> None:
    sheet, problems = sheet_of("a.csv", '# top\nstudy,n,note\na,1,"one\n# two"\n# between\nb,2,\n', COLUMNS)
    assert lines(sheet) == [(3, "a"), (6, "b")]
    assert sheet.rows[0].cells["note"] == "one\n# two"
    assert problems == []


def test_after_a_broken_line_reading_goes_on_with_the_next() -> None:
    sheet, problems = sheet_of("a.csv", 'study,n\na,"1"x\nb,2\n# c\nd,"3"y\ne,4\n', COLUMNS)
    assert lines(sheet) == [(3, "b"), (6, "e")]
    assert [(p.code, p.place.line) for p in problems] == [("broken-quotes", 2), ("broken-quotes", 5)]


def test_a_file_of_broken_lines_is_given_up_in_bounded_time() -> None:
    sheet, problems = sheet_of("a.csv", "study,n\n" + 'a,"1"x\n' * 5000, COLUMNS)
    assert sheet.rows == ()
    assert [p.code for p in problems] == ["broken-quotes"] * 20 + ["too-broken"]
    assert problems[-1].place.line == 22


def test_rows_over_the_cap_are_refused_by_the_line_they_begin_on() -> None:
    sheet, problems = sheet_of("a.csv", "study,n\n" + "a,1\n" * (MOST_ROWS + 5), COLUMNS)
    assert len(sheet.rows) == MOST_ROWS
    assert [(p.code, p.place.line) for p in problems] == [("too-long", MOST_ROWS + 2)]


def test_a_long_note_is_kept_whole() -> None:
    note = "x" * 200_000  # the csv module's own cap is 131,072
    sheet, problems = sheet_of("a.csv", f"study,n,note\na,1,{note}\n", COLUMNS)
    assert sheet.rows[0].cells["note"] == note
    assert problems == []


def test_a_delimiter_inside_quotes_of_the_header_does_not_count() -> None:
    sheet, _ = sheet_of("a.csv", 'study;"n"\na;1\n', COLUMNS)
    assert sheet.rows[0].cells == {"study": "a", "n": "1"}
    sheet, _ = sheet_of("a.csv", '"study","a;b;c;d"\nx,1\n', Columns(needed=("study",), any_other=True))
    assert sheet.columns == ("study", "a;b;c;d")


def test_a_comment_may_open_quotes_that_never_close() -> None:
    sheet, problems = sheet_of("a.csv", '# first,"second\nstudy,n\na,1\n# c,"d\n\nb,2\n# e,"f', COLUMNS)
    assert lines(sheet) == [(3, "a"), (6, "b")]
    assert problems == []


def test_files_of_other_programs_have_no_comments() -> None:
    sheet, problems = sheet_of(
        "a.csv", "study,n\n#1 trial,5\n", Columns(needed=("study",), any_other=True, comments=False)
    )
    assert lines(sheet) == [(2, "#1 trial")]
    assert problems == []
    assert list(records_of("a.csv", "a,b\n#c,d\n", problems, comments=False)[1]) == [
        (1, ["a", "b"]),
        (2, ["#c", "d"]),
    ]


def test_headings_may_be_spelt_in_several_ways() -> None:
    wanted = Columns(needed=("study", "tau2"), named=lambda heading: heading.replace("²", "2").casefold())
    sheet, problems = sheet_of("a.csv", "Study,Tau²\na,1\n", wanted)
    assert sheet.columns == ("study", "tau2")
    assert problems == []


def test_a_row_that_ends_early_is_filled_with_empty_cells() -> None:
    sheet, problems = sheet_of("a.csv", "study,n,,note\na\nb,2,,c\n", COLUMNS)
    assert [row.cells for row in sheet.rows] == [
        {"study": "a", "n": "", "note": ""},
        {"study": "b", "n": "2", "note": "c"},
    ]
    assert [(p.code, p.place.line) for p in problems] == [("short-row", 2)]
