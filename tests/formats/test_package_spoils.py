"""Packages spoiled in any way: never a traceback, every row read or rejected by its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.packages.drawing import package as drawn
from benchmarks.packages.writing import files_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from package_folders import ROWS, SETTINGS, SETTINGS_2, SUBGROUPS, package, table

from effectbank.formats.archives import unpack
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.data_package import read_source

SAMPLE = (Path(__file__).parent / "data" / "fleiss1993.zip").read_bytes()
MADE = files_of(drawn(7, 6, seed=5), seed=5)[0]
REJECTED = ("missing-cell", "ragged-row", "broken-quotes")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CELLS = st.one_of(
    st.sampled_from([
        "", "0", "0.0", "1", "-1", "2.5", "1e400", "1e-400", "nan", "-inf", "#N/A", "95%", "true", "Random effect",
        "Dichotomous", "Continuous", "Contrast level", "O-E and variance", "Risk Ratio", "Peto Odds Ratio", "MH",
        "SUBGROUP_ONLY", "99999999999999999999", "1,5", '"', "'", "a\nb", "\x00", "²", "\ufeff", "=1+1", "#",
    ]),
    st.integers(-3, 400).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text(max_size=6),
)  # fmt: skip


def read(root: Path) -> SourceReview:
    """The package, with every Problem looked at."""
    review = read_source(root)
    for problem in review.problems:
        assert str(problem)
        assert problem.to_dict()["file"]
    return review


def filled(header: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Rows of any cells, most of them of the first analyses."""
    names = header.split(",")
    rows = st.dictionaries(st.sampled_from(names), CELLS, max_size=12)
    place = st.fixed_dictionaries({
        "Analysis group": st.sampled_from(["1", "1", "2", "x", ""]),
        "Analysis number": st.sampled_from(["1", "1", "2", "9", ""]), "Study": st.sampled_from(["A 1", "B 2", ""]),
    })  # fmt: skip
    return st.lists(st.tuples(place, rows).map(lambda pair: {**pair[0], **pair[1]}), max_size=8)


@given(rows=filled(ROWS), subgroups=filled(SUBGROUPS), said=filled(SETTINGS), version_2=filled(SETTINGS_2))
@QUICK
def test_whatever_the_cells_hold_every_row_is_read_or_rejected(
    rows: list[dict[str, str]],
    subgroups: list[dict[str, str]],
    said: list[dict[str, str]],
    version_2: list[dict[str, str]],
) -> None:
    text = table(ROWS, *rows)
    for header, of_settings in ((SETTINGS, said), (SETTINGS_2, version_2)):
        with TemporaryDirectory() as folder:
            tables = {"subgroup_estimates": table(SUBGROUPS, *subgroups), "settings": table(header, *of_settings)}
            review = read(package(Path(folder), data_rows=text, **tables))
        found = sum(len(analysis.rows) for analysis in review.analyses)
        assert found + rejected(review, "data-rows.csv") == written(text)


def rejected(review: SourceReview, file: str) -> int:
    """Rows of a file that were left out, each told by its line."""
    told = [p.place.line for p in review.problems if p.code in REJECTED and p.place.file.endswith(file)]
    assert all(told)
    return len(told)


def written(text: str) -> int:
    """Records after the header in which anything is."""
    return sum(any(map(str.strip, row)) for row in records(text)) - 1


def records(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff").replace("\x00", "\ufffd"), newline="")))


@given(st.data())
@QUICK
def test_a_zip_with_any_bytes_changed(data: st.DataObject) -> None:
    raw = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.binary(max_size=8))
        raw[at : at + data.draw(st.integers(0, 8))] = piece
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spoiled.zip"
        path.write_bytes(raw[: data.draw(st.integers(1, len(raw)))])
        read(path)


@given(st.data())
@QUICK
def test_tables_with_any_bytes_changed(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        for path, content in MADE.items():
            raw = bytearray(content)
            for _ in range(data.draw(st.integers(0, 3))):
                at = data.draw(st.integers(0, len(raw) - 1))
                raw[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
            (Path(folder) / path).parent.mkdir(exist_ok=True)
            (Path(folder) / path).write_bytes(raw)
        read(Path(folder))


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02"]))
@QUICK
def test_any_bytes_at_all_as_an_archive(raw: bytes, start: bytes) -> None:
    found = unpack(start + raw)
    assert found.files or found.problems or start == b"PK\x05\x06"


@given(st.text(max_size=300))
@QUICK
def test_any_text_as_data_rows(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x-data-rows.csv"
        path.write_bytes((ROWS + "\n" + text).encode("utf-8", "surrogatepass"))
        read(path)
