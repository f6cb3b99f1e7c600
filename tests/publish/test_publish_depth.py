"""What lies one fold away: studies with all that is told of them, lights of bias, references; nothing is empty."""

from __future__ import annotations

import json

import pytest
from parsed_page import Element, parsed
from tea_folder import TEA, folder

from effectbank.publish import article
from effectbank.publish.bias_table import bias_tables, light_of
from effectbank.publish.references import reference, reference_groups
from effectbank.publish.rich import rich
from effectbank.publish.study_tables import study_lists
from effectbank.review import Review
from effectbank.review.read import read_files

LONG = "Randomised in blocks of four by a clerk who did not know the patients and kept the list in a locked drawer."
STUDIES = f"""\
study,label,status,reason,methods,participants
ant_2001,,included,,"{LONG}

- one
- two","**Tired** people"
bee_2002,,included,,,
cow_2003,,excluded,Not *randomised*,,
dog_2004,,ongoing,,A trial of hot tea,
elk_2005,,awaiting,,,
"""
BIAS = """\
tool,study,outcome,domain,judgement,support
RoB 1,ant_2001,,allocation (selection bias),low,Sealed envelopes
RoB 1,ant_2001,Self-reported outcomes,blinding,high,
RoB 1,bee_2002,,allocation (selection bias),unclear,
RoB 2,ant_2001,awake,missing data,some concerns,"Two of **20** lost"
"""
REFERENCES = [
    {"id": "tea", "type": "article-journal", "title": "Does tea help?", "note": "The document analysed."},
    {
        "id": "r1", "type": "article-journal", "title": "Tea and sleep", "issued": {"date-parts": [[2001]]},
        "author": [{"family": "Ant", "given": "A. B."}], "container-title": "J Tea", "volume": "3", "issue": "2",
        "page": "10-12", "DOI": "10.1/tea", "custom": {"study": "ant_2001"},
    },
    {"id": "r2", "type": "book", "title": "More of it", "custom": {"study": "ant_2001"}},
    {"id": "cow_2003", "type": "article-journal", "title": "Milk?"},
    {"id": "h", "type": "book", "title": "Handbook of tea", "custom": {"kind": "additional"}},
]  # fmt: skip


def told(**changed: str) -> Review:
    """The tea folder with much told of its studies."""
    files = {name: text.encode() for name, text in TEA.items()}
    files |= {"studies.csv": STUDIES.encode(), "risk_of_bias.csv": BIAS.encode()}
    files["references.json"] = json.dumps(REFERENCES).encode()
    return read_files("tea-2020", files | {name: text.encode() for name, text in changed.items()})


def section(review: Review) -> Element:
    return parsed(article(review)).one("section", data_block="studies")


def fold(tree: Element, summary: str) -> Element:
    """The fold whose summary says so."""
    return next(one for one in tree.all("details") if summary in one.all("summary")[0].text())


def test_a_year_that_no_label_tells_is_told_in_the_table_of_studies() -> None:
    named = folder(studies="study,label,year\nant_2001,Ant,2001\nbee_2002,Bee,\n")
    (table,) = [one.table for one in study_lists(named, {}) if one.table]
    assert [head.text for head in table.heads] == ["Study", "Year"]
    assert [[cell.text for cell in row.cells][:2] for row in table.rows] == [["Ant", "2001"], ["Bee", ""]]
    (told_by_labels,) = [one.table for one in study_lists(folder(), {}) if one.table]
    assert "Year" not in [head.text for head in told_by_labels.heads]


def test_a_year_that_no_label_tells_stands_beside_a_study_of_which_much_is_told() -> None:
    named = f'study,label,year,country,methods\nant_2001,Ant,2001,UK,"{LONG}\n- one"\nbee_2002,,2002,,\n'
    (blocks,) = [one.blocks for one in study_lists(told(**{"studies.csv": named}), {})]
    assert [(one.label, one.small) for one in blocks] == [("Ant", "2001 · UK"), ("Bee 2002", "")]


def test_every_status_has_its_list_in_order() -> None:
    heads = [
        one.all("summary")[0].text()
        for one in section(told()).children
        if isinstance(one, Element) and one.tag == "details"
    ]
    assert heads == [
        "The 2 studies included.",
        "The one study looked at and left out.",
        "The one study still going on.",
        "The one study awaiting a decision.",
        "Risk of bias, by RoB 1.",
        "Risk of bias of Awake, by RoB 2.",
        "References 4",
    ]


def test_a_study_of_which_much_is_told_is_a_block_with_its_judgements_and_reports() -> None:
    tree = section(told())
    block = fold(tree, "Ant 2001")
    assert block.attributes["id"] == "row-studies-csv-2"
    facts = block.all("dl")[0]
    assert [one.text() for one in facts.all("dt")] == ["Methods", "Participants", "Reports"]
    assert [item.text() for item in facts.all("li")] == ["one", "two"]
    assert facts.one("strong").text() == "Tired"
    assert facts.one("a").attributes["href"] == "#reports-ant-2001"
    judged = block.all("dl")[1]
    assert [one.text() for one in judged.all("dt")] == [
        "allocation (selection bias)", "blinding: Self-reported outcomes", "missing data: awake",
    ]  # fmt: skip
    assert "+ low" in judged.text()
    assert "Sealed envelopes" in judged.text()
    assert "Two of 20 lost" in judged.text()


def test_why_a_study_was_left_out_is_told() -> None:
    table = fold(section(told()), "left out").one("table")
    assert [cell.text() for row in table.all("tr") for cell in row.all("th") + row.all("td")] == [
        "Row", "Study", "Reason", "Cow 2003", "7", "Not randomised",
    ]  # fmt: skip


def test_lights_have_a_sign_and_a_word_and_are_counted() -> None:
    whole, of_awake = bias_tables(told())
    assert whole.domains == (("Allocation", "(selection bias)"), ("Blinding: Self-reported outcomes", ""))
    assert [(label, [light.word for light in lights]) for label, lights in whole.rows] == [
        ("Ant 2001", ["low", "high"]),
        ("Bee 2002", ["unclear", "not judged"]),
    ]
    assert whole.totals == ("1 low, 1 unclear", "1 high, 1 not judged")
    assert [light.sign for _, lights in of_awake.rows for light in lights] == ["!"]


@pytest.mark.parametrize(
    ("judgement", "sign", "colour"),
    [
        ("low", "+", "low"),
        ("High", "−", "high"),
        ("critical", "−", "high"),
        ("moderate", "!", "unclear"),
        ("purple", "", ""),
    ],
)
def test_a_judgement_has_the_sign_of_its_meaning(judgement: str, sign: str, colour: str) -> None:
    found = light_of(judgement)
    assert (found.word, found.sign, found.colour) == (judgement, sign, colour)


def test_references_are_grouped_by_study_and_the_entrys_own_document_is_not_among_them() -> None:
    groups = reference_groups(told())
    assert [(one.heading, one.count, [reports.label for reports in one.reports]) for one in groups] == [
        ("Reports of the studies included", 2, ["Ant 2001"]),
        ("Reports of the studies left out", 1, ["Cow 2003"]),
        ("Other documents cited", 1, [""]),
    ]
    tree = section(told())
    assert tree.one("h4", id="reports-ant-2001").text() == "Ant 2001"


def test_a_reference_says_what_it_knows_and_leaves_no_gap() -> None:
    assert reference(REFERENCES[1]) == (
        "Ant AB. Tea and sleep. <i>J Tea</i> 2001; 3(2):10-12. "
        '<a href="https://doi.org/10.1/tea" rel="external">DOI</a>'
    )
    assert reference({"id": "x", "title": "Only a title?"}) == "Only a title?"
    many = [{"family": name, "given": "X"} for name in "ABCDEFGH"]
    assert reference({"author": many, "title": "T"}).startswith("A X, B X, C X, D X, E X, F X, et al. T.")
    assert reference({"title": "<b>", "URL": "javascript:alert(1)"}) == "&lt;b&gt;."


def test_a_folder_of_which_nothing_more_is_told_has_no_empty_heads() -> None:
    files = {name: text for name, text in TEA.items() if name in ("entry.toml", "text.md")}
    tree = parsed(article(read_files("tea", {name: text.encode() for name, text in files.items()})))
    assert [one.attributes.get("data-block") for one in tree.all("section", class_="deeper")] == []


def test_arms_named_by_their_treatment_alone_are_not_listed() -> None:
    heads = [cell.text() for cell in fold(section(folder()), "2 studies included").one("thead").all("th")]
    assert heads == ["Row", "Study", "Country", "Randomised"]


def test_a_cell_is_markdown_that_binds_and_names_nothing() -> None:
    assert rich("a & b < c") == "a &amp; b &lt; c"
    assert rich("*so*, [40](=awake.k)[^1]") == "<em>so</em>, 40"
    assert rich("plain") == "plain"
    assert rich("one\n\ntwo") == "<p>one</p>\n<p>two</p>"
    assert "id=" not in rich("[words]{#name} and more")
