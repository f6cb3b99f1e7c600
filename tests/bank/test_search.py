"""Free-text search: what is found, in what order, and how it is marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effectbank.bank.queries.paging import NoSuchPage
from effectbank.bank.queries.search import search
from effectbank.bank.site import served_site
from effectbank.bank.snippets import Hit, mark
from effectbank.bank.words_asked import Asked, in_words, read
from effectbank.words import EntryKind

Publish = Callable[..., None]


def found(typed: str, **options: object) -> list[str]:
    return [line.slug for line in search(typed, served_site(), **options).listing.lines]  # type: ignore[arg-type]


@pytest.fixture
def shelf(publish: Publish) -> None:
    publish("implants", title="Naltrexone implants after prison", year=2010, text="A trial of a device.")
    publish("oral", title="Tablets for opioid dependence", kind="review", year=2011, text="Naltrexone by mouth.")
    publish("family", title="Family therapy", kind="hot topic", year=2015, text="Therapy of the family, at home.")
    publish("cafe", title="A study in a café", year=2001, text="Relapsing people who relapsed.")


# Reading what was typed.


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("naltrexone implant", Asked(words=("naltrexone", "implant"))),
        ('"family therapy" home', Asked(words=("home",), phrases=("family therapy",))),
        ("relaps* -implant", Asked(beginnings=("relaps",), without=("implant",))),
        ('-"family therapy" opioid', Asked(words=("opioid",), without=("family therapy",))),
        ("follow-up", Asked(phrases=("follow up",))),
        ("RR 0.47", Asked(words=("rr",), phrases=("0 47",))),
        ('"never closed', Asked(phrases=("never closed",))),
        ("Café*", Asked(beginnings=("cafe",))),
        ("*", Asked()),
        ("-", Asked()),
        ('""', Asked()),
        ("AND OR NOT NEAR(", Asked(words=("and", "or", "not", "near"))),
    ],
)
def test_what_was_typed_is_read(typed: str, expected: Asked) -> None:
    assert read(typed) == expected


def test_a_query_is_told_in_words() -> None:
    asked = read('opioid "family therapy" relaps* -implant -depot')
    assert in_words(asked) == (
        "with “opioid”, “family therapy” and a word that begins with “relaps”, without “implant” or “depot”"
    )


# Finding.


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("naltrexone", ["implants", "oral"]),  # a word of the title weighs more than one of the text
        ("naltrexone implant", ["implants"]),  # all words must be there; implant is implants
        ("NALTREXONE mouth", ["oral"]),
        ('"family therapy"', ["family"]),
        ('"therapy family"', []),
        ('"naltrexone tablets"', []),
        ("naltrexone -implants", ["oral"]),
        ('naltrexone -"by mouth"', ["implants"]),
        ("-naltrexone", ["family", "cafe"]),  # nothing to rank by: newest first
        ("relaps*", ["cafe"]),
        ("relapsin*", ["cafe"]),  # a beginning is of the word as it stands, not of its stem
        ("naltr* impl*", ["implants"]),
        ("naltr* mouth", ["oral"]),
        ("elaps*", []),
        ("cafe", ["cafe"]),
        ("café", ["cafe"]),
        ("zebra", []),
    ],
)
def test_what_is_found(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


@pytest.mark.usefixtures("shelf")
def test_the_sentence_says_what_how_many_and_in_what_order() -> None:
    site = served_site()
    assert search("naltrexone", site).listing.sentence == "2 entries with “naltrexone”, the closest match first."
    assert search("zebra", site).listing.sentence == "The bank holds no entries with “zebra”."
    only = search("naltrexone", site, kind=EntryKind.REVIEW).listing.sentence
    assert only == "1 review with “naltrexone”."
    assert search("  ", site).listing.sentence == "Look for words anywhere in the entries."
    assert search("***", site).listing.sentence == "There is no word in that to look for."


@pytest.mark.usefixtures("shelf")
def test_types_are_counted_and_filter() -> None:
    result = search("naltrexone", served_site(), kind=EntryKind.REVIEW)
    assert [(link.label, link.count, link.current) for link in result.kinds] == [
        ("All", 2, False),
        ("Studies", 1, False),
        ("Reviews", 1, True),
    ]
    assert found("naltrexone", kind=EntryKind.REVIEW) == ["oral"]


@pytest.mark.usefixtures("shelf")
def test_a_misspelt_word_is_met_with_a_suggestion() -> None:
    meant = search("naltrexne implants", served_site()).meant
    assert meant is not None
    assert (meant.label, meant.url) == ("naltrexone implants", "/search/?q=naltrexone+implants")
    assert search("zebra", served_site()).meant is None
    assert search("naltrexone", served_site()).meant is None


def test_notes_and_unfolded_text_are_found(publish: Publish) -> None:
    text = (
        ":::::{voice} findings\nA sentence with an aside.[^aside]\n\n"
        ":::{unfold} More of it\nHidden walrus.\n:::\n:::::\n\n[^aside]: A hidden narwhal.\n"
    )
    publish("deep", text=text)
    assert found("narwhal") == ["deep"]
    assert found("walrus") == ["deep"]


def test_what_every_page_says_is_not_found(publish: Publish) -> None:
    publish("one", title="Something")
    assert found("BibTeX") == []
    assert found("stylesheet") == []


def test_long_results_come_in_pages_of_equal_queries(publish: Publish) -> None:
    for number in range(30):
        publish(f"e{number:02}", title=f"Naltrexone {number}")
    first, second = found("naltrexone"), found("naltrexone", page=2)
    assert (len(first), len(second), len({*first, *second})) == (25, 5, 30)
    assert "This is page 2 of 2." in search("naltrexone", served_site(), page=2).listing.sentence
    with pytest.raises(NoSuchPage):
        search("naltrexone", served_site(), page=3)
    with CaptureQueriesContext(connection) as queries:
        search("naltr* -zebra naltrexone", served_site())
    assert len(queries) <= 9


def test_relevance_is_not_turned_round_by_a_compound_query(publish: Publish) -> None:
    """A phrase and a word together once ranked the poorest match first."""
    publish("rich", title="Family therapy and naltrexone", text="Family therapy naltrexone. " * 5)
    publish("poor", title="Something else", text="Naltrexone. " + "Filler words. " * 200 + "Family therapy.")
    assert found('naltrexone "family therapy"') == ["rich", "poor"]


def test_an_entry_published_again_is_found_by_its_new_words_only(publish: Publish) -> None:
    publish("one", text="Walrus.")
    publish("one", text="Narwhal.")
    assert (found("walrus"), found("narwhal"), found("walr*")) == ([], ["one"], [])


# Marks.


def test_marks_follow_the_stem_and_everything_else_is_escaped() -> None:
    asked = read("implant <script>")
    text = "Two <b>implants</b> & a <script>alert(1)</script>. " + "word " * 100
    shown = mark(asked, [Hit(key=7, title="Implanted <i>", text=text)])[7]
    assert shown.title == "<mark>Implanted</mark> &lt;i&gt;"
    assert "<mark>implants</mark>" in shown.passage
    assert "&lt;<mark>script</mark>&gt;" in shown.passage
    assert "<script>" not in shown.passage
    assert shown.passage.endswith("…")


def test_a_phrase_is_marked_as_one_and_a_beginning_as_the_word_it_begins() -> None:
    shown = mark(
        read('"family therapy" relap*'),
        [Hit(key=1, title="Family therapy", text="Therapy, family. They relapsed.")],
    )[1]
    assert shown.title == "<mark>Family therapy</mark>"
    assert "<mark>relapsed</mark>" in shown.passage


def test_a_hit_found_elsewhere_has_no_passage() -> None:
    shown = mark(read("minozzi"), [Hit(key=1, title="Title", text="Text.")])[1]
    assert (shown.title, shown.passage, shown.subjects) == ("Title", "", "")


def test_a_hit_by_its_subject_alone_says_so(publish: Publish) -> None:
    publish("one", title="Release from jail", subjects=("prison", "treatment"))
    (line,) = search("prisons jail", served_site()).listing.lines
    assert (line.title, line.reason) == (
        "Release from <mark>jail</mark>",
        "Filed under <mark>Prison</mark>, Treatment",
    )


def test_forged_marks_are_not_marks() -> None:
    shown = mark(read("word"), [Hit(key=1, title="\ue000word\ue001 \ue000x")])[1]
    assert shown.title == "<mark>word</mark> x"


# Whatever is typed.

HOSTILE = [
    '"', '""""', "'", "';--", "%", "%s %(x)s", "\\", "a\\", "NEAR(a b)", "title:x", "{title} : x", "a*b", "^a",
    "a + b", "-", "--", "-*", '-"', "(", ")", "a AND", "OR", "\ufeff", "\ud7ff", "é" * 300, "a " * 300, "-a " * 50,
    "x* " * 40, "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "☃", "日本語",
    "0.47 (0.26 to 0.84)", "p < .0001",
]  # fmt: skip


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_breaks_the_search(typed: str) -> None:
    search(typed, served_site())


@pytest.mark.usefixtures("shelf")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text(alphabet="ab\"*-()'%\\:^ ", max_size=40))
def test_no_text_breaks_the_search(typed: str) -> None:
    result = search(typed, served_site())
    assert all("<script" not in line.title for line in result.listing.lines)
