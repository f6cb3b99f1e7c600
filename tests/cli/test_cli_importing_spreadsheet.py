"""A spreadsheet on the command line: straight through where certain, else a mapping shown, saved and applied."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from effectbank.cli import main
from effectbank.cli.exits import Exit
from effectbank.cli.importing_spreadsheet import import_spreadsheet
from effectbank.problems import Severity
from effectbank.review.opening import open_folder
from effectbank.review.scaffold import FolderTaken

CERTAIN = "study,ai,n1i,ci,n2i\nA,5,40,10,41\nB,3,30,6,29\n"
UNSURE = "Study,T dead,T n,C dead,C n\nA,5,40,10,41\nB,3,30,6,29\n"


def sheet(folder: Path, text: str) -> Path:
    path = folder / "my_trials.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_certain_mapping_goes_straight_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "review"
    assert import_spreadsheet(sheet(tmp_path, CERTAIN), out) is Exit.FINE
    assert capsys.readouterr().out.splitlines() == [
        "headings in row 1, one row a study",
        "intervention: Intervention",
        "control: Control",
        "outcome outcome: pooled as RR (another: --measure, or measure in the mapping)",
        "",
        "column  headed  read as               certain?  because",
        "A       study   study                 yes       the heading says so",
        "B       ai      events, intervention  yes       one of metafor's events and totals",
        "C       n1i     total, intervention   yes       one of metafor's events and totals",
        "D       ci      events, control       yes       one of metafor's events and totals",
        "E       n2i     total, control        yes       one of metafor's events and totals",
        "",
        "3 filled rows: 1 headings, 2 read.",
        f"Wrote {out}: 2 studies, from my_trials.csv.",
        f"Next: effectbank check {out}",
    ]
    review = open_folder(out)
    assert [str(p) for p in review.problems() if p.severity is Severity.ERROR] == []
    assert review.card.title == "My trials"
    assert review.run("outcome").k == 2
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "arms.csv", "entry.toml", "mapping.toml", "outcome.csv", "review.toml", "studies.csv",
    ]  # fmt: skip


def test_the_folder_makes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from effectbank.cli.publishing import write_out

    import_spreadsheet(sheet(tmp_path, CERTAIN), tmp_path / "review")
    page = write_out([open_folder(tmp_path / "review")], tmp_path / "page.html", whole_bank=False)
    html = page.read_text(encoding="utf-8")
    assert "My trials" in html
    assert "This entry holds trials as a spreadsheet lists them" in html
    assert "Nobody has written about them here yet." in html
    assert "Trials of a spreadsheet" in html
    assert "Review analysis" not in html
    assert "our account of a review" not in html
    assert "What we make of it" not in html


def test_an_uncertain_mapping_writes_no_folder_and_is_saved_for_correcting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = sheet(tmp_path, UNSURE), tmp_path / "review"
    assert import_spreadsheet(path, out) is Exit.PROBLEMS
    assert not out.exists()
    saved = tmp_path / "review.mapping.toml"
    told = capsys.readouterr().out
    assert (
        "B       T dead  events, intervention  NO        the heading may mean events; T may mean the intervention\n"
        in told
    )
    assert f"  effectbank import {path} -o {out} --map {saved}\n" in told
    assert import_spreadsheet(path, out, mapping=saved) is Exit.FINE
    assert [(row.events, row.total) for row in open_folder(out).data["outcome"]] == [
        (5, 40),
        (10, 41),
        (3, 30),
        (6, 29),
    ]


def test_a_mapping_being_corrected_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "review.mapping.toml").write_text("# half done\n")
    assert import_spreadsheet(sheet(tmp_path, UNSURE), tmp_path / "review") is Exit.PROBLEMS
    assert (tmp_path / "review.mapping.toml").read_text() == "# half done\n"


def test_a_folder_is_written_with_what_could_be_read_and_the_exit_code_says_that_not_all_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "review"
    assert import_spreadsheet(sheet(tmp_path, CERTAIN.replace("A,5", "A,5-Dec")), out) is Exit.PROBLEMS
    assert "my_trials.csv:2 [B2 (ai)]: error: holds the date 5-Dec" in capsys.readouterr().err
    assert [row.events for row in open_folder(out).data["outcome"]] == [None, 10, 3, 6]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    out = tmp_path / "review"
    out.mkdir()
    (out / "mine.txt").write_text("x")
    with pytest.raises(FolderTaken):
        import_spreadsheet(sheet(tmp_path, CERTAIN), out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_spreadsheet(sheet(tmp_path, CERTAIN), tmp_path / "review", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "effectbank.import-spreadsheet/1"
    assert (found["certain"], found["wrote"]) == (True, str(tmp_path / "review"))
    assert found["rows"] == {"found": 3, "headings": 1, "read": 2}
    assert found["mapping"]["columns"][1] == {
        "letter": "B", "heading": "ai", "role": "events", "group": "intervention", "outcome": "", "certain": True,
        "because": "one of metafor's events and totals",
    }  # fmt: skip
    import_spreadsheet(sheet(tmp_path, UNSURE), tmp_path / "other", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["certain"], found["wrote"]) == (False, None)
    assert found["mapping_file"] == str(tmp_path / "other.mapping.toml")


def test_an_opendocument_file_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "trials.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(tmp_path / "review")])
    assert result.exit_code == Exit.PROBLEMS
    assert "is an OpenDocument file, which isn't read — save it as .xlsx or as CSV" in result.output


def test_what_cannot_be_opened_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_spreadsheet(sheet(tmp_path, "%PDF-1.7"), tmp_path / "review") is Exit.PROBLEMS
    assert "is a PDF, which isn't read — save it as .xlsx or as CSV" in capsys.readouterr().err
    assert not (tmp_path / "review.mapping.toml").exists()
