"""Files of records from one format into another, as the command line tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from effectbank.cli.importing_records import import_records
from effectbank.formats.records import read_records
from effectbank.problems import BadInput, UnknownName

SAMPLES = Path(__file__).parents[1] / "formats" / "data" / "records"


def test_a_file_is_counted_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.ris"
    assert import_records(str(SAMPLES / "ovid_psycinfo.ris"), str(out)) is True
    assert capsys.readouterr().out.splitlines() == [
        "ovid_psycinfo.ris:1: note: 9 lines between records, no part of any: '1.' …",
        "ovid_psycinfo.ris (RIS): 2 records begin in it, 2 read, 0 rejected.",
        f"Wrote {out} with 2 records.",
    ]
    assert read_records(out).records == read_records(SAMPLES / "ovid_psycinfo.ris").records


def test_a_rejected_record_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_records(str(SAMPLES / "latex.bib"), str(tmp_path / "out.json")) is False
    assert "latex.bib (BibTeX): 3 records begin in it, 2 read, 1 rejected." in capsys.readouterr().out


def test_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.bib"
    import_records(str(SAMPLES / "latex.bib"), str(out), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in ("schema", "file", "format", "fine", "starts", "read", "rejected")} == {
        "schema": "effectbank.import-records/1",
        "file": "latex.bib",
        "format": "BibTeX",
        "fine": False,
        "starts": 3,
        "read": 2,
        "rejected": 1,
    }
    assert told["written"] == str(out)
    assert [problem["code"] for problem in told["problems"]] == ["record-rejected", "between-records"]


def test_nothing_is_written_where_nothing_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "none.ris", tmp_path / "out.ris"
    source.write_text("nothing")
    assert import_records(str(source), str(out)) is False
    assert not out.exists()
    assert capsys.readouterr().out.splitlines()[-1] == "none.ris (RIS): no records begin in it, 0 read, 0 rejected."


def test_many_problems_are_cut_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.ris"
    source.write_text("TY  - JOUR\nER  - \n" * 80)
    assert import_records(str(source)) is False
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "… and 30 more; --json prints them all",
        "a.ris (RIS): 80 records begin in it, 0 read, 80 rejected.",
    ]


def test_the_file_that_is_read_is_not_written_over(tmp_path: Path) -> None:
    source = tmp_path / "a.ris"
    source.write_bytes((SAMPLES / "zotero.ris").read_bytes())
    with pytest.raises(BadInput, match="is the file that is read"):
        import_records(str(source), str(source))


def test_formats_and_endings_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="format of records 'rsi'"):
        import_records(str(SAMPLES / "zotero.ris"), format="rsi")
    with pytest.raises(UnknownName, match=r"known: \.bib, \.json, \.ris"):
        import_records(str(SAMPLES / "zotero.ris"), str(tmp_path / "out.xlsx"))
