"""`effectbank export`: a folder in another program's format, what it loses told, the proof repeated."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from effectbank.formats import wide_csv
from effectbank.review import open_folder

Command = Callable[..., Result]
PACKAGE = Path(__file__).parents[1] / "formats" / "data" / "fleiss1993.zip"


@pytest.fixture
def fleiss(command: Command, tmp_path: Path) -> Path:
    """The folder of the package that R's meta ships."""
    folder = tmp_path / "fleiss1993"
    assert command("import", PACKAGE, "-o", folder).exit_code == 0
    return folder


def test_a_package_goes_in_and_out_and_in_again_unchanged(fleiss: Path, command: Command, tmp_path: Path) -> None:
    out = tmp_path / "fleiss1993.zip"
    done = command("export", fleiss, "--to", "package", "-o", out)
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "fleiss1993 (to package)",
            "  12 studies",
            "  2 analyses",
            "  12 rows of data",
            "  12 judgements of bias",
            "",
            f"Wrote {out}",
            f"Next: effectbank import {out} -o a-copy makes a folder of it again",
            "43 stored numbers: 43 reproduced, 0 explained, 0 unexplained",
        ],
    )
    assert command("import", out, "-o", tmp_path / "again").exit_code == 0
    files = [path.relative_to(fleiss) for path in fleiss.rglob("*") if path.is_file()]
    assert len(files) > 5
    for name in files:
        assert (tmp_path / "again" / name).read_bytes() == (fleiss / name).read_bytes()


def test_what_has_no_place_is_told_and_counted(document: Callable[..., Any], tmp_path: Path) -> None:
    told = document("export", "naltrexone-2011", "--to", "package", "-o", tmp_path / "n.zip")
    assert (told["schema"], told["format"], told["counts"]["analyses"]) == ("effectbank.export/1", "package", 11)
    assert (told["proof"]["stored"], told["proof"]["unexplained"]) == (228, 0)
    messages = [problem["message"] for problem in told["problems"]]
    assert "3,051 words of prose: left out" in messages
    assert {problem["severity"] for problem in told["problems"]} == {"note"}


def test_an_analysis_that_cannot_be_told_ends_with_exit_code_1(
    founding: Path, command: Command, replace_in: Callable[[str, str, str], None], tmp_path: Path
) -> None:
    replace_in("review.toml", "[outcomes.mortality]\n", "[outcomes.deaths]\n")
    done = command("export", founding, "--to", "package", "-o", tmp_path / "n.zip")
    assert done.exit_code == 1
    assert "is left out: it names the outcome mortality, which is not defined" in done.output
    assert (tmp_path / "n.zip").is_file()


@pytest.mark.parametrize("target", ["package", "long-csv", "json", "ris"])
def test_what_could_not_be_read_is_told_since_it_cannot_go_out(
    target: str, founding: Path, command: Command, replace_in: Callable[[str, str, str], None], tmp_path: Path
) -> None:
    replace_in("data/retained.csv", "krupitsky_2004,naltrexone,12,27", "krupitsky_2004,naltrexone,twelve,27")
    done = command("export", founding, "--to", target, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "'twelve' is not a count; taken as unknown" in done.output


def test_results_stay_as_stored_if_asked(fleiss: Path, command: Command, tmp_path: Path) -> None:
    stored = fleiss / "published.csv"
    stored.write_text(stored.read_text(encoding="utf-8").replace("0.896866", "0.796866"), encoding="utf-8")
    out = tmp_path / "fleiss1993.zip"
    done = command("export", fleiss, "--to", "package", "-o", out)
    assert "stores 1 result that its data don't yield; computed anew" in done.output
    assert done.output.strip().endswith("43 reproduced, 0 explained, 0 unexplained")
    done = command("export", fleiss, "--to", "package", "-o", out, "--stored")
    assert "stores 1 result that its data don't yield; told as stored" in done.output
    assert "42 reproduced" in done.output


def test_review_managers_tables_come_in_a_folder_with_their_order(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "for-revman"
    done = command("export", "naltrexone-2011", "--to", "revman-csv", "-o", out)
    assert done.exit_code == 0
    assert "  32 arms\n  41 results\n" in done.output
    assert f"Next: read {out}/README.txt" in done.output
    assert sorted(path.name for path in out.iterdir())[0] == "1-included.ris"
    again = command("export", "naltrexone-2011", "--to", "revman-csv", "-o", out)
    assert (again.exit_code, "not empty" in again.output) == (2, True)


@pytest.mark.parametrize(
    ("target", "held"),
    [
        ("ris", "TI  - Oral naltrexone maintenance"),
        ("bib", "@article{minozzi_2011,"),
        ("csl", '"id": "minozzi_2011"'),
    ],
)
def test_references_go_out_for_reference_managers(target: str, held: str, command: Command, tmp_path: Path) -> None:
    out = tmp_path / f"references.{target}"
    done = command("export", "naltrexone-2011", "--to", target, "-o", out)
    assert (done.exit_code, "  22 references" in done.output) == (0, True)
    assert held in out.read_text(encoding="utf-8")


def test_tables_go_out_with_what_they_lack_counted(document: Callable[..., Any], tmp_path: Path) -> None:
    """41 rows of data; the wide table joins two arms to a row, and leaves out the 5 that no analysis compares."""
    long = document("export", "naltrexone-2011", "--to", "long-csv", "-o", tmp_path / "long.csv")
    assert long["counts"] == {"studies": 11, "outcomes": 6, "rows of data": 41}
    wide = document("export", "naltrexone-2011", "--to", "wide-csv", "-o", tmp_path / "wide.csv")
    messages = [problem["message"] for problem in wide["problems"]]
    assert "5 rows of data: left out" in messages
    assert "2 studies: left out" in messages  # no data of theirs are known
    assert (tmp_path / "wide.csv").read_text(encoding="utf-8").startswith("outcome,comparison,kind,measure")


def test_json_holds_the_whole_folder(document: Callable[..., Any], founding: Path, tmp_path: Path) -> None:
    from effectbank.formats import provenance_json
    from effectbank.review import open_folder

    told = document("export", founding, "--to", "json", "-o", tmp_path / "n.json")
    assert (told["problems"], told["proof"]) == ([], None)
    assert provenance_json.read(tmp_path / "n.json") == open_folder(founding)


def test_a_format_nobody_knows_and_a_folder_that_isnt_there_are_errors_of_use(
    command: Command, tmp_path: Path
) -> None:
    done = command("export", "naltrexone-2011", "--to", "word", "-o", tmp_path / "x")
    assert done.exit_code == 2
    assert "'word' is not" in done.output
    done = command("export", tmp_path / "nothing", "--to", "package", "-o", tmp_path / "x", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["kind"]) == (2, "NoFolder")


@pytest.mark.parametrize("target", ["long-csv", "wide-csv", "json"])
def test_what_was_exported_is_known_and_imported_again(target: str, command: Command, tmp_path: Path) -> None:
    written = tmp_path / ("a.json" if target == "json" else "a.csv")
    assert command("export", "naltrexone-2011", "--to", target, "-o", written).exit_code == 0
    done = command("import", written, "-o", tmp_path / "again")
    assert done.exit_code == 0, done.output
    assert f"({target})" in done.output
    review, again = open_folder("naltrexone-2011"), open_folder(tmp_path / "again")
    if target == "json":
        assert again == replace(review, name=again.name, card=replace(review.card, slug=again.card.slug))
    if target == "wide-csv":
        assert wide_csv.write(again, tmp_path / "b.csv").read_bytes() == written.read_bytes()
    else:
        assert (again.data, again.contrasts) == (review.data, review.contrasts)


def test_an_export_saved_with_semicolons_is_known_too(command: Command, tmp_path: Path) -> None:
    assert command("export", "naltrexone-2011", "--to", "long-csv", "-o", tmp_path / "a.csv").exit_code == 0
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (tmp_path / "b.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    done = command("import", tmp_path / "b.csv", "-o", tmp_path / "again")
    assert "(long-csv)" in done.output
    assert open_folder(tmp_path / "again").data == open_folder("naltrexone-2011").data


def test_a_part_that_the_folder_reads_back_otherwise_is_an_error(command: Command, tmp_path: Path) -> None:
    """A cell with a blank before it, as only a hand can write into the JSON: a sheet has it without."""
    assert command("export", "naltrexone-2011", "--to", "json", "-o", tmp_path / "a.json").exit_code == 0
    said = json.loads((tmp_path / "a.json").read_bytes())
    said["studies"]["krupitsky_2004"]["country"] = " USA"
    (tmp_path / "a.json").write_text(json.dumps(said), encoding="utf-8")
    done = command("import", tmp_path / "a.json", "-o", tmp_path / "again")
    assert done.exit_code == 1
    assert "error: its studies read back otherwise than in the file" in done.output


def test_the_tables_for_review_manager_name_what_is_read_again(command: Command, tmp_path: Path) -> None:
    assert command("export", "naltrexone-2011", "--to", "revman-csv", "-o", tmp_path / "tables").exit_code == 0
    done = command("import", tmp_path / "tables", "-o", tmp_path / "again")
    assert done.exit_code == 2
    assert "export their folder --to package or --to json instead" in done.output


def test_our_json_saved_with_a_byte_order_mark_is_known(command: Command, tmp_path: Path) -> None:
    written = tmp_path / "a.json"
    command("export", "naltrexone-2011", "--to", "json", "-o", written)
    written.write_bytes(b"\xef\xbb\xbf" + written.read_bytes())
    assert "(json)" in command("import", written, "-o", tmp_path / "again").output
