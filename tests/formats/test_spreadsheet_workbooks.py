"""Workbooks: what Excel keeps of a cell, and workbooks from anyone, which are refused before they can do harm."""

from __future__ import annotations

import datetime
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from spreadsheet_tables import book_at, counts, is_sound, mapped, means, told

from effectbank.formats.spreadsheet import read
from effectbank.formats.spreadsheets import guard
from effectbank.problems import Severity

HEAD = ["study", "ai", "n1i", "ci", "n2i"]
SHEET = "xl/worksheets/sheet1.xml"


def small(folder: Path) -> Path:
    return book_at(folder, {"Trials": [HEAD, ["A", 5, 40, 10, 41], ["B", 3, 30, 6, 29]]})


def respun(path: Path, name: str, change: object) -> Path:
    """The workbook with one of its parts changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            raw = old.read(part)
            new.writestr(part.filename, change(raw) if part.filename == name else raw)  # type: ignore[operator]
    path.write_bytes(packed.getvalue())
    return path


def test_what_excel_keeps_of_a_cell(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["a date", datetime.datetime(2024, 12, 5), 12, 6, 12],
        ["a fraction", 5 / 12, 12, 6, 12],
        ["a percentage", 0.3, 40, 10, 41],
        ["no value", "=2+3", 40, 10, 41],
        ["a fault", "#DIV/0!", 40, 10, 41],
        ["a truth", True, 40, 10, 41],
        ["a text", "5", "40", "10", "41"],
        ["a float", 5.0, 40.0, 10.0, 41.0],
    ]
    path = book_at(tmp_path, {"Trials": rows})
    book = load_workbook(path)
    book.active["B3"].number_format = "# ?/?"
    book.active["B4"].number_format = "0%"
    book.save(path)
    done = read(path)
    found = [(p.code, p.place.line) for p in done.problems if p.severity is Severity.ERROR]
    assert found == [
        ("a-date", 2), ("a-fraction", 3), ("a-percentage", 4), ("uncalculated", 5), ("fault", 6),
        ("unread-cell", 7),
    ]  # fmt: skip
    assert [events for (study, arm), (events, _) in counts(done).items() if arm == "intervention"] == [
        None, None, None, None, None, None, 5, 5,
    ]  # fmt: skip
    assert str(done.problems[0]) == (
        "trials.xlsx:2 [Trials!B2 (ai)]: error: holds the date 2024-12-05 where events is expected; a spreadsheet"
        " makes dates of 5/12 and 5-12 — format the column as text, type it again as 5/12 or 5 of 12, and save"
    )
    is_sound(done)


def test_a_formulas_kept_value_is_taken_and_no_formula_is_computed(tmp_path: Path) -> None:
    path = book_at(tmp_path, {"Trials": [HEAD, ["A", "=2+3", 40, "=1/0", 41]]})

    def with_values(raw: bytes) -> bytes:
        changed = raw.replace(b"<f>2+3</f><v></v>", b"<f>2+3</f><v>7</v>").replace(
            b"<f>2+3</f><v/>", b"<f>2+3</f><v>7</v>"
        )
        assert changed != raw
        return changed

    done = read(respun(path, SHEET, with_values))
    assert counts(done) == {("a", "intervention"): (7, 40), ("a", "control"): (None, 41)}
    assert told(done) == [("uncalculated", 2, "Trials!D2 (ci)")]


def test_numbers_have_the_shortest_spelling_that_is_theirs(tmp_path: Path) -> None:
    head = ["study", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i", "share"]
    done = read(book_at(tmp_path, {"Trials": [head, ["A", 0.1, 1.0, 30, 1e-7, 2.5, 31, 0.29]]}))
    assert means(done) == {("a", "intervention"): (0.1, 1, 30), ("a", "control"): (1e-7, 2.5, 31)}
    assert done.review.files["data/outcome.csv"].splitlines()[1].startswith(b"a,intervention,30,0.1,1,")
    assert done.review.studies["a"].fields["share"] == "0.29"


def test_a_studys_merged_cell_is_the_name_of_both_its_arms(tmp_path: Path) -> None:
    rows = [
        ["study", "arm", "events", "total"],
        ["A", "drug", 5, 40], [None, "placebo", 10, 41],
        ["B", "drug", 3, 30], [None, "placebo", 6, 29],
    ]  # fmt: skip
    done = read(book_at(tmp_path, {"Trials": rows}, ["A2:A3", "A4:A5"]))
    assert counts(done)["b", "placebo"] == (6, 29)
    is_sound(done)


def test_a_name_of_the_file_makes_no_difference(tmp_path: Path) -> None:
    path = small(tmp_path).rename(tmp_path / "trials.csv")
    assert counts(read(path))["a", "intervention"] == (5, 40)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "an old workbook (.xls), or one locked with a password",
        ),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<html><table><tr><td>study</td></tr></table></html>", "a page of HTML or XML"),
    ],
)
def test_other_formats_are_refused_with_a_way_out(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "trials.xls"
    path.write_bytes(raw)
    done = read(path)
    assert (done.review, done.mapping) == (None, None)
    assert [str(p) for p in done.problems] == [
        f"trials.xls: error: is {words}, which isn't read"
        " — save it as .xlsx or as CSV (UTF-8) with the program that made it"
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
            "an OpenDocument file",
        ),
        ({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b""}, "a binary workbook (.xlsb)"),
        ({"word/document.xml": b"<x/>"}, "a zip archive that holds no workbook"),
        ({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, "a zip archive that holds no workbook"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    path = tmp_path / "trials.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    done = read(path)
    assert [problem.code for problem in done.problems] == ["other-format"]
    assert words in done.problems[0].message


def refused(path: Path) -> str:
    """The code with which a workbook is refused, in little memory."""
    tracemalloc.start()
    done = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (done.review, done.mapping) == (None, None)
    assert peak < 300 * 1024**2
    return done.problems[0].code


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    path = small(tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/x.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(b" " * 1024**2)
    assert path.stat().st_size < 500_000
    assert refused(path) in ("zip-bomb", "too-large")


def test_a_merged_cell_of_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = respun(
        small(tmp_path),
        SHEET,
        lambda raw: raw.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="H1:XFD1048576"/></mergeCells>'
        ),
    )
    assert counts(read(path))["a", "intervention"] == (5, 40)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    for name in (SHEET, "xl/workbook.xml", "xl/styles.xml"):
        path = respun(
            small(tmp_path), name, lambda raw: raw.replace(b"?>", b"?>" + bomb, 1) if b"?>" in raw else bomb + raw
        )
        assert refused(path) == "outsized"


def test_more_cells_than_any_table_of_trials_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_CELLS", 10)
    assert refused(small(tmp_path)) == "outsized"


def test_something_far_out_is_told_and_makes_no_folder(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEAD, ["A", 5, 40, 10, 41]):
        book.active.append(row)
    book.active["A900000"] = "x"
    path = tmp_path / "trials.xlsx"
    book.save(path)
    done = read(path)
    assert done.review is None
    assert [problem.code for problem in done.problems] == ["too-long"]


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("damage", [lambda raw: raw[: len(raw) // 2], lambda _: b"", lambda _: b"<x>" * 3000])
def test_a_damaged_workbook_is_told(tmp_path: Path, name: str, damage: object) -> None:
    done = read(respun(small(tmp_path), name, damage))
    assert done.review is None
    assert [problem.severity for problem in done.problems] == [Severity.ERROR]
    assert done.problems[0].hint


def test_a_workbook_cut_short_is_told(tmp_path: Path) -> None:
    path = small(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    done = read(path)
    assert done.review is None
    assert done.problems[0].code == "cut-off"


def test_a_workbook_of_links_and_pictures_is_read_without_them(tmp_path: Path) -> None:
    path = small(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG not a picture")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        archive.writestr("xl/drawings/drawing1.xml", b"<broken")
    done = read(path)
    assert counts(done)["b", "control"] == (6, 29)
    assert mapped(done)[0] == ("study", "study", True)


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
AS_EXCEL_WRITES = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="Table 1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="d\\-mmm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="9"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": f'<sst {MAIN} count="8" uniqueCount="8"><si><t>study</t></si><si><t>ai</t></si>'
    "<si><t>n1i</t></si><si><t>ci</t></si><si><t>n2i</t></si><si><t>Smith 2001</t></si>"
    '<si><r><t xml:space="preserve">Jones </t></r><r><rPr><i/></rPr><t>et al</t></r></si>'
    "<si><t>12 (30%)</t></si></sst>",
    "xl/worksheets/sheet1.xml": f'<worksheet {MAIN}><sheetData>'
    '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="s"><v>2</v></c>'
    '<c r="E3" t="s"><v>3</v></c><c r="F3" t="s"><v>4</v></c></row>'
    '<row r="4"><c r="B4" t="s"><v>5</v></c><c r="C4" t="s"><v>7</v></c><c r="D4"><v>40</v></c>'
    '<c r="E4"><f>SUM(D4,-30)</f><v>10</v></c><c r="F4"><v>41</v></c></row>'
    '<row r="7"><c r="B7" t="s"><v>6</v></c><c r="C7" s="1"><v>45631</v></c><c r="D7"><v>12</v></c>'
    '<c r="E7" s="2"><v>0.28999999999999998</v></c><c r="F7"><v>30</v></c></row></sheetData></worksheet>',
}  # fmt: skip


def test_a_workbook_as_excel_writes_it(tmp_path: Path) -> None:
    """Shared strings, a table at B3 with empty rows in it, a date that was 5/12, a percentage, a sum kept."""
    path = tmp_path / "trials.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in AS_EXCEL_WRITES.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{words}')
    done = read(path)
    assert counts(done) == {
        ("smith_2001", "intervention"): (12, 40), ("smith_2001", "control"): (10, 41),
        ("jones_et_al", "intervention"): (None, 12), ("jones_et_al", "control"): (None, 30),
    }  # fmt: skip
    assert told(done) == [("a-date", 7, "Table 1!C7 (ai)"), ("a-percentage", 7, "Table 1!E7 (ci)")]
    assert done.mapping.header == (3,)
    percentage = next(problem for problem in done.problems if problem.code == "a-percentage")
    assert str(percentage).startswith("trials.xlsx:7 [Table 1!E7 (ci)]: error: '29%' is a percentage")
    assert done.review.data["outcome"][2].provenance.note == "in the sheet ai: 2024-12-05"
    is_sound(done)


def test_comments_on_cells_are_told(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    path = small(tmp_path)
    book = load_workbook(path)
    book.active["B2"].comment = Comment("read off a graph", "somebody")
    book.save(path)
    assert told(read(path)) == [("cell-comments", None, None)]


def test_formulas_without_a_value_are_told_wherever_they_stand(tmp_path: Path) -> None:
    rows = [[*HEAD, "alloc", "year"], ["A", 5, 40, 10, 41, "=B2", "=1990+9"], ["=B2", 3, 30, 6, 29, "random", 2003]]
    done = read(book_at(tmp_path, {"Trials": rows}))
    assert told(done, least=Severity.ERROR) == [
        ("uncalculated", 2, "Trials!G2 (year)"), ("uncalculated", 2, "Trials!F2 (alloc)"),
        ("uncalculated", 3, "Trials!A3 (study)"), ("no-name", 3, "Trials!A3"),
    ]  # fmt: skip
    assert done.review.studies["a"].fields == {}
    assert list(done.review.studies) == ["a"]
