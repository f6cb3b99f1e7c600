"""The article of an entry: its blocks in BANK's order, its voices apart, each number with its explanation."""

from __future__ import annotations

import re

import pytest
from parsed_page import Element, parsed
from tea_folder import ENTRY, REVIEW, STUDIES, card_only, folder

from effectbank.publish import article, page
from effectbank.publish.bias_table import bias_tables
from effectbank.publish.site import Site, static_site
from effectbank.publish.tables import anchor_of
from effectbank.review import Review

ORDER = [
    "kind", "provenance", "legend", "actions", "title", "authors", "citation", "availability", "strapline",
    "key-points", "findings", "conclusions", "commentary", "thanks", "revised", "end-actions",
]  # fmt: skip
EVERYTHING = (
    ENTRY.replace('"free"', '"Ask the library."')
    + 'key_points = ["Drink it."]\nacknowledgements = ["A. Reader"]\nlinked = []\n'
)


def shown(review: Review, site: Site | None = None) -> Element:
    return parsed(article(review, site=site))


def blocks(tree: Element) -> list[str]:
    return [element.attributes["data-block"] or "" for element in tree.walk() if "data-block" in element.attributes]


def test_blocks_stand_in_their_order():
    tree = shown(folder(entry=EVERYTHING), Site(root="/", comments=True))
    assert [block for block in blocks(tree) if block in ORDER] == ORDER


def test_the_founding_entry_has_its_blocks_in_order():
    found = [block for block in blocks(shown(Review.open("naltrexone-2011"), Site(root="/"))) if block in ORDER]
    assert found == [block for block in ORDER if block in found]
    assert {"findings", "conclusions", "commentary", "thanks", "revised"} <= set(found)


def test_what_is_absent_leaves_no_empty_heading():
    tree = shown(card_only("bare", title='"Bare"'))
    assert blocks(tree) == ["kind", "provenance", "actions", "title"]
    for tag in ("h1", "h2", "h3", "h4", "p", "section", "ul", "summary", "figcaption", "caption", "th"):
        for element in tree.all(tag):
            assert element.text().strip(), f"an empty <{tag}>"


@pytest.mark.parametrize(
    "name", ["naltrexone-2011", "bcg-vaccine-1994", "magnesium-2001", "naltrexone-offenders-ethics-2018"]
)
def test_every_heading_of_a_shipped_entry_says_something_and_every_name_is_its_own(name):
    tree = parsed(page(Review.open(name)))
    for tag in ("h1", "h2", "h3", "h4", "summary", "caption"):
        assert all(element.text().strip() for element in tree.all(tag))
    names = [element.attributes["id"] for element in tree.walk() if "id" in element.attributes]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ["naltrexone-2011", "bcg-vaccine-1994", "passive-smoking-1998"])
def test_every_link_within_a_page_leads_somewhere(name):
    tree = parsed(page(Review.open(name)))
    names = {element.attributes["id"] for element in tree.walk() if "id" in element.attributes}
    led = {
        link.attributes["href"][1:] for link in tree.all("a") if (link.attributes.get("href") or "").startswith("#")
    }
    assert led - names == set()


def test_a_lone_page_fetches_nothing():
    html = page(Review.open("naltrexone-2011"))
    tree = parsed(html)
    assert [link.attributes["href"][:18] for link in tree.all("link")] == ["data:image/svg+xml"]
    assert all("src" not in script.attributes for script in tree.all("script"))
    assert re.findall(r"url\(|@import|fetch\(|XMLHttpRequest", html) == []
    assert "style" not in {name for element in tree.walk() for name in element.attributes}
    assert not [name for element in tree.walk() for name in element.attributes if name.startswith("on")]


def test_voices_never_blur():
    tree = shown(folder())
    findings, conclusions, commentary = (
        tree.one("section", data_block=v) for v in ("findings", "conclusions", "commentary")
    )
    assert "stayed awake" in findings.text()
    assert "[Editor's note: both were small.]" in findings.one("span", class_="editor").text()
    assert conclusions.one("h2").text() == "What its authors concluded"
    assert "Tea may help." in conclusions.text()
    assert "We doubt it." in commentary.text()
    assert "We doubt it." not in findings.text() + conclusions.text()


def test_a_voices_own_heading_stands_over_it():
    text = "::::{voice} conclusions\n## The authors' conclusions\n\nTea may help.\n::::\n"
    assert (
        shown(folder(text=text)).one("section", data_block="conclusions").one("h2").text()
        == "The authors' conclusions"
    )


def test_a_bound_number_leads_to_its_explanation_and_back():
    tree = shown(folder())
    number = tree.one("a", id="num-2")
    assert number.text() == "40 of 70"
    assert number.attributes["href"] == "#why-2"
    why = tree.one("li", id="why-2")
    said = why.text()
    assert "crude" in said
    assert "Awake after an hour" in said
    assert "rows 2 and 4 of data/awake.csv" in said.lower()
    assert "some counts reconstructed" in said
    assert why.one("a", class_="back").attributes["href"] == "#num-2"
    rows = [link.attributes["href"] for link in why.all("a") if "Rows" in link.text()]
    assert rows == ["#row-data-awake-csv-2"]
    assert "10" in tree.one("tr", id="row-data-awake-csv-2").text()


def test_the_kinds_of_the_founding_numbers():
    """24 in every 100 is the source's corresponding risk; the crude 27.7 % stands beside it, called so."""
    tree = shown(Review.open("naltrexone-2011"))
    words = {
        why.one("span", class_="why-value").text(): why
        for why in tree.all("li")
        if (why.attributes.get("id") or "").startswith("why-")
    }
    why = words["24 in every 100"].text()
    assert "published" in why
    assert "24.0%" in why
    assert "23.9%" in why
    assert why.index("23.9%") < why.index("Counted straight from the rows, it is 56 of 202, 27.7%.")
    assert "crude" in words["39 of 116"].text()
    assert "quoted" in words["just eight of 71"].text()


def test_a_claim_that_leads_nowhere_is_plain_words():
    tree = shown(folder(text="::::{voice} findings\nIn [two](=nothing.k) trials.\n::::\n"))
    assert tree.all("a", class_="num") == []
    assert "In two trials." in " ".join(tree.text().split())


def test_a_note_is_led_to_from_its_words_and_stands_at_the_foot():
    tree = shown(folder())
    mark = tree.one("a", id="mark-a")
    assert mark.attributes["href"] == "#note-a"
    note = tree.one("span", id="note-a")
    assert "Counted after an hour." in note.text()
    assert note.one("a", class_="back").attributes["href"] == "#mark-a"
    assert "Counted after an hour." in tree.one("section", class_="footnotes").text()


def test_a_note_hung_twice_stands_once():
    tree = shown(folder(text="::::{voice} findings\nOne.[^n] Two.[^n]\n::::\n\n[^n]: Said once.\n"))
    assert len(tree.all("a", class_="note-mark")) == 2
    assert len(tree.all("span", id="note-a")) == 1
    assert [mark.attributes.get("id") for mark in tree.all("a", class_="note-mark")] == ["mark-a", None]


def test_a_note_stands_under_its_block_and_splits_no_sentence():
    text = "::::{voice} findings\nOne[^n] more.\n\n* two[^o] items\n* last\n::::\n\n[^n]: Under it.\n[^o]: Too.\n"
    tree = shown(folder(text=text))
    (paragraph,) = [p for p in tree.all("p") if "more." in p.text()]
    assert paragraph.all("span", class_="note") == []
    (item,) = [li for li in tree.all("li") if "items" in li.text()]
    assert item.text().index("items") < item.text().index("Too.")


def test_a_note_with_a_list_is_phrases_that_may_stand_in_a_sentence():
    tree = shown(
        folder(text="::::{voice} findings\nOne[^n] more.\n::::\n\n[^n]: Two:\n\n    * first\n    * second\n")
    )
    note = tree.one("span", id="note-a")
    assert [item.text() for item in note.all("span", role="listitem")] == ["first", "second"]
    assert note.all("ul") == []


def test_a_jump_leads_to_its_passage_and_the_passage_back():
    tree = shown(folder())
    jump = tree.one("a", class_="jump")
    assert jump.attributes["href"] == "#doubt"
    passage = tree.one("h3", id="doubt")
    assert passage.attributes["tabindex"] == "-1"
    assert passage.one("a", class_="back").attributes["href"] == f"#{jump.attributes['id']}"


def test_a_jump_leads_to_an_analysis_and_to_a_study():
    text = "::::{voice} findings\nAs [one](#study-ant_2001) found; [pooled](#analysis-awake).\n::::\n"
    review = folder(text=text)
    study, analysis = shown(review).all("a", class_="jump")
    assert study.attributes["href"] == f"#{anchor_of(review.studies['ant_2001'].place)}"
    assert analysis.attributes["href"] == "#analysis-awake"
    assert shown(review).one("div", id="analysis-awake")
    assert "text-jumps" not in {problem.code for problem in review.problems()}


def test_unfolded_text_is_in_the_page():
    fold = shown(folder()).one("details", class_="unfold")
    assert fold.one("summary").text() == "More"
    assert [item.text() for item in fold.all("li")] == ["one thing", "another"]


def test_the_chip_counts_the_bound_numbers():
    chips = [chip.text() for chip in shown(folder()).one("div", data_block="actions").all("span", class_="chip")]
    assert chips == ["2 of 2 numbers bound · revised 4 May 2020"]


def test_how_sure_is_always_said():
    said = shown(folder()).one("section", class_="sure").text()
    assert "Counts of 1 of 2 studies were reconstructed" in said
    assert "No study measured: death." in said
    assert "Risk of bias has not been judged here." in said


def test_an_outcome_nobody_measured_is_a_sentence():
    tree = shown(folder())
    assert tree.one("div", id="analysis-dead").text().split() == ["Death.", "No", "study", "measured", "death."]


def test_the_question_and_studies_are_one_fold_away():
    tree = shown(folder())
    sections = [tree.one("section", data_block=name) for name in ("method", "studies")]
    folds = {fold.one("summary").text(): fold.text() for one in sections for fold in one.all("details")}
    assert "Tired people" in folds["Its question"]
    assert "Ant 2001" in folds["The 2 studies included."]


def test_versions_stand_side_by_side():
    review = (
        REVIEW
        + "\n[versions.2006]\nstudies = 10\nuse_estimate = 0.72\nuse_low = 0.58\nuse_high = 0.90\n"
        + "[versions.2011]\nstudies = 13\n"
    )
    (table,) = [t for t in shown(folder(review=review)).all("table") if "version of the source" in t.text()]
    rows = [[cell.text() for cell in row.children if isinstance(cell, Element)] for row in table.all("tr")]
    assert rows == [["", "2006", "2011"], ["Studies", "10", "13"], ["Use", "0.72 (0.58 to 0.90)", ""]]


def test_the_legend_samples_the_page_itself():
    text = ":::{voice} findings\nOf [40 of 70](=awake.intervention), and [in 1066]{.uncounted}.\n:::\n"
    legend = shown(folder(text=text)).one("ul", class_="legend")
    assert [item.one("span").text() for item in legend.all("li")] == ["40 of 70", "in 1066"]
    only_words = ":::{voice} findings\nOf [ours]{.editor} nothing.\n:::\n"
    assert [
        item.one("span").text() for item in shown(folder(text=only_words)).one("ul", class_="legend").all("li")
    ] == ["[ ]"]


def test_the_dots_stand_below_their_heading_and_say_of_what():
    analysis = shown(Review.open("naltrexone-2011")).one("div", id="analysis-retained")
    order = [element.attributes.get("class") for element in analysis.walk()]
    assert order.index("wide") < order.index("hundred") < order.index("under")
    told = analysis.one("div", class_="hundred").one("p").text()
    assert told == "Retained in treatment and abstinent:"


def test_an_included_study_without_a_judgement_stands_in_the_bias_table():
    bias = "tool,study,outcome,domain,judgement,support\nRoB 1,ant_2001,,sequence,low,by lot\n"
    bias += "RoB 2,ant_2001,awake,missing data,low,\n"
    whole, of_awake = bias_tables(folder(risk_of_bias=bias))
    assert [(study, [light.word for light in lights]) for study, lights in whole.rows] == [
        ("Ant 2001", ["low"]), ("Bee 2002", ["not judged"]),
    ]  # fmt: skip
    assert whole.totals == ("1 low, 1 not judged",)
    assert [study for study, _ in of_awake.rows] == ["Ant 2001"]


def test_the_bias_table_says_each_judgement_in_words():
    bias = "tool,study,outcome,domain,judgement,support\n"
    bias += "RoB 1,ant_2001,,sequence,low,by lot\nRoB 1,bee_2002,,blinding,high,\n"
    tree = shown(folder(risk_of_bias=bias))
    table = tree.one("table", class_="lights")
    rows = [[cell.text() for cell in row.children if isinstance(cell, Element)] for row in table.all("tr")]
    assert rows == [
        ["Study", "Sequence", "Blinding"],
        ["Ant 2001", "+ low", "not judged"],
        ["Bee 2002", "not judged", "− high"],
        ["Together", "1 low, 1 not judged", "1 high, 1 not judged"],
    ]
    why = next(fold for fold in tree.all("details") if "rest on" in fold.one("summary").text())
    assert "by lot" in why.text()


def test_copy_cite_comment_and_data():
    tree = shown(folder(), Site(editor="ed@example.org", address="https://bank.example"))
    actions = tree.one("div", data_block="actions")
    copy = actions.one("button")
    assert copy.attributes["data-copy"] == "Does tea help?\nhttps://bank.example/entries/tea-2020/"
    links = {link.text(): link.attributes["href"] or "" for link in actions.all("a")}
    assert links["Comment or query"].startswith(
        "mailto:ed@example.org?subject=Comment%20on%3A%20Does%20tea%20help%3F"
    )
    assert links["Download data"].startswith("data:application/zip;base64,")
    assert "TY  - JOUR" in actions.one("details").text()
    assert "@article{tea-2020" in actions.one("details").text()


def test_links_to_other_entries_lead_there_in_a_bank_and_are_words_alone():
    text = "::::{voice} findings\nSee [the coffee entry](entry:coffee-2019).\n::::\n"
    served = shown(folder(text=text), static_site("../"))
    assert served.one("a", href="../entries/coffee-2019.html").text() == "the coffee entry"
    assert "the coffee entry" in shown(folder(text=text)).text()


def test_equal_folders_give_equal_pages():
    assert page(folder()) == page(folder())


def test_study_without_a_reason_to_be_out_is_in():
    studies = STUDIES.replace("country,status", "country,status,reason").replace("UK,included", "UK,included,")
    studies += "cat_2003,2003,UK,excluded,not tea,12\n"
    tree = shown(folder(studies=studies))
    (table,) = [t for t in tree.all("table") if "left out" in t.text()]
    assert "not tea" in table.text()


def test_rows_have_the_numbers_by_which_explanations_call_them():
    tree = shown(folder())
    numbers = [row.one("td", class_="line").text() for row in tree.all("tr") if row.all("td", class_="line")]
    assert numbers == ["2", "3", "2", "3", "4", "5"]  # studies.csv, then data/awake.csv; line 1 holds the names
    ways = {link.text(): link.attributes for link in tree.all("a") if "data-rows" in link.attributes}
    said = next(words for words in ways if words.startswith("Rows 2 and 4 of data/awake.csv"))
    assert ways[said]["href"] == "#row-data-awake-csv-2"
    assert ways[said]["data-rows"] == "row-data-awake-csv-4"


def test_a_voice_in_which_nothing_is_said_is_not_on_the_page():
    empty = "::::{voice} findings\n::::\n\n::::{voice} commentary\n::::\n"
    tree = parsed(article(folder(text=empty)))
    assert not [one for one in tree.all("section") if "voice" in (one.attributes.get("class") or "")]
    assert "It has not been analysed yet" in tree.one("p", data_block="provenance").text()
    assert tree.one("h2", id="analyses").text() == "The analyses"
