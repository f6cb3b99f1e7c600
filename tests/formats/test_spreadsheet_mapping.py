"""The mapping: proposed with its reasons, saved, corrected and applied; nothing uncertain is applied by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spreadsheet_tables import book_at, counts, is_sound, mapped, read_text, sheet_at, told

from effectbank.formats.spreadsheet import read
from effectbank.formats.spreadsheets.doubts import OF_ENTRY
from effectbank.formats.spreadsheets.mapping import Mapping
from effectbank.formats.spreadsheets.mapping_file import mapping_bytes, mapping_of
from effectbank.problems import Severity
from effectbank.review.opening import open_folder
from effectbank.review.write import write_folder

UNSURE = "Study,T dead,T n,C dead,C n\nA,5,40,10,41\nB,3,30,6,29\n"


def proposal(folder: Path, text: str = UNSURE) -> Mapping:
    found = read_text(folder, text).mapping
    assert found is not None
    return found


def saved(folder: Path, mapping: Mapping, *changes: tuple[str, str]) -> Path:
    words = mapping_bytes(mapping, file="trials.csv").decode()
    for old, new in changes:
        assert old in words, words
        words = words.replace(old, new)
    path = folder / "mapping.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_what_is_not_certain_is_shown_with_its_reason_and_not_applied(tmp_path: Path) -> None:
    done = read_text(tmp_path, UNSURE)
    assert (done.review, done.count) == (None, None)
    assert [(c.heading, c.read_as, c.certain, c.because) for c in done.mapping.columns] == [
        ("Study", "study", True, "the heading says so"),
        ("T dead", "events, intervention", False, "the heading may mean events; T may mean the intervention"),
        ("T n", "total, intervention", False, "the heading may mean total; T may mean the intervention"),
        ("C dead", "events, control", False, "the heading may mean events; C may mean the control"),
        ("C n", "total, control", False, "the heading may mean total; C may mean the control"),
    ]


def test_the_saved_mapping_says_what_is_not_certain_and_applies_as_it_stands(tmp_path: Path) -> None:
    path = saved(tmp_path, proposal(tmp_path))
    assert path.read_text() == (
        "# How trials.csv is read. Lines marked NOT CERTAIN are a guess: correct them, then use --map.\n"
        'sheet = ""\n'
        "header = [1]  # the rows that hold the headings\n"
        'layout = "one row a study"  # or "one row an arm"\n'
        'decimal = "."  # "." or ","\n'
        "\n"
        "[groups]  # what the two groups were given, in the sheet's words\n"
        'intervention = ["Intervention"]\n'
        'control = ["Control"]\n'
        "\n"
        "[outcomes.outcome]\n"
        'label = "Outcome"\n'
        'measure = "RR"\n'
        "\n"
        "# is: study, author, year, country, arm, outcome, stratum, events, non-events, total, events/total,"
        " percent, mean,\n"
        "# sd, mean/sd, mean/se, time, estimate, se, variance, low, high, interval, estimate/interval, moderator,\n"
        "# description, note, source, unused\n"
        "[columns]\n"
        'A = { heading = "Study", is = "study" }\n'
        'B = { heading = "T dead", is = "events", group = "intervention" }'
        "  # NOT CERTAIN: the heading may mean events; T may mean the intervention\n"
        'C = { heading = "T n", is = "total", group = "intervention" }'
        "  # NOT CERTAIN: the heading may mean total; T may mean the intervention\n"
        'D = { heading = "C dead", is = "events", group = "control" }'
        "  # NOT CERTAIN: the heading may mean events; C may mean the control\n"
        'E = { heading = "C n", is = "total", group = "control" }'
        "  # NOT CERTAIN: the heading may mean total; C may mean the control\n"
    )
    done = read_text(tmp_path, UNSURE, mapping=path)
    assert list(counts(done).values()) == [(5, 40), (10, 41), (3, 30), (6, 29)]
    assert {column.because for column in done.mapping.columns} == {"as mapping.toml says"}
    is_sound(done)


def test_a_corrected_mapping_is_followed(tmp_path: Path) -> None:
    """Group C was the one treated; the outcome and both groups are named; the odds ratio is wanted."""
    path = saved(
        tmp_path,
        proposal(tmp_path),
        ('"T dead", is = "events", group = "intervention"', '"T dead", is = "events", group = "control"'),
        ('"T n", is = "total", group = "intervention"', '"T n", is = "total", group = "control"'),
        ('"C dead", is = "events", group = "control"', '"C dead", is = "events", group = "intervention"'),
        ('"C n", is = "total", group = "control"', '"C n", is = "total", group = "intervention"'),
        ("outcomes.outcome", "outcomes.death"),
        ('label = "Outcome"', 'label = "Death at a year"'),
        ('measure = "RR"', 'measure = "OR"'),
        ('"Intervention"', '"Chlorpromazine"'),
        ('"Control"', '"Tea"'),
    )
    done = read_text(tmp_path, UNSURE, mapping=path)
    assert counts(done, "death") == {
        ("a", "chlorpromazine"): (10, 41), ("a", "tea"): (5, 40),
        ("b", "chlorpromazine"): (6, 29), ("b", "tea"): (3, 30),
    }  # fmt: skip
    analysis = done.review.analyses["death"]
    assert (analysis.measure, analysis.comparison) == ("OR", "chlorpromazine_v_tea")
    assert done.review.outcomes["death"].label == "Death at a year"
    is_sound(done)


def test_a_mapping_is_written_read_and_written_the_same(tmp_path: Path) -> None:
    for text in (UNSURE, "study,OR (95% CI)\nA,0.5 (0.2 to 1)\n", 'q"uote,ai,n1i,ci,n2i\n"né\\w",1,2,1,2\n'):
        found = proposal(tmp_path, text)
        words = mapping_bytes(found.confirmed(), file="x.csv")
        again, problems = mapping_of("mapping.toml", words)
        assert again == found
        assert problems == []
        assert mapping_bytes(again, file="x.csv") == words


def test_the_folder_keeps_its_mapping_and_knows_the_file(tmp_path: Path) -> None:
    done = read_text(tmp_path, UNSURE, mapping=saved(tmp_path, proposal(tmp_path)))
    write_folder(done.review, tmp_path / "review")
    review = open_folder(tmp_path / "review")
    assert [p.code for p in review.problems() if p.place.file == "mapping.toml"] == []
    again, _ = mapping_of("mapping.toml", review.files["mapping.toml"])
    assert again == done.mapping
    assert review.data == done.review.data


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('is = "study"', 'is = "studdy"', "unknown-word", "did you mean study?"),
        ("[groups]", "[gruops]", "unknown-key", "did you mean groups?"),
        ("header = [1]", 'header = ["A"]', "wrong-type", "the numbers of rows"),
        ("header = [1]", "header = []", "little-mapping", "says no header"),
        ('layout = "one row a study"', 'layout = "wide"', "unknown-word", "one row an arm"),
        ('measure = "RR"', 'measure = "RRR"', "unknown-word", "RR"),
        ("A = {", "ABCD = {", "wrong-type", "under the letter of a column"),
        (
            'group = "intervention" }',
            'group = "intervention", outcome = "death" }',
            "unknown-outcome",
            "is not one of",
        ),
        ("[columns]", "[columns", "toml-syntax", "is not TOML"),
    ],
)
def test_a_mapping_mistyped_is_told_and_not_used(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    done = read_text(tmp_path, UNSURE, mapping=saved(tmp_path, proposal(tmp_path), (old, new)))
    assert done.review is None
    errors = [problem for problem in done.problems if problem.severity is Severity.ERROR]
    assert code in [problem.code for problem in errors]
    assert any(words in str(problem) for problem in errors), errors
    assert all(problem.place.file == "mapping.toml" for problem in errors)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('heading = "T n"', 'heading = "N T"', "other-heading"),
        ('E = { heading = "C n", is = "total", group = "control" }', "", "unmapped-column"),
        ('is = "total", group = "control"', 'is = "moderator"', "no-whole-set"),
        ('is = "total", group = "control"', 'is = "events", group = "control"', "two-columns"),
        ('measure = "RR"', 'measure = "SMD"', "other-measure"),
        ('layout = "one row a study"', 'layout = "one row an arm"', "no-arm-column"),
        ('control = ["Control"]', 'control = ["Intervention"]', "on-both-sides"),
        ('sheet = ""', 'sheet = "Table 1"', "no-sheet"),
        ("header = [1]", "header = [9]", "no-table"),
    ],
)
def test_a_mapping_that_does_not_fit_the_sheet_makes_no_folder(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    path = saved(tmp_path, replace(proposal(tmp_path).confirmed()), (old, new))
    done = read_text(tmp_path, UNSURE, mapping=path)
    assert done.review is None
    assert code in [problem.code for problem in done.problems if problem.severity is Severity.ERROR]


def test_an_unused_column_is_listed(tmp_path: Path) -> None:
    text = "study,ai,n1i,ci,n2i,secret\nA,5,40,10,41,x\n"
    path = saved(tmp_path, proposal(tmp_path, text), ('"secret", is = "moderator"', '"secret", is = "unused"'))
    done = read_text(tmp_path, text, mapping=path)
    assert [str(problem) for problem in done.problems] == [
        "trials.csv:1 [F1 (secret)]: note: is not used (1 filled cells)"
    ]
    assert done.review.studies["a"].fields == {}


def test_a_column_that_the_kind_has_no_use_for_is_told(tmp_path: Path) -> None:
    text = "study,ai,n1i,ci,n2i,t1\nA,5,40,10,41,7\n"
    change = ('"t1", is = "moderator"', '"t1", is = "time", group = "intervention"')
    done = read_text(tmp_path, text, mapping=saved(tmp_path, proposal(tmp_path, text), change))
    assert told(done) == [("column-not-needed", 1, "F1 (t1)")]
    is_sound(done)


def test_the_measure_can_be_asked_for(tmp_path: Path) -> None:
    text = "study,ai,n1i,ci,n2i\nA,5,40,10,41\n"
    assert read_text(tmp_path, text, measure="OR").review.analyses["outcome"].measure == "OR"
    assert told(read_text(tmp_path, text, measure="SMD")) == [("other-measure", 1, "A1")]


def test_of_several_sheets_the_one_with_trials_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    trials = [["study", "ai", "n1i", "ci", "n2i"], ["A", 5, 40, 10, 41]]
    done = read(book_at(tmp_path, {"About": [["Made in May"]], "Trials": trials, "Empty": []}))
    assert done.mapping.sheet == "Trials"
    assert [str(p) for p in done.problems] == [
        "trials.xlsx: note: sheet 'About' isn't read: no table of trials in it"
    ]
    assert done.review.data["outcome"][0].provenance.source == "trials.xlsx, sheet Trials, row 2"
    is_sound(done)


def test_of_two_sheets_with_trials_none_is_chosen(tmp_path: Path) -> None:
    rows = [["study", "ai", "n1i", "ci", "n2i"], ["A", 5, 40, 10, 41]]
    other = [["study", "ai", "n1i", "ci", "n2i"], ["B", 1, 9, 2, 9]]
    path = book_at(tmp_path, {"Death": rows, "Stroke": other})
    done = read(path)
    assert done.review is None
    assert done.mapping.doubts == (
        "several sheets hold tables of trials (Death and Stroke); choose one with sheet",
    )
    assert counts(read(path, sheet="Stroke"))["b", "control"] == (2, 9)
    assert told(read(path, sheet="Storke")) == [("no-sheet", None, None)]


def test_a_column_read_twice_is_doubted(tmp_path: Path) -> None:
    text = "Study,Intervention events,Intervention total,Control events,Control total,Control N\nA,1,10,2,10,11\n"
    done = read_text(tmp_path, text)
    assert done.review is None
    assert mapped(done)[-2:] == [("Control total", "total, control", False), ("Control N", "moderator", True)]
    assert done.mapping.columns[4].because == "column F reads the same"


def test_events_and_totals_swapped_are_doubted(tmp_path: Path) -> None:
    text = "Study,Intervention events,Intervention total,Control events,Control total\nA,40,5,41,10\nB,30,3,29,6\n"
    done = read_text(tmp_path, text)
    assert done.review is None
    assert done.mapping.columns[1].because == "but in most rows it is more than the total: swapped?"


def test_a_heading_that_its_cells_belie_is_doubted(tmp_path: Path) -> None:
    head = "Study,Intervention events,Intervention total,Control events,Control total"
    done = read_text(tmp_path, f"{head}\nA,low,40,high,10\nB,low,30,1,6\n")
    assert done.mapping.columns[1].because == "but 2 of its 2 cells don't look like events: B2 is words"


def test_a_mapping_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(sheet_at(tmp_path, UNSURE), mapping=tmp_path / "none.toml")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("word", "asked"),
    [("age", True), ("BMI", True), ("baseline score", True), ("dosage", False), ("change from baseline", False)],
)
def test_how_people_were_at_entry_is_no_outcome_unasked(tmp_path: Path, word: str, asked: bool) -> None:
    heads = f"Study,Drug n,Drug mean {word},Drug SD {word},Placebo n,Placebo mean {word},Placebo SD {word}"
    found = proposal(tmp_path, f"{heads}\nAsh 2001,40,34.1,8.2,41,35.0,7.9\nBirch 2004,52,40.2,9.1,50,39.8,8.8\n")
    doubted = [column.because for column in found.columns if column.role in ("mean", "sd") and not column.certain]
    assert doubted == ([OF_ENTRY] * 4 if asked else [])


def test_the_c_of_a_haemoglobin_is_no_control(tmp_path: Path) -> None:
    heads = "Study,Drug HbA1c mean,Drug HbA1c SD,Drug N,Control HbA1c mean,Control HbA1c SD,Control N"
    found = proposal(tmp_path, f"{heads}\nAsh 2001,7.1,0.8,30,7.5,0.9,32\nBirch 2004,6.9,0.7,40,7.4,0.8,41\n")
    sides = [(column.role, column.group, column.certain) for column in found.columns[1:]]
    data = ("mean", "sd", "total")
    assert sides == [(role, group, True) for group in ("intervention", "control") for role in data]
    assert [plan.label for plan in found.outcomes] == ["HbA1c"]


def test_a_shared_total_that_every_outcome_has_its_own_of_is_asked_about(tmp_path: Path) -> None:
    heads = "Study,Drug death n/N,Drug pain n/N,Drug total,Placebo death n/N,Placebo pain n/N,Placebo total"
    found = proposal(
        tmp_path, f"{heads}\nAsh 2001,3/30,5/28,28,4/31,4/29,29\nBirch 2004,2/40,5/39,39,5/41,3/38,38\n"
    )
    asked = [column.letter for column in found.columns if "no outcome uses it" in column.because]
    assert asked == ["D", "G"]
    assert not found.certain
