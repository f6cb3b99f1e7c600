"""A review written out and read back: long CSV, wide CSV, and JSON with the provenance of every number."""

from __future__ import annotations

import contextlib
import csv
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odd_folder import odd

from effectbank.formats import long_csv, provenance_json, wide_csv
from effectbank.problems import Problem, Severity
from effectbank.review import Review, open_folder, read_files
from effectbank.review.opening import shipped
from effectbank.review.write import bytes_of, write_folder

COMPUTED = [name for name in shipped() if open_folder(name).analyses]


@pytest.mark.parametrize("name", [*shipped(), "odd"])
def test_json_is_read_back_the_same_review(tmp_path: Path, name: str) -> None:
    review = odd() if name == "odd" else open_folder(name)
    path = provenance_json.write(review, tmp_path / "a.json")
    again = provenance_json.read(path)
    assert again == review
    assert provenance_json.write(again, tmp_path / "b.json").read_bytes() == path.read_bytes()


def test_a_folder_is_made_again_from_json(tmp_path: Path) -> None:
    review = odd()
    again = provenance_json.read(provenance_json.write(review, tmp_path / "a.json"))
    write_folder(again, tmp_path / "odd")
    assert open_folder(tmp_path / "odd") == review


def test_every_number_has_its_provenance(tmp_path: Path) -> None:
    found = json.loads(provenance_json.write(odd(), tmp_path / "a.json").read_bytes())
    assert found["schema"] == "effectbank.review/1"
    row = found["data"]["death"][1]
    assert row["events"] == {
        "value": 2, "file": "data/death.csv", "line": 3, "column": "events", "source": "table 2",
        "confidence": "derived",
    }  # fmt: skip
    assert row["provenance"] == {"source": "table 2", "confidence": "derived", "note": "a, b"}
    assert found["data"]["death"][3]["events"] is None
    assert found["analyses"]["death"]["published"]["high"] == {
        "value": 1.2, "written": "1.20", "file": "review.toml", "line": 35, "column": "high",
    }  # fmt: skip
    assert found["contrasts"]["death"][0]["se"]["source"] == "abstract"
    assert found["studies"]["one"]["year"]["file"] == "studies.csv"
    assert found["arms"][0]["randomised"]["value"] == 50


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"null", b"[]", b"{}", b'{"schema": "effectbank.review/2"}', b'{"schema": "effectbank.review/1"}',
        b"\xff", b"[" * 100_000, b'{"schema": 1e999}',
    ],
)  # fmt: skip
def test_what_is_no_review_is_refused_in_a_sentence(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.json").write_bytes(raw)
    with pytest.raises(provenance_json.NotAReview, match=r"a\.json is no review as this program writes it"):
        provenance_json.read(tmp_path / "a.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["value", "$date", "file", "x"]), inner)
    ),
    max_leaves=4,
)


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_review_with_any_of_its_values_spoilt_is_read_or_refused(data: st.DataObject) -> None:
    found = json.loads(json.dumps(provenance_json.document_of(odd())))
    place = found
    for _ in range(data.draw(st.integers(1, 6))):
        keys = (
            list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
        )
        if not keys:
            break
        parent, key = place, data.draw(st.sampled_from(keys))
        place = place[key]
    parent[key] = data.draw(JSON)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(json.dumps(found))
        with contextlib.suppress(provenance_json.NotAReview):
            assert isinstance(provenance_json.read(path), Review)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [*COMPUTED, "odd"])
def test_the_long_file_holds_every_row_of_data_and_is_read_back(tmp_path: Path, name: str) -> None:
    review = odd() if name == "odd" else open_folder(name)
    path = long_csv.write(review, tmp_path / "long.csv")
    again = long_csv.read(path)
    assert [str(p) for p in again.read_problems if p.severity is Severity.ERROR] == []
    assert dict(again.data) == {name: found for name, found in review.data.items() if found}
    assert dict(again.contrasts) == {name: found for name, found in review.contrasts.items() if found}
    given_data = {row.study for found in (*again.data.values(), *again.contrasts.values()) for row in found}
    for study in given_data:
        mine, theirs = again.studies[study], review.studies[study]
        assert (mine.label, mine.year, mine.country, mine.status, mine.randomised) == (
            theirs.label, theirs.year, theirs.country, theirs.status, theirs.randomised,
        )  # fmt: skip
        assert {k: v for k, v in mine.fields.items() if v} == {k: v for k, v in theirs.fields.items() if v}
    assert long_csv.write(again, tmp_path / "again.csv").read_bytes() == path.read_bytes()
    twice = long_csv.read(tmp_path / "again.csv")
    assert (twice.data, twice.contrasts, twice.studies, twice.arms, twice.outcomes) == (
        again.data, again.contrasts, again.studies, again.arms, again.outcomes,
    )  # fmt: skip


def test_a_long_row_says_what_was_given_to_whom_and_how_it_is_known(tmp_path: Path) -> None:
    found = rows(long_csv.write(odd(), tmp_path / "long.csv"))
    assert {column: cell for column, cell in found[1].items() if cell} == {
        "outcome": "death", "outcome.label": "Death, all causes", "kind": "counts", "study": "one", "arm": "j",
        "treatment": "a2", "stratum": "men", "events": "2", "total": "21", "study.year": "2001",
        "study.status": "included", "study.setting": "x", "study.mean": "3", "source": "table 2",
        "confidence": "derived", "note": "a, b",
    }  # fmt: skip
    contrast = next(row for row in found if row["against"])
    assert (contrast["arm"], contrast["treatment"], contrast["against"], contrast["against.treatment"]) == (
        "c",
        "b",
        "i",
        "a",
    )
    assert (contrast["estimate"], contrast["se"], contrast["measure"]) == ("0.25", "0.1", "RR")


@pytest.mark.parametrize("name", [*COMPUTED, "odd"])
def test_the_wide_file_is_read_back_and_written_the_same(tmp_path: Path, name: str) -> None:
    review = odd() if name == "odd" else open_folder(name)
    path = wide_csv.write(review, tmp_path / "wide.csv")
    again = wide_csv.read(path)
    assert [str(p) for p in again.problems() if p.severity is Severity.ERROR] == []
    second = wide_csv.write(again, tmp_path / "again.csv")
    assert second.read_bytes() == path.read_bytes()
    assert wide_csv.read(second).data == again.data
    assert wide_csv.read(second).contrasts == again.contrasts


def test_the_wide_files_numbers_are_those_that_the_analyses_pool(tmp_path: Path) -> None:
    """Whole analyses of the examples: each study's estimate is the same from the folder and from its wide file."""
    for name in ("bcg-vaccine-1994", "magnesium-2001"):
        review = open_folder(name)
        again = wide_csv.read(wide_csv.write(review, tmp_path / "wide.csv"))
        whole = next(a for a in review.analyses.values() if not a.where and not a.without)
        mine, theirs = again.synthesis(next(iter(again.analyses))), review.synthesis(whole.name)
        assert [row.yi for row in mine.rows] == pytest.approx([row.yi for row in theirs.rows], nan_ok=True)
        assert [row.vi for row in mine.rows] == pytest.approx([row.vi for row in theirs.rows], nan_ok=True)


def test_wide_rows_have_metafors_names_and_take_together_what_the_comparison_does(tmp_path: Path) -> None:
    """One's two intervention arms: 1 + 2 of 20 + 21; means (20 x 3.5 + 10 x 4) / 30. Four's contrast is turned."""
    found = rows(wide_csv.write(odd(), tmp_path / "wide.csv"))
    men = {column: cell for column, cell in found[0].items() if cell}
    asked = ("ai", "bi", "n1i", "ci", "di", "n2i", "slab", "stratum", "intervention", "control")
    assert {name: men[name] for name in asked} == {
        "ai": "3", "bi": "38", "n1i": "41", "ci": "3", "di": "19", "n2i": "22", "slab": "One", "stratum": "men",
        "intervention": "a_or_a2", "control": "b_or_none",
    }  # fmt: skip
    assert (men["source"], men["confidence"], men["note"]) == ("table 1; table 2", "derived", "a, b")
    women = found[1]
    assert (women["ai"], women["n1i"], women["ci"], women["n2i"]) == ("", "18", "1", "17")
    turned = next(row for row in found if row["given"] == "contrast")
    assert (turned["yi"], turned["sei"], turned["yi.measure"]) == ("-0.25", "0.1", "RR")
    pain = next(row for row in found if row["outcome"] == "pain")
    assert float(pain["m1i"]) == pytest.approx(110 / 30, rel=1e-15)
    assert (pain["n1i"], pain["m2i"], pain["sd2i"], pain["n2i"]) == ("30", "5", "2", "22")
    falls = next(row for row in found if row["outcome"] == "falls")
    assert (falls["x1i"], falls["t1i"], falls["x2i"], falls["t2i"]) == ("3", "100.5", "5", "98")
    assert "three" not in {row["study"] for row in found}  # it is excluded


def test_people_beside_contrasts_are_in_the_wide_file_and_read_back(tmp_path: Path) -> None:
    """Events and totals of O - E, totals alone of an estimate: each arm's row is read back as it was."""
    arms = "".join(f"{study},{arm},{arm}\n" for study in ("ant", "bee") for arm in ("tea", "water"))
    files = {
        "entry.toml": 'kind = "review"\ntitle = "Tea"\n',
        "review.toml": '[comparisons.c]\nintervention = ["tea"]\ncontrol = ["water"]\n'
        '[outcomes.relapse]\nkind = "contrasts"\n'
        '[analyses.relapse]\noutcome = "relapse"\ncomparison = "c"\nmeasure = "HR"\n',
        "studies.csv": "study\nant\nbee\n",
        "arms.csv": f"study,arm,treatment\n{arms}",
        "data/relapse.csv": "study,arm,events,total\nant,tea,4,20\nant,water,7,21\nbee,tea,,30\nbee,water,,31\n",
        "data/relapse.contrasts.csv": "study,arm,against,measure,estimate,se,o_e,variance\n"
        "ant,tea,water,HR,,,-3,9\nbee,tea,water,HR,0.1,0.2,,\n",
    }
    review = read_files("tea", {name: text.encode() for name, text in files.items()})
    path = wide_csv.write(review, tmp_path / "wide.csv")
    told = [[row[cell] for cell in ("study", "ai", "n1i", "ci", "n2i", "o_e", "yi")] for row in rows(path)]
    assert told == [
        ["ant", "4", "20", "7", "21", "", ""],
        ["bee", "", "30", "", "31", "", ""],
        ["ant", "", "", "", "", "-3", ""],
        ["bee", "", "", "", "", "", "0.1"],
    ]
    again = wide_csv.read(path)
    assert (again.data, again.contrasts) == (review.data, review.contrasts)


@pytest.mark.parametrize(("module", "head"), [(long_csv, "outcome,study"), (wide_csv, "outcome,comparison,study")])
@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'"open\n', b"\0\0", b"outcome\n"])
def test_what_is_no_such_csv_is_told(tmp_path: Path, module: object, head: str, raw: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    problems: tuple[Problem, ...] = module.read(path).read_problems  # type: ignore[attr-defined]
    assert [problem for problem in problems if problem.severity is Severity.ERROR]


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    path = long_csv.write(odd(), tmp_path / "long.csv")
    path.write_text(path.read_text().replace("death,", "../death,"))
    again = long_csv.read(path)
    assert "bad-outcome" in {problem.code for problem in again.read_problems}
    assert set(again.data) == {"pain", "falls"}
    path = wide_csv.write(odd(), tmp_path / "wide.csv")
    path.write_text(path.read_text().replace("death,a_v_b", "../death,a_v_b"))
    again = wide_csv.read(path)
    assert "bad-name" in {problem.code for problem in again.read_problems}
    assert all(name.startswith(("data/", "entry", "review", "studies", "arms")) for name in bytes_of(again))


ODD_CELLS = [
    "death",
    "a_v_b",
    "counts",
    "RR",
    "a",
    "b",
    "one",
    "One",
    "groups",
    "contrast",
    "",
    "1",
    "x,y",
    "#",
    "1e999",
]


@given(st.lists(st.lists(st.sampled_from(ODD_CELLS), min_size=9, max_size=12), max_size=5))
@example(
    [
        ["contrast", "death", "a_v_b", "RR", "death", "a_v_b", "death", "death", "groups"],
        ["contrast", "a_v_b", "a_v_b", "RR", "death", "a_v_b", "death", "death", "contrast"],
    ]
)  # two comparisons of the same arms
@example(
    [
        ["contrast", "death", "a_v_b", "RR", "a_v_b", "death", "death", "death", "contrast"],
        ["contrast", "a_v_b", "a_v_b", "RR", "death", "a_v_b", "death", "death", "contrast"],
    ]
)  # and the other way round
@settings(max_examples=60, deadline=None)
def test_odd_wide_and_long_rows_are_read_or_told(drawn: list[list[str]]) -> None:
    heads = {
        wide_csv: "outcome,comparison,kind,measure,intervention,control,study,slab,given,ai,n1i,ci",
        long_csv: "outcome,outcome.label,kind,study,arm,treatment,events,total,against,measure,estimate,se",
    }
    with tempfile.TemporaryDirectory() as folder:
        for module, head in heads.items():
            path = Path(folder) / "x.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head.split(","), *drawn])
            review = module.read(path)
            assert review.problems() is not None
            words = module.write(review, path).read_bytes()
            assert module.write(module.read(path), path).read_bytes() == words
