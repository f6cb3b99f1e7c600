"""Links within a RevMan text lead to the folder's analyses and studies; others keep their words."""

from __future__ import annotations

from pathlib import Path

from rm5_maker import as_bytes, comparison, outcome, p, review, row, study, tag

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.rm5 import read_source
from effectbank.review import Review
from effectbank.review.write import write_folder

HAT = "STD-O_x0027_Hat-1999"
ROW = row("DICH", HAT, EVENTS_1="1", TOTAL_1="9", EVENTS_2="3", TOTAL_2="9")
WORDS = (
    "See <LINK REF='STD-O_x0027_Hat-1999' TYPE='STUDY'>O'Hat <I>1999</I></LINK>, "
    "<LINK TAG='CMP-001.07' TYPE='ANALYSIS'>Analysis 1.2 [all]</LINK>, "
    "<LINK REF='STD-Nobody-2000' TYPE='STUDY'>Nobody 2000</LINK>, "
    "<LINK REF='TBL-01' TYPE='TABLE'>Table 1</LINK> and [this](#study-x)."
)


def read(words: str = WORDS) -> Review:
    counted = outcome("DICH", "Wet", ROW, number="1.2", EFFECT_MEASURE="RR", ID="CMP-001.07")
    file = review(
        studies={"INCLUDED": study(HAT, "O'Hat 1999")},
        main=tag("BODY", tag("BACKGROUND", p(words))),
        analyses=comparison("Hats", counted),
    )
    return review_of(read_source(as_bytes(file)))


def test_a_study_and_an_analysis_are_jumped_to_by_the_names_of_the_folder() -> None:
    assert (
        "See [O'Hat *1999*](#study-o_hat_1999), [Analysis 1.2 \\[all\\]](#analysis-wet_1_2), Nobody 2000, "
        "Table 1 and \\[this\\](#study-x)."
    ) in read().text


def test_a_link_that_holds_another_leaves_the_inner_one_whole() -> None:
    inner = "<LINK REF='STD-O_x0027_Hat-1999' TYPE='STUDY'>O'Hat</LINK>"
    assert (
        "See [O'Hat](#study-o_hat_1999) again."
        in read(f"See <LINK TAG='CMP-001.07' TYPE='ANALYSIS'>{inner} again</LINK>.").text
    )
    assert "[O'Hat](#study-o_hat_1999)." in read(f"<A HREF='https://example.org'>{inner}</A>.").text


def test_no_jump_of_them_is_broken(tmp_path: Path) -> None:
    write_folder(read(), tmp_path / "hats")
    assert "text-jumps" not in {problem.code for problem in Review.open(tmp_path / "hats").problems()}
