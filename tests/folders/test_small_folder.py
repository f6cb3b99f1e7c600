"""The small folder itself is without fault, so that a spoil is the only thing told of it."""

from __future__ import annotations

import pytest
from small_folder import SMALL, load_doc, small_bytes, told

from effectbank.review import Review, read_files


def test_nothing_worse_than_a_note_is_told() -> None:
    assert [str(p) for p in read_files("small", small_bytes()).problems()] == [
        "review.toml:15 [analyses.clinics]: note: only studies with setting clinic"
        " (the plan leaves out 1 study with data) (concerns clinics)"
    ]


def test_it_computes() -> None:
    # (5/40 + 7/50 v 10/40 + 15/50), Mantel-Haenszel: (5*40/80 + 7*50/100) / (10*40/80 + 15*50/100) = 6 / 12.5
    assert read_files("small", small_bytes()).run("relapsed").display.estimate == pytest.approx(0.48, abs=1e-12)


@load_doc
def test_a_spoil_replaces_the_line_it_shows(review: Review) -> None:
    """
    data/relapsed.csv
    3| alpha,control,9,40,report
    """
    rows = [(row.arm, row.events) for row in review.data["relapsed"] if row.study == "alpha"]
    assert rows == [("treated", 5), ("control", 9)]
    assert told(review, "bad-number") == []


def test_an_entry_of_two_files_is_legal() -> None:
    files = {name: small_bytes()[name] for name in ("entry.toml",)}
    files["text.md"] = b"::::{voice} commentary\nNothing is counted here.\n::::\n"
    review = read_files("hot_topic", files)
    assert review.problems() == ()
    assert not review.computable


def test_the_small_folder_names_only_known_files() -> None:
    assert set(small_bytes()) == set(SMALL)
