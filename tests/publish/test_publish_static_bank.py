"""A static bank: its files, its lists, and that counts in lists are counts in the data."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from parsed_page import Element, parsed
from tea_folder import ENTRY, TEA, card_only, folder

from effectbank.problems import BadInput
from effectbank.publish import publish_bank, publish_page, static_bank
from effectbank.publish.search_index import spoken


def reviews():
    coffee = (
        ENTRY.replace("Does tea help?", "Does coffee help?")
        .replace("2020", "2019")
        .replace('["tea"]', '["tea", "Coffee Cups"]')
    )
    return [
        folder(),
        folder("coffee-2019", entry=coffee, review="", studies="", arms="", awake="", text=""),
        card_only("a-topic", kind='"hot topic"', title='"Sleep"', year="2018"),
    ]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    publish_bank(reviews(), tmp_path / "bank", name="Tea bank")
    return tmp_path / "bank"


def tree(path: Path) -> Element:
    return parsed(path.read_text(encoding="utf-8"))


def test_every_file_is_there(bank):
    written = sorted(path.relative_to(bank).as_posix() for path in bank.rglob("*") if path.is_file())
    assert [path for path in written if not path.startswith("static/")] == [
        "bank-files.txt",
        "data/a-topic.zip",
        "data/coffee-2019.zip",
        "data/tea-2020.zip",
        "entries.html",
        "entries/a-topic.html",
        "entries/coffee-2019.html",
        "entries/tea-2020.html",
        "index.html",
        "search.html",
        "subjects/coffee-cups.html",
        "subjects/tea.html",
        "types/hot-topic.html",
        "types/review.html",
        "years/2018.html",
        "years/2019.html",
        "years/2020.html",
    ]


def test_every_link_of_every_page_leads_to_a_file(bank):
    pages = list(bank.rglob("*.html"))
    assert len(pages) == 13
    for page in pages:
        for element in tree(page).walk():
            address = element.attributes.get("href") or element.attributes.get("src") or ""
            if address and not address.startswith(("#", "https:", "data:")):
                assert (page.parent / address.partition("#")[0]).is_file(), f"{page.name}: {address}"


def test_a_section_of_the_home_page_without_entries_is_left_out_with_its_link(bank, tmp_path):
    plain = [card_only("a", year="2018"), card_only("b")]
    publish_bank(plain, tmp_path / "plain")
    for home, sections in ((bank, ["types", "years", "subjects"]), (tmp_path / "plain", ["types", "years"])):
        front = tree(home / "index.html")
        assert [one.attributes["id"] for one in front.one("nav", class_="ways").all("section")] == sections
        for page in (front, tree(next(home.glob("entries/*.html")))):
            menu = [str(one.attributes["href"]) for one in page.one("nav", aria_label="The bank").all("a")]
            assert [link.partition("#")[2] for link in menu if "#" in link] == sections
        assert front.one("h2", id="latest").text() == "Newest"


def test_counts_in_lists_are_counts_in_the_data(bank):
    home = tree(bank / "index.html")
    counted = {}
    for item in home.one("nav", class_="ways").all("li"):
        link = item.one("a")
        counted[link.text()] = (int(item.one("span", class_="count").text()), link.attributes["href"])
    assert {label: count for label, (count, _) in counted.items()} == {
        "Review": 2, "Hot topic": 1, "2020": 1, "2019": 1, "2018": 1, "Tea": 2, "Coffee Cups": 1,
    }  # fmt: skip
    for count, address in counted.values():
        assert len(tree(bank / address).one("ol", class_="lines").all("li")) == count


def test_a_list_says_what_it_holds(bank):
    page = tree(bank / "types" / "review.html")
    assert page.one("h1").text() == "Reviews"
    assert page.one("p", class_="says").text() == "2 entries of this bank, newest first."
    assert [link.text() for title in page.all("h2") for link in title.all("a")] == [
        "Does tea help?",
        "Does coffee help?",
    ]


def test_related_entries_say_why(bank):
    (line,) = tree(bank / "entries" / "coffee-2019.html").one("section", class_="related").all("li")
    assert line.one("a").attributes["href"] == "../entries/tea-2020.html"
    assert "same subject: tea" in line.one("span", class_="reason").text()


def test_the_search_has_every_entry_and_all_its_words(bank):
    script = (bank / "static" / "search-index.js").read_text(encoding="utf-8")
    entries = json.loads(script.removeprefix('"use strict";\nwindow.bankEntries = ').rstrip().removesuffix(";"))
    assert [entry["url"] for entry in entries] == [
        "entries/a-topic.html",
        "entries/coffee-2019.html",
        "entries/tea-2020.html",
    ]
    for words in ("40 of 70 stayed awake", "Counted after an hour.", "one thing", "Ant 2001"):
        assert words in entries[2]["text"]
    assert "awake.intervention" not in script


def test_without_script_the_search_page_lists_every_entry(bank):
    listed = tree(bank / "search.html").one("noscript").one("ol", class_="lines")
    assert len(listed.all("li")) == 3


def test_data_are_the_folder_to_the_byte(bank):
    packed = zipfile.ZipFile(io.BytesIO((bank / "data" / "tea-2020.zip").read_bytes()))
    assert {name: packed.read(name).decode() for name in packed.namelist()} == {
        f"tea-2020/{path}": text for path, text in TEA.items()
    }


def contents(root: Path) -> dict[Path, bytes]:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_same_bank_twice_is_the_same_to_the_byte(tmp_path):
    for name in ("one", "two"):
        publish_bank(reviews(), tmp_path / name)
    one, two = (contents(tmp_path / name) for name in ("one", "two"))
    assert one == two


def test_publishing_again_takes_away_what_is_gone_and_nothing_else(bank):
    own = bank / "mine.txt"
    own.write_text("keep")
    publish_bank(reviews()[:1], bank)
    assert own.read_text() == "keep"
    assert not (bank / "entries" / "a-topic.html").exists()
    assert (bank / "entries" / "tea-2020.html").is_file()


def test_a_changed_list_of_files_cannot_reach_outside(bank):
    outside = bank.parent / "precious.txt"
    outside.write_text("keep")
    (bank / "bank-files.txt").write_text(f"../precious.txt\n{outside}\n")
    publish_bank(reviews(), bank)
    assert outside.read_text() == "keep"


def test_two_entries_of_one_name_are_refused(tmp_path):
    with pytest.raises(BadInput, match="two entries are named 'tea-2020'"):
        publish_bank([folder(), folder()], tmp_path / "bank")
    assert not (tmp_path / "bank").exists()


def test_an_empty_bank_still_opens(tmp_path):
    publish_bank([], tmp_path)
    assert tree(tmp_path / "entries.html").one("p", class_="says").text() == "0 entries, newest first."


def test_a_failed_writing_leaves_the_old_page(tmp_path, monkeypatch):
    target = publish_page(folder(), tmp_path / "deep" / "tea.html")
    before = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        publish_page(folder(text=""), target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["tea.html"]


def test_spoken_words_hold_no_paths():
    assert "(=" not in spoken(folder())


def test_a_bank_that_cannot_be_made_whole_leaves_the_one_before_it(bank, monkeypatch):
    before = {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()}
    monkeypatch.setattr(static_bank, "page", _fails_on_the_last)
    with pytest.raises(BadInput, match="cannot be drawn"):
        publish_bank([folder("a-new-one"), *reviews()], bank, name="Another name")
    assert {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()} == before
    assert not [path for path in bank.iterdir() if path.name.startswith(".")]


def _fails_on_the_last(review, **_needs):
    if review.card.slug == "a-topic":
        raise BadInput("a-topic cannot be drawn")
    return "<!doctype html>"


def test_what_leads_to_entries_is_put_in_place_after_them(tmp_path):
    written = [path.relative_to(tmp_path).as_posix() for path in publish_bank(reviews(), tmp_path)]
    entries = [i for i, path in enumerate(written) if path.startswith(("entries/", "data/"))]
    indexes = [i for i, path in enumerate(written) if path.startswith(("types/", "years/", "subjects/", "index"))]
    assert max(entries) < min(indexes)
    assert written[-1] == static_bank.WRITTEN
