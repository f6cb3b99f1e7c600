"""Citations in words, RIS and BibTeX."""

from __future__ import annotations

from tea_folder import card_only, folder

from effectbank.publish.citation import authors_shown, bibtex, plain, ris


def test_the_first_three_authors_then_et_al():
    assert authors_shown(("A", "B", "C")) == "A, B, C"
    assert authors_shown(("A", "B", "C", "D")) == "A, B, C et al."
    assert authors_shown(()) == ""


def test_in_words():
    assert plain(folder().card) == (
        "Brown A., Green B., White C., Black D. Does tea help? Journal of Tea 2020, 1 https://example.org/tea"
    )


def test_ris_has_a_tag_for_each_thing_known():
    assert ris(folder().card).splitlines() == [
        "TY  - JOUR",
        "AU  - Brown A.",
        "AU  - Green B.",
        "AU  - White C.",
        "AU  - Black D.",
        "TI  - Does tea help?",
        "PY  - 2020",
        "N1  - Journal of Tea 2020, 1",
        "UR  - https://example.org/tea",
        "KW  - tea",
        "ER  - ",
    ]


def test_a_bare_card_gives_a_record_without_empty_tags():
    assert ris(card_only("x").card).splitlines() == ["TY  - JOUR", "TI  - x", "ER  - "]


def test_bibtex_escapes_what_tex_would_read():
    card = card_only("x", title='"50% of {A} & B_1"', year="1999").card
    assert bibtex(card) == "@article{x,\n  title = {{50\\% of \\{A\\} \\& B\\_1}},\n  year = {1999}\n}\n"


def test_a_title_over_two_lines_cannot_forge_a_tag():
    card = card_only("x", title='"One\\nAU  - Forged"').card
    assert "\nAU" not in ris(card)
