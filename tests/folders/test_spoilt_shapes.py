"""Files of another shape than asked for: encodings, marks, delimiters, quotes, headers, rows."""

from __future__ import annotations

from small_folder import codes, load_doc, small_bytes, the_one, told

from effectbank.review import Review, read_files

DATA = "data/relapsed.csv"


def reading(file: str, raw: bytes) -> Review:
    """The small folder with one file's bytes replaced."""
    return read_files("small", {**small_bytes(), file: raw})


def test_a_byte_order_mark_is_understood() -> None:
    review = reading(DATA, b"\xef\xbb\xbf" + small_bytes()[DATA])
    assert told(review, "byte-order-mark") == [
        f"{DATA}:1: note: begins with a byte-order mark, which is passed over (concerns relapsed, clinics)"
    ]
    assert review == read_files("small", small_bytes())


def test_utf_16_with_its_mark_is_understood() -> None:
    review = reading(DATA, small_bytes()[DATA].decode().encode("utf-16"))
    assert the_one(review.read_problems, "utf-16").severity == "note"
    assert review == read_files("small", small_bytes())


def test_utf_16_without_its_mark_is_refused_by_name() -> None:
    review = reading("facts.csv", small_bytes()["facts.csv"].decode().encode("utf-16-le"))
    found = the_one(review.read_problems, "nul-bytes")
    assert (found.place.file, found.place.line, found.severity) == ("facts.csv", 1, "error")
    assert "UTF-16 without its mark" in found.hint


def test_another_encoding_is_refused_with_its_line_and_byte() -> None:
    review = reading("studies.csv", small_bytes()["studies.csv"].replace(b"Canada", "Québec".encode("cp1252")))
    assert told(review, "not-utf8") == [
        "studies.csv:3: error: byte 0xE9 is not UTF-8 (in Windows-1252 it would be 'é') — save it as UTF-8 "
        '(in Excel: Save As, "CSV UTF-8")'
        " (concerns relapsed)"
    ]
    assert review.studies["beta"].country == "Qu\ufffdbec"  # shown as unreadable, not guessed
    assert review.run("relapsed").k == 2


def test_nul_bytes_are_refused_with_their_line() -> None:
    review = reading(DATA, small_bytes()[DATA].replace(b"10,40", b"1\x000,40"))
    assert the_one(review.read_problems, "nul-bytes").place.line == 3
    assert review.data["relapsed"][1].events is None  # not 10: the cell could not be read


def test_a_semicolon_csv_from_a_spreadsheet_is_understood() -> None:
    review = reading(DATA, small_bytes()[DATA].replace(b",", b";"))
    assert told(review, "delimiter") == [
        f"{DATA}:1: note: cells are parted by semicolons; read as such (concerns relapsed, clinics)"
    ]
    assert review == read_files("small", small_bytes())


def test_a_tab_csv_is_understood() -> None:
    review = reading(DATA, small_bytes()[DATA].replace(b",", b"\t"))
    assert "parted by tabs" in told(review, "delimiter")[0]
    assert review == read_files("small", small_bytes())


def test_a_spreadsheets_sep_line_is_understood() -> None:
    review = reading(DATA, b"sep=;\n" + small_bytes()[DATA].replace(b",", b";"))
    assert [row.place.line for row in review.data["relapsed"]] == [3, 4, 5, 6]
    assert review == read_files("small", small_bytes())


def test_a_decimal_comma_among_semicolons_is_understood() -> None:
    raw = b"study;arm;mean;sd;total\nalpha;treated;1,5;0,8;40\n"
    review = reading("data/relapsed.csv", raw)
    assert [(row.mean, row.sd) for row in review.data["relapsed"]] == [(1.5, 0.8)]
    assert [line.partition(" — ")[0] for line in told(review, "decimal-comma")] == [
        f"{DATA}:2 [mean]: note: '1,5' is read with a decimal comma",
        f"{DATA}:2 [sd]: note: '0,8' is read with a decimal comma",
    ]


def test_a_comma_that_may_be_of_thousands_among_semicolons_is_refused() -> None:
    review = reading(DATA, b"study;arm;mean;sd;total\nalpha;treated;1,500;0,8;40\n")
    assert told(review, "doubtful-comma")[0].startswith(
        f"{DATA}:2 [mean]: error: '1,500' has a separator of thousands"
    )
    assert review.data["relapsed"][0].mean is None


@load_doc
def test_quoted_cells_and_line_ends_inside_them(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,note
    2| "alpha",treated,"5",40,"told in ""table 2"",
    3| and again in table 3"
    4| alpha,control,x,40,
    """
    assert review.data["relapsed"][0].provenance.note == 'told in "table 2",\nand again in table 3'
    assert told(review, "bad-number")[0].startswith("data/relapsed.csv:4 [events]")


@load_doc
def test_a_quote_that_is_never_closed(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,"10,40,report
    """
    (found,) = told(review, "broken-quotes")
    assert found.startswith(
        "data/relapsed.csv:3: error: quotes do not pair (unexpected end of data); line left out"
    )
    assert [row.place.line for row in review.data["relapsed"]] == [2, 4, 5]


@load_doc
def test_words_after_a_closing_quote(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,"10"x,40,report
    """
    assert told(review, "broken-quotes")[0].startswith("data/relapsed.csv:3: error: quotes do not pair")
    assert [row.place.line for row in review.data["relapsed"]] == [2, 4, 5]


@load_doc
def test_a_row_with_a_cell_too_many(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,40,report,one more
    """
    assert told(review, "ragged-row") == [
        "data/relapsed.csv:3: error: 6 cells under 5 columns; the row is left out"
        ' — put a cell that holds a comma in quotes ("a, b") (concerns relapsed, clinics)'
    ]


@load_doc
def test_empty_cells_at_the_end_of_a_row_are_nothing(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,40,report,,,
    """
    assert codes(review) == set()


@load_doc
def test_a_row_with_a_cell_too_few(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,10,40
    """
    assert told(review, "short-row") == [
        "data/relapsed.csv:3: warning: 4 cells under 5 columns; the last are taken as empty"
        " — end the row with its empty cells (concerns relapsed, clinics)"
    ]
    assert review.run("relapsed").k == 2


@load_doc
def test_a_column_twice(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,total
    """
    assert told(review, "duplicate-column") == [
        "data/relapsed.csv:1 [total]: error: the header holds this column twice; only the first is read"
        " — rename or delete one (concerns relapsed, clinics)"
    ]


@load_doc
def test_a_mistyped_column(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,event,total,source
    """
    (found,) = told(review, "unknown-column")
    assert found.startswith(
        "data/relapsed.csv:1 [event]: error: nothing reads column 'event' — did you mean events? known: "
    )


@load_doc
def test_a_column_of_ones_own_is_a_note(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,wombat
    """
    assert told(review, "unknown-column")[0].startswith("data/relapsed.csv:1 [wombat]: note: nothing reads column")


@load_doc
def test_a_column_that_cannot_be_missing(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,group,events,total,source
    """
    assert told(review, "missing-column") == [
        "data/relapsed.csv:1 [arm]: error: has no column arm, so none of its rows is read"
        " — columns found: study, group, events, total, source (concerns relapsed, clinics)"
    ]
    assert review.synthesis("relapsed").status == "no data"


@load_doc
def test_columns_in_capitals_are_understood(review: Review) -> None:
    """
    data/relapsed.csv
    1| Study,Arm,Events,Total,Source
    """
    assert len(told(review, "column-case")) == 5
    assert codes(review) == set()
    assert review.run("relapsed").k == 2


@load_doc
def test_cells_under_no_heading(review: Review) -> None:
    """
    data/relapsed.csv
    1| study,arm,events,total,
    """
    assert told(review, "unnamed-column") == [
        "data/relapsed.csv:1: warning: column 5 has no heading, but its cells are not empty; nothing reads them"
        " — give it a name (concerns relapsed, clinics)"
    ]


def test_an_empty_file() -> None:
    review = reading(DATA, b"")
    assert told(review, "empty-file") == [
        f"{DATA}: error: is empty — give it a header line, or delete the file (concerns relapsed, clinics)"
    ]


def test_a_header_without_rows_is_legal() -> None:
    review = reading(DATA, b"study,arm,events,total\n")
    assert review.read_problems == ()
    assert review.synthesis("relapsed").status == "no data"


def test_comments_and_blank_lines_are_passed_over_and_counted() -> None:
    raw = b"# how many relapsed\n\nstudy,arm,events,total\n# the first trial\nalpha,treated,x,40\n"
    review = reading(DATA, raw)
    assert told(review, "bad-number")[0].startswith(f"{DATA}:5 [events]")


def test_line_ends_of_every_system() -> None:
    for line_end in (b"\r\n", b"\r"):
        review = reading(DATA, small_bytes()[DATA].replace(b"\n", line_end))
        assert review == read_files("small", small_bytes())
        assert [row.place.line for row in review.data["relapsed"]] == [2, 3, 4, 5]


def test_more_columns_than_any_table_has() -> None:
    review = reading(DATA, b",".join(b"c%d" % n for n in range(600)) + b"\n")
    assert told(review, "too-wide")[0].startswith(f"{DATA}:1: error: 600 columns, over the cap of 500")
