"""Cells as people type them: each is read exactly, or told with its place and a way out; nothing becomes 0."""

from __future__ import annotations

from pathlib import Path

import pytest
from spreadsheet_tables import counts, estimates, is_sound, means, read_text, told

from effectbank.formats.spreadsheets.numbers import Shape, decimal_mark_in, reading_of_words
from effectbank.problems import Severity

HEAD = "study,ai,n1i,ci,n2i"


@pytest.mark.parametrize(
    ("words", "decimal", "shape", "numbers"),
    [
        ("12", "", Shape.NUMBER, (12,)),
        ("12.0", "", Shape.NUMBER, (12,)),
        ("0.5", "", Shape.NUMBER, (0.5,)),
        (".5", "", Shape.NUMBER, (0.5,)),
        ("0,5", "", Shape.NUMBER, (0.5,)),
        ("0·49", "", Shape.NUMBER, (0.49,)),
        ("−0.5", "", Shape.NUMBER, (-0.5,)),
        ("–0,5", "", Shape.NUMBER, (-0.5,)),
        ("1e-3", "", Shape.NUMBER, (0.001,)),
        ("1 234", "", Shape.NUMBER, (1234,)),
        ("1\u202f234,5", "", Shape.NUMBER, (1234.5,)),
        ("1'234", "", Shape.NUMBER, (1234,)),
        ("1,234,567", "", Shape.NUMBER, (1234567,)),
        ("1.234,5", "", Shape.NUMBER, (1234.5,)),
        ("1,234.5", "", Shape.NUMBER, (1234.5,)),
        ("0,125", "", Shape.NUMBER, (0.125,)),
        ("1,234", ".", Shape.NUMBER, (1234,)),
        ("1,234", ",", Shape.NUMBER, (1.234,)),
        ("1,234", "", Shape.DOUBTFUL, ()),
        ("1.234", "", Shape.DOUBTFUL, ()),
        ("12 (30%)", "", Shape.WITH_BRACKET, (12, 30)),
        ("12(30.0)", "", Shape.WITH_BRACKET, (12, 30)),
        ("3.4 [1.2]", "", Shape.WITH_BRACKET, (3.4, 1.2)),
        ("3.4 (SD 1.2)", "", Shape.WITH_BRACKET, (3.4, 1.2)),
        ("5/12", "", Shape.OVER, (5, 12)),
        ("12 of 40", "", Shape.OVER, (12, 40)),
        ("12 out of 40", "", Shape.OVER, (12, 40)),
        ("12 / 40 (30 %)", "", Shape.OVER, (12, 40, 30)),
        ("3.4 ± 1.2", "", Shape.PLUS_MINUS, (3.4, 1.2)),
        ("3,4 +/- 1,2", "", Shape.PLUS_MINUS, (3.4, 1.2)),
        ("0.34 to 0.70", "", Shape.RANGE, (0.34, 0.70)),
        ("(0.34, 0.70)", "", Shape.RANGE, (0.34, 0.70)),
        ("0.34–0.70", "", Shape.RANGE, (0.34, 0.70)),
        ("-1.2--0.3", "", Shape.RANGE, (-1.2, -0.3)),
        ("0.49 (0.34 to 0.70)", "", Shape.WITH_RANGE, (0.49, 0.34, 0.70)),
        ("0.49 [0.34; 0.70]", "", Shape.WITH_RANGE, (0.49, 0.34, 0.70)),
        ("0.49 (95% CI 0.34 to 0.70)", "", Shape.WITH_RANGE, (0.49, 0.34, 0.70)),
        ("0·49 (0·34–0·70)", "", Shape.WITH_RANGE, (0.49, 0.34, 0.70)),
        ("30%", "", Shape.PERCENT, (30,)),
        ("NR", "", Shape.UNKNOWN, ()),
        ("–", "", Shape.UNKNOWN, ()),
        (".", "", Shape.UNKNOWN, ()),
        ("5-Dec", "", Shape.DATE, ()),
        ("Dec-05", "", Shape.DATE, ()),
        ("2024-12-05", "", Shape.DATE, ()),
        ("5/12/2024", "", Shape.DATE, ()),
        ("12a", "", Shape.OTHER, ()),
        ("<1", "", Shape.OTHER, ()),
        ("about 12", "", Shape.OTHER, ()),
        ("١٢", "", Shape.OTHER, ()),
        ("1_000", "", Shape.OTHER, ()),
        ("0x10", "", Shape.OTHER, ()),
        ("nan", "", Shape.UNKNOWN, ()),
        ("inf", "", Shape.OTHER, ()),
        ("1e999", "", Shape.DOUBTFUL, ()),
    ],
)
def test_what_a_cell_says(words: str, decimal: str, shape: Shape, numbers: tuple[float, ...]) -> None:
    found = reading_of_words(words, decimal)
    assert found.shape is shape
    assert tuple(number.value for number in found.numbers) == numbers


@pytest.mark.parametrize(
    ("number", "mark"),
    [
        ("1,5", ","),
        ("1.25", "."),
        ("1.234", ""),
        ("1234.567", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("12", ""),
    ],
)
def test_which_mark_a_number_alone_shows(number: str, mark: str) -> None:
    assert decimal_mark_in(number) == mark


def test_a_percentage_beside_a_count_is_compared_with_the_total(tmp_path: Path) -> None:
    """12 of 40 is 30.0 %, 10 of 41 24.4 %; 5 of 20 is 25 % and not 20 %; of an unknown total it can't be told."""
    done = read_text(
        tmp_path,
        """
        Study,Treatment N,Treatment n (%),Control N,Control n (%)
        A,40,12 (30%),41,10 (24.4%)
        B,20,5 (20%),,4 (20%)
        """,
    )
    assert counts(done) == {
        ("a", "intervention"): (12, 40), ("a", "control"): (10, 41),
        ("b", "intervention"): (5, 20), ("b", "control"): (4, None),
    }  # fmt: skip
    assert told(done) == [
        ("percent-differs", 3, "C3 (Treatment n (%))"),
        ("percent-unchecked", 3, "E3 (Control n (%))"),
    ]
    assert "the count and its total make 25.0%" in str(done.problems[0])
    assert done.review.data["outcome"][2].provenance.note == "in the sheet Treatment n (%): 5 (20%)"
    is_sound(done)


def test_a_column_of_percentages_is_compared_and_not_kept(tmp_path: Path) -> None:
    head = "Study,Treatment events,Treatment total,Treatment %,Control events,Control total,Control %"
    done = read_text(tmp_path, f"{head}\nA,12,40,30,10,41,24.4\nB,5,20,20,4,20,20\n")
    assert [read_as for heading, read_as, _ in _mapped(done) if "%" in heading] == [
        "percent, intervention", "percent, control",
    ]  # fmt: skip
    assert told(done) == [("percent-differs", 3, "D3 (Treatment %)")]


def _mapped(done: object) -> list[tuple[str, str, bool]]:
    from spreadsheet_tables import mapped

    return mapped(done)  # type: ignore[arg-type]


def test_a_fraction_gives_events_and_total(tmp_path: Path) -> None:
    done = read_text(tmp_path, "Study,Naltrexone n/N,Placebo n/N\nA,5/12,6 of 12\nB,1/20 (5%),3/20 (10%)\n")
    assert counts(done) == {
        ("a", "naltrexone"): (5, 12), ("a", "placebo"): (6, 12),
        ("b", "naltrexone"): (1, 20), ("b", "placebo"): (3, 20),
    }  # fmt: skip
    assert told(done) == [("percent-differs", 3, "C3 (Placebo n/N)")]


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("30%", "a-percentage", "from which no count is made"),
        ("5-Dec", "a-date", "holds the date 5-Dec where events is expected"),
        ("2024-12-05", "a-date", "format the column as text"),
        ("twelve", "unread-cell", "'twelve' is not read as events; taken as unknown"),
        ("12a", "unread-cell", "is not read as events"),
        ("<5", "unread-cell", "is not read as events"),
        ("5/12", "unread-cell", "map the column as events/total"),
        ("1.5", "impossible", "a count with a fraction"),
        ("-3", "impossible", "a count below zero"),
        ("41", "contradiction", "41 events among 40 people"),
        ("99999999999", "impossible", "there are not so many people"),
        ('"1,234"', "doubtful-comma", "may part thousands or decimals"),
    ],
)
def test_a_cell_that_is_no_count_is_told_and_unknown(tmp_path: Path, cell: str, code: str, words: str) -> None:
    decimal = 'decimal = ""' if code == "doubtful-comma" else ""
    done = read_text(tmp_path, f"{HEAD}\nA,{cell},40,10,41\nB,1,20,2,20\n")
    if decimal:  # then the mapping is asked about; here it is confirmed as it stands
        assert not done.mapping.certain
        done = read_text(tmp_path, f"{HEAD}\nA,{cell},40,10,41\nB,1,20,2,20\n", mapping=done.mapping.confirmed())
    events, _ = counts(done)["a", "intervention"]
    assert events is None
    assert told(done, least=Severity.ERROR) == [(code, 2, "B2 (ai)")]
    problem = next(problem for problem in done.problems if problem.severity is Severity.ERROR)
    assert words in str(problem)
    assert problem.hint
    assert f"in the sheet ai: {cell.strip(chr(34))}" in done.review.data["outcome"][0].provenance.note
    assert counts(done)["b", "intervention"] == (1, 20)
    is_sound(done)


def test_unknown_stays_empty_and_is_never_nought(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,,40,NR,41\nB,–,20,.,20\nC,0,20,1,20\n")
    assert counts(done) == {
        ("a", "intervention"): (None, 40), ("a", "control"): (None, 41),
        ("b", "intervention"): (None, 20), ("b", "control"): (None, 20),
        ("c", "intervention"): (0, 20), ("c", "control"): (1, 20),
    }  # fmt: skip
    notes = [str(problem) for problem in done.problems if problem.code == "not-available"]
    assert notes == [
        "trials.csv:2 [D2 (ci)]: note: 'NR' is read as unknown (and in 1 more cells of the column)"
        " — leave an unknown cell empty",
        "trials.csv:3 [B3 (ai)]: note: '–' is read as unknown — if it stands for none, type 0",
    ]
    is_sound(done)


def test_a_footnotes_sign_is_told_and_kept(tmp_path: Path) -> None:
    done = read_text(tmp_path, f"{HEAD}\nA,5*,40,10,41\n")
    assert counts(done)["a", "intervention"] == (5, 40)
    assert told(done) == [("footnote-mark", 2, "B2 (ai)")]
    assert done.review.data["outcome"][0].provenance.note == "in the sheet ai: 5*"


def test_decimal_commas_thousands_and_typographic_minus(tmp_path: Path) -> None:
    done = read_text(
        tmp_path,
        """
        Study;Intervention mean;Intervention SD;Intervention n;Control mean;Control SD;Control n
        A;–3,4;1,2;1.234;−4,25;1,1;2 000
        """,
    )
    assert means(done) == {("a", "intervention"): (-3.4, 1.2, 1234), ("a", "control"): (-4.25, 1.1, 2000)}
    assert {problem.message.split(" is read ")[1] for problem in done.problems if problem.code == "as-typed"} == {
        "with a decimal comma", "with marks of thousands", "with its dash as a minus or as to",
    }  # fmt: skip
    is_sound(done)


def test_a_mark_that_nothing_decides_is_asked_about_and_read_as_told(tmp_path: Path) -> None:
    text = 'study,ai,n1i,ci,n2i\nA,5,"1,234",10,"1,300"\n'
    done = read_text(tmp_path, text)
    assert done.review is None
    assert done.mapping.doubts == (
        'a mark like that of 1,234 may part thousands or decimals; set decimal = "." or ","',
    )
    point = type(done.mapping)(**{f: getattr(done.mapping, f) for f in done.mapping.__slots__} | {"decimal": "."})
    assert counts(read_text(tmp_path, text, mapping=point.confirmed()))["a", "intervention"] == (5, 1234)


@pytest.mark.parametrize(
    "spread", ["3.4 (1.2)", "3.4 ± 1.2", "3.4 [1.2]", "3.4 (SD 1.2)", "3,4 ± 1,2", "3.4 +/- 1.2"]
)
def test_mean_and_sd_in_one_cell(tmp_path: Path, spread: str) -> None:
    head = "Study;Intervention Mean (SD);Intervention N;Control Mean (SD);Control N"
    done = read_text(tmp_path, f"{head}\nA;{spread};30;{spread};31\n")
    assert means(done) == {("a", "intervention"): (3.4, 1.2, 30), ("a", "control"): (3.4, 1.2, 31)}
    is_sound(done)


def test_a_bracket_that_names_a_standard_error_is_one_and_other_names_are_refused(tmp_path: Path) -> None:
    head = "Study,Intervention Mean (SD),Intervention N,Control Mean (SD),Control N"
    done = read_text(tmp_path, f"{head}\nA,3 (SE 0.5),25,4 (IQR 2),31\nB,3 (1),25,4 (1),31\nC,3 (1),25,4 (1),31\n")
    assert means(done)["a", "intervention"] == (3, 2.5, 25)
    assert means(done)["a", "control"] == (None, None, 31)
    assert told(done) == [("unread-cell", 2, "D2 (Control Mean (SD))")]


def test_a_plus_minus_whose_heading_names_no_sd_is_asked_about(tmp_path: Path) -> None:
    done = read_text(
        tmp_path, "Study,Intervention mean,Intervention N,Control mean,Control N\nA,3 ± 1,25,4 ± 1,31\n"
    )
    assert done.review is None
    assert _mapped(done)[1] == ("Intervention mean", "mean/sd, intervention", False)


@pytest.mark.parametrize(
    ("cell", "code", "severity"),
    [
        ("0.50 (0.90 to 1.00)", "not-midway", "error"),
        ("0.50 (0.28 to 0.80)", "not-midway", "warning"),
        ("0.50 (1.00 to 0.25)", "impossible", "error"),
        ("0.00 (0.25 to 1.00)", "impossible", "error"),
    ],
)
def test_an_interval_that_cannot_belong_to_its_estimate(
    tmp_path: Path, cell: str, code: str, severity: str
) -> None:
    done = read_text(tmp_path, f"Study,OR (95% CI)\nA,{cell}\nB,0.5 (0.25 to 1)\n")
    found = [problem for problem in done.problems if problem.place.line == 2]
    assert [(problem.code, str(problem.severity)) for problem in found][:1] == [(code, severity)]
    _, _, se = estimates(done)["a"]
    assert (se is None) is (severity == "error")
    is_sound(done)


def test_rounding_alone_moves_no_estimate_from_its_middle(tmp_path: Path) -> None:
    """log 0.5 is 2 % of the width off the middle of log 0.3 and log 0.8, which rounding to 0.1 can do."""
    done = read_text(tmp_path, "Study,OR (95% CI)\nA,0.5 (0.3 to 0.8)\n")
    assert told(done) == []


def test_totals_that_disagree_are_unknown(tmp_path: Path) -> None:
    done = read_text(tmp_path, "study,ai,bi,ci,di,n1i,n2i\nA,5,35,10,31,40,42\nB,5,35,10,31,40,41\n")
    assert counts(done) == {
        ("a", "intervention"): (5, 40), ("a", "control"): (10, None),
        ("b", "intervention"): (5, 40), ("b", "control"): (10, 41),
    }  # fmt: skip
    assert [str(problem) for problem in done.problems] == [
        "trials.csv:2 [G2 (n2i)]: error: the total is 41 and 42; taken as unknown"
        " — look the numbers up in the source, or name its outcome where a column is another outcome's total"
        ' (outcome = "…" in the mapping)'
    ]
    assert done.review.data["outcome"][1].provenance.note == "in the sheet ci: 10; di: 31; n2i: 42"
