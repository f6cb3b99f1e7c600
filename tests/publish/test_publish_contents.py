"""The contents of the analyses, and what was proved: of made-up plans, and of a real review from its own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from parsed_page import Element, parsed
from tea_folder import ARMS, REVIEW, TEA, folder

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.rm5 import read_source
from effectbank.publish import article
from effectbank.publish.analysis import analysis_view
from effectbank.publish.contents import MANY, contents_of
from effectbank.publish.proof import proof_view
from effectbank.publish.quantities import name_of
from effectbank.publish.row_tables import row_tables
from effectbank.review import Review, read_files
from effectbank.review.model import STORED
from effectbank.review.write import bytes_of

DATA = Path(__file__).parents[1] / "formats" / "data"


@pytest.fixture(scope="module")
def fluoride() -> Review:
    """The review on fluoride toothpastes, as a folder read again."""
    made = review_of(read_source(DATA / "cd007868-fluoride-toothpaste.rm5"))
    return read_files(made.name, bytes_of(made))


@pytest.fixture(scope="module")
def page(fluoride: Review) -> Element:
    return parsed(article(fluoride))


def planned(*plans: str) -> Review:
    """The tea folder with further analyses of its outcome, each "comparison number"."""
    more = '[comparisons.cups]\nlabel = "Cups v none"\nintervention = ["tea"]\ncontrol = ["water"]\n'
    for n, plan in enumerate(plans):
        comparison, number = plan.split()
        more += f"[analyses.a{n}]\noutcome = 'awake'\nmeasure = 'RR'\ncomparison = '{comparison}'\n"
        more += f"number = '{number}'\nlabel = 'Awake {n}'\n"
    return folder(review=REVIEW + more)


def lines(tree: Element) -> list[str]:
    """The lines of contents, in words."""
    section = tree.one("section", data_block="analyses")
    found = [one for one in section.walk() if one.fits("", {"class_": "line"})]
    return [" ".join((one.all("summary") or one.all("a"))[0].text().split()) for one in found]


def test_a_table_of_texts_has_a_line_that_leads_to_its_fold() -> None:
    fold = ":::{unfold} Analysis 1.4: Adverse effects (text)\nNone reported.\n:::\n:::{unfold} More\nMore.\n:::\n"
    tree = parsed(article(folder(text=f"::::{{voice}} findings\nTea.\n\n{fold}::::\n")))
    assert lines(tree)[-1] == "1.4 Adverse effects (text) a table of texts"
    (line,) = [
        one for one in tree.one("section", data_block="analyses").all("a") if "a table of texts" in one.text()
    ]
    folds = {one.attributes.get("id"): one.one("summary").text() for one in tree.all("details", class_="unfold")}
    assert folds[line.attributes["href"].removeprefix("#")] == "Analysis 1.4: Adverse effects (text)"
    assert folds[None] == "More"


def test_each_analysis_has_a_line_with_its_estimate_and_its_studies() -> None:
    tree = parsed(article(planned("tea_v_water 1.2", "cups 2.1")))
    section = tree.one("section", data_block="analyses")
    assert [head.text() for head in section.all("h3")] == ["Tea v water", "2 Cups v none"]
    assert lines(tree) == [
        "Awake after an hour risk ratio 1.60 (1.10 to 2.32) 2 studies, 140 people",
        "1.2 Awake 0 risk ratio 1.58 (1.09 to 2.29) 2 studies, 140 people",
        "2.1 Awake 1 risk ratio 1.58 (1.09 to 2.29) 2 studies, 140 people",
    ]
    assert section.all("p", class_="shown")[0].one("a").attributes["href"] == "#analysis-awake"
    assert not section.all("nav")


def test_a_line_counts_the_studies_and_people_of_its_estimate() -> None:
    awake = "study,arm,events,total\n" + "".join(
        f"{study},tea,{ours},20\n{study},water,{theirs},30\n"
        for study, ours, theirs in (("ant_2001", 10, 5), ("bee_2002", "", 8), ("cow_2003", 4, 9))
    )
    more = "cow_2003,tea,tea\ncow_2003,water,water\n"
    review = folder(awake=awake, studies="study\nant_2001\nbee_2002\ncow_2003\n", arms=ARMS + more)
    view = analysis_view(review, "awake")
    assert review.run("awake").k == 2
    assert view.studies == "2 of 3 studies, 100 people"
    assert view.table is not None
    assert next(row for row in view.table.rows if row.sort == "sum").cells == ("14/40", "14/60")


def test_many_analyses_have_a_list_of_comparisons_and_are_not_all_printed() -> None:
    few, many = (parsed(article(planned(*["cups 2.1"] * count))) for count in (MANY - 2, MANY - 1))
    assert not few.all("div", class_="many")
    assert many.all("div", class_="many")
    nav = many.one("nav", class_="chapters")
    assert [link.attributes["href"] for link in nav.all("a")] == ["#comparison-tea_v_water", "#comparison-cups"]
    assert all(many.one("h3", id=str(link.attributes["href"])[1:]) for link in nav.all("a"))


def test_comparisons_of_one_number_and_name_are_one_chapter() -> None:
    """The two analyses of the sample stand under one comparison there, though their groups differ."""
    made = review_of(read_source(DATA / "fleiss1993.rm5"))
    assert len(made.comparisons) == 2
    contents = contents_of([analysis_view(made, name) for name in made.analyses], None)
    (chapter,) = contents.chapters
    assert (chapter.number, chapter.label) == ("1", "Examples from Fleiss (1993)")
    assert [view.number for view in chapter.views] == ["1.1", "1.2"]


def test_one_comparison_needs_no_head() -> None:
    tree = parsed(article(folder()))
    section = tree.one("section", data_block="analyses")
    assert section.one("h2").text() == "The other analyses"
    assert not section.all("h3")
    assert "No study measured death." in section.text()


# --- a real review ----------------------------------------------------------------------------------------


def test_every_analysis_of_a_real_review_is_drawn_and_listed_under_its_comparison(page: Element) -> None:
    """41 analyses in 18 comparisons, of which 20 have no total, 3 of them of several studies."""
    section = page.one("section", data_block="analyses")
    assert len(page.all("table", class_="forest")) == 41
    assert len(lines(page)) == 41
    assert len(section.all("h3")) == len(section.one("nav").all("li")) == 18
    assert lines(page)[0].startswith("1.1 DMFS mean difference -0.53 (-1.02 to -0.04) 3 studies, 2,162 people")
    assert sum("no total" in line for line in lines(page)) == 3
    assert "Its plan" not in page.text()
    assert len({one.attributes["id"] for one in page.walk() if "id" in one.attributes}) == len(
        [one for one in page.walk() if "id" in one.attributes]
    )


def test_the_page_tells_what_was_proved(fluoride: Review, page: Element) -> None:
    assert (
        page.one("div", data_block="actions").one("span", class_="chip").text()
        == "1,551 stored numbers, all reproduced"
    )
    sure = page.one("section", class_="sure").text()
    assert "stores 1,551 results of its own: computed again here from its data, all come out the same" in sure
    assert not page.all("section", data_block="proof")
    assert "As published, beside what the data give" not in page.text()
    assert "as its own file (RevMan 5) gives it" in page.one("p", data_block="provenance").text()
    found = proof_view(fluoride)
    assert found is not None
    assert found.differing == ()


def test_the_tables_of_rows_are_in_the_order_of_the_analyses(fluoride: Review) -> None:
    numbers = [table.caption.split()[0] for table in row_tables(fluoride)]
    assert numbers == [plan.number for plan in fluoride.analyses.values() if plan.outcome in fluoride.data]
    assert numbers.index("2.1") < numbers.index("10.1")


def test_every_number_that_a_file_may_store_has_words() -> None:
    groups = ("Tea", "Water")
    assert {quantity: name_of(quantity, groups) for quantity in STORED}.keys() == set(STORED)
    assert (name_of("events1", groups), name_of("total2", groups)) == ("Events, Tea", "People, Water")


def test_numbers_that_differ_are_one_link_away(fluoride: Review) -> None:
    row = b"jensen_1988,higher_fluoride_1,404,0.73,2.82,stated"
    data = fluoride.files["data/dmfs_1_1.csv"]
    assert data.count(row) == 1
    spoilt = fluoride.files | {"data/dmfs_1_1.csv": data.replace(row, row.replace(b"0.73", b"0.93"))}
    tree = parsed(article(read_files("cd007868", spoilt)))
    link = tree.one("section", class_="sure").one("a")
    assert link.attributes["href"] == "#proof"
    assert tree.one("h2", id="proof").text() == "Stored and computed"
    section = tree.one("section", data_block="proof")
    assert [head.text() for head in section.all("h3")] == ["1.1 DMFS"]
    assert [one.text() for one in section.all("p", class_="said")][1:] == [
        "Rests on Jensen 1988, whose data were probably changed since.",
        "Probably the data of this row were changed after its results were stored.",
    ]
    rests, changed = section.all("table")
    assert [cell.text() for cell in changed.all("tr")[1].walk() if cell.tag in ("th", "td")] == [
        "Jensen 1988", "Estimate", "-0.51", "-0.31",
    ]  # fmt: skip
    called = [row.all("td")[0].text() for row in rests.one("tbody").all("tr")]
    assert called[:3] == ["Estimate", "Lower end of its interval", "Upper end of its interval"]
    assert {"Q of heterogeneity", "p of heterogeneity", "Weight in percent"} < {*called}
    assert "stored numbers, " in tree.one("div", data_block="actions").one("span", class_="chip").text()
    assert "all reproduced" not in tree.text()
    assert tree.text().count("As published, beside what the data give") == 1


def test_a_folder_without_stored_numbers_has_no_proof() -> None:
    assert proof_view(folder()) is None
    assert "stored" not in parsed(article(folder())).one("div", data_block="actions").text()


def test_of_a_text_taken_over_nothing_is_bound_and_that_goes_without_saying() -> None:
    text = "::::{voice} findings\nIn 12 trials.\n::::\n"
    own, taken = (
        parsed(
            article(
                read_files(
                    "tea",
                    {name: words.encode() for name, words in {**TEA, "text.md": text, "entry.toml": entry}.items()},
                )
            )
        )
        for entry in (TEA["entry.toml"], TEA["entry.toml"] + 'taken_from = "RevMan 5"\n')
    )
    assert "0 of 1 numbers bound" in own.one("div", data_block="actions").text()
    assert "bound" not in taken.one("div", data_block="actions").text()


def test_the_figure_ends_what_is_read_and_not_what_is_folded() -> None:
    text = """::::{voice} findings
Tea helps.
::::

::::{voice} findings
## The review in full

:::{unfold} Background
Tea is old.
:::
::::
"""
    first, second = parsed(article(folder(text=text))).all("section", class_="voice-findings")
    assert first.all("table", class_="forest")
    assert not second.all("table", class_="forest")
    assert [one.one("h2").text() for one in (first, second)] == ["What the review found", "The review in full"]


def test_a_heading_stands_over_a_voice_only_if_it_is_over_all_of_it() -> None:
    text = "::::{voice} findings\n## Background\n\nTea.\n\n## Results\n\nIt helps.\n::::\n"
    voice = parsed(article(folder(text=text))).one("section", class_="voice-findings")
    assert voice.one("h2").text() == "What the review found"
    assert [head.text() for head in voice.all("h3")] == ["Background", "Results"]
