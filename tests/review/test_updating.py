"""A folder brought up to date: what the source changed comes in, what people edited stays, both is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from updating_sides import FILES, told, updated, with_changes

from effectbank.problems import BadInput, Severity
from effectbank.review.updating import Fate, NoRecord, Record, read_record, write_record
from effectbank.review.updating.change import apart

TAKEN, KEPT, CONFLICT = Fate.TAKEN, Fate.KEPT, Fate.CONFLICT


def text(update: object, name: str) -> str:
    return update.files[name].decode()  # type: ignore[attr-defined]


def test_without_any_change_every_byte_stays() -> None:
    update = updated(FILES, FILES)
    assert update.changes == ()
    assert {name: raw.decode() for name, raw in update.files.items()} == FILES


def test_a_count_changed_in_the_source_alone_comes_in() -> None:
    update = updated(FILES, with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,6,50")))
    assert told(update, TAKEN) == [("elm_2004, hat", "events", "5", "5", "6")]
    assert "elm_2004,hat,6,50\n" in text(update, "data/wet.csv")
    assert [str(change) for change in update.changes] == ["data/wet.csv: elm_2004, hat, events: “5” → “6”"]


def test_a_count_edited_by_hand_alone_stays_and_keeps_the_bytes_of_its_file() -> None:
    ours = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004, hat,7,50"))
    update = updated(ours, FILES)
    assert told(update, KEPT) == [("elm_2004, hat", "events", "5", "7", "5")]
    assert text(update, "data/wet.csv") == ours["data/wet.csv"]


def test_a_count_that_both_changed_alike_is_no_conflict() -> None:
    both = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,6,50"))
    assert updated(both, both).changes == ()


def test_a_count_that_both_changed_keeps_the_edit_and_tells_both_values() -> None:
    ours = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,7,50"))
    theirs = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,6,52"))
    update = updated(ours, theirs)
    assert told(update, CONFLICT) == [("elm_2004, hat", "events", "5", "7", "6")]
    assert told(update, TAKEN) == [("elm_2004, hat", "total", "50", "50", "52")]
    assert "elm_2004,hat,7,52\n" in text(update, "data/wet.csv")
    (problem,) = update.conflicts
    assert (problem.severity, str(problem.place)) == (Severity.WARNING, "data/wet.csv:4 [events]")
    assert "changed from “5” to “7” by hand, and the newer source says “6”" in problem.message


def test_a_new_trial_comes_in_where_the_source_has_it_and_own_rows_stay() -> None:
    ours = with_changes(FILES, data_wet_csv=("elm_2004,none,10,51\n", "elm_2004,none,10,51\nown_2020,hat,1,9\n"))
    theirs = with_changes(
        FILES,
        studies_csv=("elm_2004", "bay_2003,,2003,included\nelm_2004"),
        data_wet_csv=("elm_2004,hat", "bay_2003,hat,2,20\nbay_2003,none,3,21\nelm_2004,hat"),
    )
    update = updated(ours, theirs)
    assert (update.added, update.gone) == (("bay_2003",), ())
    rows = [line.split(",")[0] for line in text(update, "data/wet.csv").splitlines()[1:]]
    assert rows == ["ash_2001"] * 2 + ["bay_2003"] * 2 + ["elm_2004"] * 2 + ["own_2020"]
    assert [(change.part, change.name) for change in update.of(KEPT)] == [("own_2020, hat", "")]


def test_a_trial_that_is_gone_goes_unless_it_was_edited() -> None:
    theirs = dict(FILES)
    for name in ("studies.csv", "data/wet.csv", "published.csv"):
        theirs[name] = "".join(line for line in FILES[name].splitlines(keepends=True) if "elm_2004" not in line)
    update = updated(FILES, theirs)
    assert update.gone == ("elm_2004",)
    assert "elm_2004" not in "".join(map(bytes.decode, update.files.values()))
    edited = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,7,50"))
    update = updated(edited, theirs)
    assert "elm_2004,hat,7,50" in text(update, "data/wet.csv")
    (problem,) = update.conflicts
    assert problem.message.startswith("elm_2004, hat was changed from")
    assert problem.message.endswith("the newer source no longer has it")


def test_a_row_taken_out_by_hand_stays_out_and_is_told_if_the_source_changed_it() -> None:
    ours = with_changes(FILES, data_wet_csv=("elm_2004,none,10,51\n", ""))
    assert [(one.part, one.fate) for one in updated(ours, FILES).changes] == [("elm_2004, none", KEPT)]
    theirs = with_changes(FILES, data_wet_csv=("elm_2004,none,10,51", "elm_2004,none,11,51"))
    update = updated(ours, theirs)
    assert "elm_2004,none" not in text(update, "data/wet.csv")
    assert "was taken out by hand, and the newer source says" in update.conflicts[0].message


def test_stored_results_are_told_apart() -> None:
    theirs = with_changes(FILES, published_csv=("wet,,0.5\n", "wet,,0.55\n"))
    update = updated(FILES, theirs)
    assert [(one.part, one.name, one.theirs) for one in update.stored] == [("wet", "estimate", "0.55")]
    assert update.others == ()


def test_a_number_written_otherwise_by_a_spreadsheet_program_is_no_edit() -> None:
    ours = with_changes(FILES, published_csv=("wet,,0.5\n", "wet,,0.50\n"))
    theirs = with_changes(FILES, published_csv=("wet,,0.5\n", "wet,,0.6\n"))
    update = updated(ours, theirs)
    assert update.conflicts == ()
    assert "wet,,0.6\n" in text(update, "published.csv")


def test_a_sheet_saved_with_semicolons_and_decimal_commas_is_no_edit() -> None:
    ours = {**FILES, "published.csv": "analysis;study;estimate\nwet;;0,5\nwet;ash_2001;0,51\nwet;elm_2004;0,51\n"}
    theirs = with_changes(FILES, published_csv=("wet,,0.5\n", "wet,,0.6\n"))
    update = updated(ours, theirs)
    assert update.conflicts == ()
    assert text(update, "published.csv") == theirs["published.csv"]


# --- keys, documents, words -------------------------------------------------------------------------------


def test_keys_are_judged_one_by_one_and_comments_stay() -> None:
    ours = with_changes(
        FILES,
        review_toml=('measure = "RR"\n', 'measure = "RR"  # as the protocol says\ntau2 = "REML"\n'),
        entry_toml=("year = 2019\n", 'year = 2019\nstrapline = "Wear one."\n'),
    )
    theirs = with_changes(
        FILES,
        review_toml=("estimate = 0.50", "estimate = 0.60"),
        entry_toml=('title = "Hats for rain"\nyear = 2019', 'title = "Hats for rain and snow"\nyear = 2026'),
    )
    update = updated(ours, theirs)
    assert update.conflicts == ()
    plan, entry = text(update, "review.toml"), text(update, "entry.toml")
    assert plan == ours["review.toml"].replace("0.50", "0.60")
    assert 'title = "Hats for rain and snow"' in entry
    assert "year = 2026" in entry
    assert 'strapline = "Wear one."' in entry


def test_an_analysis_of_the_source_comes_in_and_one_of_our_own_stays() -> None:
    own = '\n[analyses.own]\noutcome = "wet"\ncomparison = "hats"\nmeasure = "OR"\n'
    new = own.replace("own", "dry")
    update = updated(
        {**FILES, "review.toml": FILES["review.toml"] + own}, {**FILES, "review.toml": FILES["review.toml"] + new}
    )
    assert [(one.part, one.fate) for one in update.changes] == [("analyses.own", KEPT), ("analyses.dry", TAKEN)]
    assert "[analyses.own]" in text(update, "review.toml")
    assert "[analyses.dry]" in text(update, "review.toml")


def test_a_key_that_both_changed_is_a_conflict_with_its_line() -> None:
    ours = with_changes(FILES, review_toml=('measure = "RR"', 'measure = "OR"'))
    theirs = with_changes(FILES, review_toml=('measure = "RR"', 'measure = "RD"'))
    (problem,) = updated(ours, theirs).conflicts
    assert str(problem.place) == "review.toml:11 [measure]"
    assert "from “RR” to “OR” by hand, and the newer source says “RD”" in problem.message


def test_documents_are_known_by_their_id() -> None:
    ours = with_changes(FILES, references_json=('"On hats"', '"On hats, again"'))
    theirs = {
        **FILES,
        "references.json": json.dumps([{"id": "r1", "title": "On hats", "volume": "4"}, {"id": "r2"}]),
    }
    update = updated(ours, theirs)
    assert json.loads(text(update, "references.json")) == [
        {"id": "r1", "title": "On hats, again", "volume": "4"},
        {"id": "r2"},
    ]


def test_paragraphs_are_judged_one_by_one() -> None:
    ours = with_changes(FILES, text_md=("Hats help.", "Hats help [4 of 40](=wet.intervention)."))
    theirs = with_changes(FILES, text_md=("Two trials.", "Three trials."))
    update = updated(ours, theirs)
    assert text(update, "text.md").splitlines()[1:4] == [
        "Hats help [4 of 40](=wet.intervention).", "", "Three trials.",
    ]  # fmt: skip
    theirs = with_changes(FILES, text_md=("Hats help.", "Hats do not help."))
    update = updated(ours, theirs)
    assert text(update, "text.md") == ours["text.md"]
    (problem,) = update.conflicts
    assert str(problem.place) == "text.md:2"
    assert "the newer source says “Hats do not help.”" in problem.message


def test_files_of_ones_own_stay_and_those_taken_out_stay_out() -> None:
    ours = {**FILES, "facts.csv": "fact,value\nsun,1\n", "NOTES.md": "Ours.\n"}
    del ours["references.json"]
    update = updated(ours, with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,6,50")))
    assert text(update, "NOTES.md") == "Ours.\n"
    assert text(update, "facts.csv") == ours["facts.csv"]
    assert "references.json" not in update.files


def test_a_file_that_could_not_be_read_in_full_is_not_rewritten() -> None:
    ours = with_changes(FILES, data_wet_csv=("elm_2004,none,10,51", "elm_2004,none,10,51,7,8"))
    theirs = with_changes(FILES, data_wet_csv=("elm_2004,hat,5,50", "elm_2004,hat,6,50"))
    with pytest.raises(BadInput, match=r"data/wet\.csv would change, but not all of it can be read"):
        updated(ours, theirs)


def test_long_values_are_shown_from_where_they_part() -> None:
    same = "word " * 40
    one, other = apart(f"{same}and a hat", f"{same}and an umbrella")
    assert one == "“…word word word and a hat”"
    assert other.endswith("and an umbrella”")
    assert apart("5", None) == ("“5”", "nothing")


# --- the record -------------------------------------------------------------------------------------------


def test_the_record_comes_back_byte_for_byte(tmp_path: Path) -> None:
    record = Record(
        file="hats.rm5", name="hats", files={"text.md": "ä\n".encode(), "source/odd.csv": b"\xff\xfe,1\r\n"}
    )
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record


@pytest.mark.parametrize("content", [None, "{", "[]", '{"files": 3}'])
def test_a_folder_without_a_record_names_the_way_out(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / ".imported.json").write_text(content)
    with pytest.raises(NoRecord, match="--since"):
        read_record(tmp_path)
