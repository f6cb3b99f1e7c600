"""A table of trials typed in any habit reads back to the same numbers, or is told; no bytes end in a traceback."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from effectbank.formats.spreadsheet import SpreadsheetRead, read
from effectbank.problems import Severity

NAMES = (
    "Aronson 1948", "Frimodt-Møller 1973", "TPT Madras", "O'Brien, 1990", "Wu & Li (2001)", "Müller 2004a",
    "Smith 2001", "Smith 2003", "α-trial", "49653/011", "12", "Study 7",
)  # fmt: skip
ARMS = ("intervention", "control")
UNKNOWN = ("", "NR", "–", "n/a")


@dataclass(frozen=True)
class Dialect:
    """How one person types a sheet."""

    delimiter: str
    decimal: str
    thousands: str
    minus: str
    unknown: str

    def number(self, value: float | None, decimals: int = 0) -> str:
        if value is None:
            return self.unknown
        whole, _, part = f"{abs(value):,.{decimals}f}".partition(".")
        digits = whole.replace(",", self.thousands) + (self.decimal + part if part else "")
        return (self.minus if value < 0 else "") + digits


DIALECTS = st.builds(
    lambda marks, minus, unknown: Dialect(*marks, minus, unknown),
    st.sampled_from(
        [
            (",", ".", ""),
            (";", ",", ""),
            (";", ",", "."),
            ("\t", ".", ","),
            ("\t", ",", " "),
            (";", ".", "'"),
            (",", ".", "\u202f"),
            ("\t", ".", ""),
        ]
    ),
    st.sampled_from(["-", "−", "–"]),
    st.sampled_from(UNKNOWN),
)
COUNTS = st.tuples(st.none() | st.integers(0, 3000), st.none() | st.integers(3000, 9000))
HUNDREDTHS = st.integers(-500_000, 500_000).map(lambda n: n / 100)
MEANS = st.tuples(
    st.none() | HUNDREDTHS,
    st.none() | st.integers(1, 99_999).map(lambda n: n / 100),
    st.none() | st.integers(2, 9000),
)


@st.composite
def studies(draw: st.DrawFn, cells: st.SearchStrategy[tuple[float | None, ...]]) -> dict[tuple[str, str], tuple]:
    """What each arm of some studies gave."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    return {(name, arm): draw(cells) for name in names for arm in ARMS}


def typed(draw: st.DrawFn, dialect: Dialect, head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    """The table as text, with or without a note above and below it."""
    lines = [*head, *rows]
    if draw(st.booleans()):
        lines = [["Table 2, deaths in the trials"], [""], *lines]
    if draw(st.booleans()):
        lines = [*lines, ["* as the authors gave it"]]
    return (
        "\n".join(dialect.delimiter.join(_quoted(cell, dialect.delimiter) for cell in line) for line in lines)
        + "\n"
    )


def _quoted(cell: str, delimiter: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell


COUNT_HEADS = (
    [["study", "ai", "n1i", "ci", "n2i"]],
    [["studlab", "event.e", "n.e", "event.c", "n.c"]],
    [["Study", "Intervention events", "Intervention total", "Control events", "Control total"]],
    [["Study", "Intervention", "", "Control", ""], ["", "Events", "N", "Events", "N"]],
    [["Study", "T events", "T n", "C events", "C n"]],
)
MEAN_HEADS = (
    [["study", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"]],
    [["studlab", "mean.e", "sd.e", "n.e", "mean.c", "sd.c", "n.c"]],
    [["Study", "Intervention", "", "", "Control", "", ""], ["", "Mean", "SD", "N", "Mean", "SD", "N"]],
)


@st.composite
def sheets_of_counts(draw: st.DrawFn) -> tuple[str, dict]:
    """Trials of counts, and the text of a sheet of them."""
    trials, dialect = draw(studies(COUNTS)), draw(DIALECTS)
    style = draw(st.sampled_from(["apart", "percent", "over", "of", "long"]))
    names = list(dict.fromkeys(name for name, _ in trials))
    number = dialect.number
    if style == "long":
        rows = [[name, arm, *map(number, trials[name, arm])] for name in names for arm in ARMS]
        return typed(draw, dialect, [["study", "arm", "events", "total"]], rows), trials
    if style in ("over", "of"):
        sign = "/" if style == "over" else " of "
        both = {
            key: f"{number(e)}{sign}{number(n)}" if None not in (e, n) else dialect.unknown
            for key, (e, n) in trials.items()
        }
        trials = {key: (e, n) if None not in (e, n) else (None, None) for key, (e, n) in trials.items()}
        rows = [[name, *(both[name, arm] for arm in ARMS)] for name in names]
        return typed(draw, dialect, [["Study", "Intervention n/N", "Control n/N"]], rows), trials

    def events(e: int | None, n: int | None) -> str:
        share = style == "percent" and None not in (e, n)
        return f"{number(e)} ({number(100 * e / n, 1)}%)" if share else number(e)

    rows = [[name, *(cell for arm in ARMS for cell in _pair(events, number, trials[name, arm]))] for name in names]
    return typed(draw, dialect, draw(st.sampled_from(COUNT_HEADS)), rows), trials


def _pair(events, number, cells) -> list[str]:
    return [events(*cells), number(cells[1])]


@st.composite
def sheets_of_means(draw: st.DrawFn) -> tuple[str, dict]:
    """Trials of means, and the text of a sheet of them."""
    trials, dialect = draw(studies(MEANS)), draw(DIALECTS)
    style = draw(st.sampled_from(["apart", "({})", "± {}", "long"]))
    names = list(dict.fromkeys(name for name, _ in trials))
    number = dialect.number
    cells = {key: [number(m, 2), number(s, 2), number(n)] for key, (m, s, n) in trials.items()}
    if style == "long":
        rows = [[name, arm, *cells[name, arm]] for name in names for arm in ARMS]
        return typed(draw, dialect, [["study", "arm", "mean", "sd", "n"]], rows), trials
    if style != "apart":
        half = {key for key, (m, s, _) in trials.items() if None in (m, s)}
        trials = {key: (None, None, n) if key in half else (m, s, n) for key, (m, s, n) in trials.items()}
        joined = {
            key: [dialect.unknown if key in half else f"{m} {style.format(s)}", n]
            for key, (m, s, n) in cells.items()
        }
        name_of = "Mean (SD)" if style == "({})" else "Mean ± SD"
        head = [["Study", *(words for arm in ARMS for words in (f"{arm} {name_of}", f"{arm} N"))]]
        rows = [[name, *(cell for arm in ARMS for cell in joined[name, arm])] for name in names]
        return typed(draw, dialect, head, rows), trials
    rows = [[name, *(cell for arm in ARMS for cell in cells[name, arm])] for name in names]
    return typed(draw, dialect, draw(st.sampled_from(MEAN_HEADS)), rows), trials


def read_back(text: str) -> SpreadsheetRead:
    """The sheet read; if it is asked about, then by the mapping proposed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trials.csv"
        path.write_text(text, encoding="utf-8")
        done = read(path)
        if done.review is None and done.mapping is not None and not done.mapping.certain:
            assert done.count is None
            done = read(path, mapping=done.mapping.confirmed())
        return done


def same_or_told(done: SpreadsheetRead, trials: dict, cells: tuple[str, ...]) -> None:
    """Every number is as typed; for one that isn't there a Problem is told, and none is there that wasn't typed."""
    if done.review is None:
        assert any(problem.severity is Severity.ERROR for problem in done.problems)
        return
    assert sum(done.count.fates.values()) == done.count.found
    labels = {study.name: study.label for study in done.review.studies.values()}
    found = {(labels[row.study], row.arm): row for row in done.review.data.get("outcome", ())}
    assert set(found) <= set(trials)
    told = {problem.place.line for problem in done.problems if problem.place.line}
    for key, typed_numbers in trials.items():
        if key not in found:
            assert done.count.rejected or len(told) > 0
            continue
        for cell, wanted in zip(cells, typed_numbers, strict=True):
            number = getattr(found[key], cell)
            assert number == wanted or (number is None and told), (key, cell, wanted, number)
    errors = [str(p) for p in done.review.problems() if p.severity is Severity.ERROR]
    assert errors == []


@given(sheets_of_counts())
@settings(max_examples=150, deadline=None)
def test_counts_in_any_habit(drawn: tuple[str, dict]) -> None:
    text, trials = drawn
    same_or_told(read_back(text), trials, ("events", "total"))


@given(sheets_of_means())
@settings(max_examples=150, deadline=None)
def test_means_in_any_habit(drawn: tuple[str, dict]) -> None:
    text, trials = drawn
    same_or_told(read_back(text), trials, ("mean", "sd", "total"))


def survives(raw: bytes, name: str = "trials.csv") -> None:
    """Any bytes are read, or told; every row of what is read is accounted for, and the folder passes its check."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        done = read(path)
        if done.mapping is not None and not done.mapping.certain:
            done = read(path, mapping=done.mapping.confirmed())
    for problem in done.problems:
        assert problem.message
        assert str(problem).startswith(str(problem.place))
    if done.review is None:
        assert done.problems
        return
    assert sum(done.count.fates.values()) == done.count.found
    assert [str(p) for p in done.review.problems() if p.severity is Severity.ERROR] == []


HEADINGS = (
    "study|Study|ai|bi|ci|di|n1i|n2i|Events|Total|N|n|Mean|SD|SE|OR|95% CI|Intervention|Control|Placebo|arm|"
    "outcome|year|yi|vi|lci|uci|n (%)|Mean (SD)|n/N|Total|Subtotal|mean_death|total.pain|% weight|p"
)
CELLS = (
    '||12|5/12|12 (30%)|3.4 ± 1.2|1,234|1.234|0,5|0.49 (0.34 to 0.70)|NR|-|5-Dec|−3|A|B|drug|note: x|*|"|=1+1|\x00|'
    "1e400|999999999999999999999999999999|é|\u202e|0|00|-0|1/0"
)
WORDS = st.sampled_from([*HEADINGS.split("|"), *CELLS.split("|")])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=9), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=300, deadline=None)
def test_tables_of_odd_cells(rows: list[list[str]], delimiter: str) -> None:
    survives("\n".join(delimiter.join(row) for row in rows).encode("utf-8"))


HEAD = b"study,ai,n1i,ci,n2i\n"


@given(st.lists(st.lists(WORDS, min_size=5, max_size=6), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_odd_cells_under_a_head_that_is_certain(rows: list[list[str]]) -> None:
    survives(HEAD + "\n".join(",".join(row) for row in rows).encode("utf-8"))


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_nothing_but_noise(raw: bytes) -> None:
    survives(raw)
    survives(b"PK\x03\x04" + raw, "trials.xlsx")


def workbook() -> dict[str, bytes]:
    """The parts of a small workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in (["study", "ai", "n1i", "ci", "n2i"], ["A", 5, 40, "12 (30%)", 40], ["B", 3, 30, 0.5, "=1+1"]):
        book.active.append(row)
    book.active.merge_cells("F1:G2")
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WORKBOOK = workbook()


@st.composite
def spoilt_workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with a few bytes of its parts replaced, cut out or put in, and perhaps cut short as a whole."""
    parts = dict(WORKBOOK)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(parts)))
        raw = parts[name]
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 30)))
        put = draw(
            st.binary(max_size=6)
            | st.sampled_from([b'"9999999999"', b"XFD1048576", b"-1", b"&#0;", b"<c>", b"nan"])
        )
        parts[name] = raw[:start] + put + raw[end:]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    whole = packed.getvalue()
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.integers(0, 9)) == 0 else whole


@given(spoilt_workbooks())
@settings(max_examples=200, deadline=None)
def test_workbooks_spoilt(raw: bytes) -> None:
    survives(raw, "trials.xlsx")


@given(studies(MEANS), st.sampled_from([MEAN_HEADS[0], MEAN_HEADS[2]]), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_numbers_of_a_workbook_are_read_to_the_last_digit(trials: dict, head: list[list[str]], above: int) -> None:
    """Excel's own numbers, under one row of headings or two with the groups merged, some rows down."""
    from openpyxl import Workbook

    book = Workbook()
    for line in [*[["a note"]] * above, *head]:
        book.active.append([cell or None for cell in line])
    if len(head) == 2:
        book.active.merge_cells(start_row=above + 1, end_row=above + 1, start_column=2, end_column=4)
        book.active.merge_cells(start_row=above + 1, end_row=above + 1, start_column=5, end_column=7)
    for name in dict.fromkeys(name for name, _ in trials):
        book.active.append([name, *trials[name, "intervention"], *trials[name, "control"]])
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "trials.xlsx")
        done = read(Path(folder) / "trials.xlsx")
    same_or_told(done, trials, ("mean", "sd", "total"))
    assert done.mapping is not None
    assert done.mapping.certain
