"""However a folder is spoilt, it opens, all its Problems are told, and nothing of it is lost on writing back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effectbank.problems import Problem
from effectbank.review import Review, open_folder, read_files, read_folder
from effectbank.review.scaffold import scaffold
from effectbank.review.write import bytes_of


def laid_out() -> dict[str, bytes]:
    """The folder that a newcomer begins with: small, valid, with every kind of file."""
    with tempfile.TemporaryDirectory() as folder:
        scaffold(Path(folder) / "new")
        return dict(read_folder(Path(folder) / "new").files)


SMALL = laid_out()
FOUNDING = dict(open_folder("naltrexone-2011").files)
MEASURED = SMALL | {
    "review.toml": SMALL["review.toml"]
    .replace(b'good = "less"  ', b'kind = "means"\n#', 1)
    .replace(b'measure = "RR"', b'measure = "SMD"')
    .partition(b"[values")[0]
    + b'[analyses.md]\noutcome = "relapsed"\ncomparison = "treated_v_usual"\nmeasure = "MD"\n'
    + b'subgroups = "setting"\n',
    "data/relapsed.csv": b"study,arm,mean,sd,total\nalpha_2001,treated,1.5,1,40\nalpha_2001,control,2,1,41\n"
    b"beta_2004,treated,1.2,0.5,52\nbeta_2004,control,3,0.7,50\n",
    "data/relapsed.contrasts.csv": b"study,arm,against,measure,estimate,se\n"
    b"gamma_2010,treated,control,MD,-0.4,0.2\n",
    "text.md": b"::::{voice} findings\nNothing is counted.\n::::\n",
}
CELLS = (
    "", "0", "-1", "1e308", "1e999", "NA", "nan", "inf", "1,5", "1.5", "40", "١٢", "½", "alpha", "treated",
    "=1+1", '"', '""', "a,b", "é", "\u2212" + "3", "9" * 400, "null", "True", "\u202e", "0x10", "1_000", " ",
)  # fmt: skip
TOML_VALUES = (
    "1", "-1", "1e400", "true", "[]", "{}", '""', '"RR"', '"random"', "[1, 'a']", "2011-02-30", "2011-07-15",
    "[[]]", "{a = {}}", '"studies"', '["relapsed"]', "nan", "-inf", "9" * 30, "'''x'''", '"\\u0000"', "[", "= =",
)  # fmt: skip


def survives(files: dict[str, bytes]) -> tuple[Review, tuple[Problem, ...]]:
    """Open, judge, compute and write back; whatever is wrong is told and not raised."""
    review = read_files("spoilt", files)
    problems = review.problems()
    for problem in problems:
        assert problem.message
        assert str(problem).startswith(str(problem.place))
        assert problem.to_dict()["code"] == problem.code
    for name in review.analyses:
        assert review.synthesis(name).status in ("complete", "partial", "no data", "not estimable")
    assert bytes_of(review) == files
    return review, problems


@st.composite
def byte_edits(draw: st.DrawFn, folder: dict[str, bytes]) -> dict[str, bytes]:
    """A few bytes of a folder replaced, cut out or put in."""
    files = dict(folder)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        raw = files[name]
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        files[name] = raw[:start] + draw(st.binary(max_size=8)) + raw[end:]
    return files


@st.composite
def cell_edits(draw: st.DrawFn, folder: dict[str, bytes]) -> dict[str, bytes]:
    """A few cells of CSV files replaced by odd ones."""
    files = dict(folder)
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from([name for name in sorted(files) if name.endswith(".csv")]))
        rows = files[name].decode().split("\n")
        row = draw(st.integers(0, len(rows) - 1))
        cells = rows[row].split(",")
        cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(CELLS) | st.text(max_size=5))
        rows[row] = ",".join(cells)
        files[name] = "\n".join(rows).encode("utf-8", "surrogatepass")
    return files


@st.composite
def plan_edits(draw: st.DrawFn, folder: dict[str, bytes]) -> dict[str, bytes]:
    """A few values of the TOML files replaced by values of other kinds, keys kept or swapped."""
    files = dict(folder)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(["entry.toml", "review.toml"]))
        rows = files[name].decode().split("\n")
        row = draw(st.integers(0, len(rows) - 1))
        key = draw(
            st.sampled_from([rows[row].partition("=")[0].strip() or "x", "where", "of", "count", "[analyses.a]"])
        )
        rows[row] = f"{key} = {draw(st.sampled_from(TOML_VALUES))}"
        files[name] = "\n".join(rows).encode()
    return files


@st.composite
def line_edits(draw: st.DrawFn, folder: dict[str, bytes]) -> dict[str, bytes]:
    """Files deleted, emptied, cut short, their lines dropped, doubled or moved."""
    files = dict(folder)
    for _ in range(draw(st.integers(1, 3))):
        if not files:
            break
        name = draw(st.sampled_from(sorted(files)))
        rows = files[name].split(b"\n")
        row = draw(st.integers(0, len(rows) - 1))
        change = draw(st.sampled_from(["delete", "empty", "cut", "drop", "double", "move"]))
        if change == "delete":
            del files[name]
            continue
        files[name] = {
            "empty": b"",
            "cut": b"\n".join(rows[:row]),
            "drop": b"\n".join(rows[:row] + rows[row + 1 :]),
            "double": b"\n".join([*rows[: row + 1], rows[row], *rows[row + 1 :]]),
            "move": b"\n".join([rows[row], *rows[:row], *rows[row + 1 :]]),
        }[change]
    return files


@given(byte_edits(SMALL))
@settings(max_examples=50, deadline=None)
def test_bytes_spoilt(files: dict[str, bytes]) -> None:
    survives(files)


@given(cell_edits(SMALL))
@settings(max_examples=50, deadline=None)
def test_cells_spoilt(files: dict[str, bytes]) -> None:
    survives(files)


def test_the_folder_of_means_is_whole_before_it_is_spoilt() -> None:
    review, problems = survives(MEASURED)
    assert [str(p) for p in problems if p.severity == "error" and p.place.file != "text.md"] == []
    assert review.synthesis("md").fit.k == 3
    assert review.synthesis("relapsed").fit.k == 2


@given(cell_edits(MEASURED))
@settings(max_examples=60, deadline=None)
def test_cells_of_means_and_contrasts_spoilt(files: dict[str, bytes]) -> None:
    survives(files)


@given(plan_edits(SMALL))
@settings(max_examples=50, deadline=None)
def test_plans_spoilt(files: dict[str, bytes]) -> None:
    survives(files)


@given(line_edits(SMALL))
@settings(max_examples=40, deadline=None)
def test_lines_spoilt(files: dict[str, bytes]) -> None:
    survives(files)


@given(st.dictionaries(st.sampled_from(sorted(SMALL)), st.binary(max_size=200)))
@settings(max_examples=30, deadline=None)
def test_nothing_but_noise(files: dict[str, bytes]) -> None:
    survives(files)


@pytest.mark.parametrize("spoil", [byte_edits, cell_edits, plan_edits, line_edits])
def test_the_founding_folder_spoilt(spoil: object) -> None:
    @given(spoil(FOUNDING))  # type: ignore[operator]
    @settings(max_examples=5, deadline=None)
    def run(files: dict[str, bytes]) -> None:
        survives(files)

    run()


@given(cell_edits(SMALL))
@settings(max_examples=30, deadline=None)
def test_a_row_that_is_read_is_as_written(files: dict[str, bytes]) -> None:
    """No number appears that no cell holds: an unknown cell is None, never 0, never a guess."""
    review = read_files("spoilt", files)
    written = b"\n".join(files.values()).decode("utf-8", "replace")
    for rows in review.data.values():
        for row in rows:
            for number in (row.events, row.total):
                assert number is None or any(
                    f"{number}"[-3:] in cell for cell in written.replace("\u2212", "-").split(",")
                )
