"""The sentences that say whose words these are: every combination of kind, relevance, availability, commentary."""

from __future__ import annotations

from itertools import product

import pytest

from effectbank.publish.provenance import AVAILABILITY, RELEVANCE, availability_line, provenance
from effectbank.review.model import SPREADSHEET
from effectbank.words import EntryKind

KINDS = {
    EntryKind.STUDY: "one study",
    EntryKind.REVIEW: "a review",
    EntryKind.DOCUMENT: "a document",
    EntryKind.HOT_TOPIC: "an essay of our own",
    EntryKind.NOTES: "notes of our own",
}
OURS = (EntryKind.HOT_TOPIC, EntryKind.NOTES)
EVERY = list(
    product(EntryKind, ["", *RELEVANCE], ["", *AVAILABILITY, "Ask the library."], [True, False], [True, False])
)


@pytest.mark.parametrize(("kind", "relevance", "availability", "commentary", "written"), EVERY)
def test_every_combination_says_what_is_so_and_nothing_else(kind, relevance, availability, commentary, written):
    said = " ".join(
        provenance(kind, relevance=relevance, availability=availability, commentary=commentary, written=written)
    )
    theirs = kind not in OURS
    assert KINDS[kind] in said
    assert [word for word in RELEVANCE if RELEVANCE[word] in said] == ([relevance] if relevance else [])
    expected = [availability] if availability in AVAILABILITY and theirs else []
    assert [word for word in AVAILABILITY if AVAILABILITY[word] in said] == expected
    assert ("We did not publish the original" in said) is (theirs and written)
    assert ("Our own comments come after it" in said) is (theirs and written and commentary)
    assert ("We add no commentary" in said) is (theirs and written and not commentary)
    assert ("only what is listed here" in said) is (not written)
    assert said.endswith(".")
    assert "  " not in said


def test_every_combination_is_worded_by_its_own_facts():
    """Two combinations read alike only where they differ in what that kind of entry doesn't speak of."""
    for kind in (EntryKind.STUDY, EntryKind.REVIEW, EntryKind.DOCUMENT):
        said = {
            provenance(kind, relevance=r, availability=a, commentary=c)
            for r, a, c in product(["", *RELEVANCE], ["", *AVAILABILITY], [True, False])
        }
        assert len(said) == 3 * 5 * 2


def test_an_unusual_way_to_the_original_has_its_own_line():
    assert availability_line("Ask the library.") == "Ask the library."
    assert availability_line("free") == ""
    assert availability_line("") == ""


@pytest.mark.parametrize(
    ("written", "end"),
    [(True, "We add no commentary."), (False, "Nobody has written about them here yet.")],
)
def test_trials_of_a_spreadsheet_are_called_no_review(written, end):
    said = provenance(EntryKind.REVIEW, taken_from=SPREADSHEET, written=written)
    assert said == (
        "This entry holds trials as a spreadsheet lists them; the results are computed here from its rows.", end,
    )  # fmt: skip


@pytest.mark.parametrize("written", [True, False])
def test_what_was_taken_over_is_not_called_our_account(written):
    said = " ".join(provenance(EntryKind.REVIEW, taken_from="RevMan 5", availability="free", written=written))
    assert "a review as its own file (RevMan 5) gives it" in said
    assert "our account" not in said
    assert ("Words and data are those of its authors" in said) is written
    assert "computed here from the data" in said
    assert "follow the title to read it free of charge" in said
    assert said.endswith("We add no commentary.")
