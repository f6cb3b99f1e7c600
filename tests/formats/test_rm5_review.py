"""An artificial review that has everything: studies of four lists, judgements, tables, prose, cover."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rm5_maker import (
    as_bytes,
    characteristics,
    comparison,
    judged,
    outcome,
    p,
    person,
    reference,
    review,
    row,
    study,
    tag,
)  # fmt: skip

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.cochrane.source import SourceReview, SourceSection, SourceStudy
from effectbank.formats.rm5 import read_source
from effectbank.review.text import parse
from effectbank.words import StudyStatus, Voice

HAT, CAP, HOOD, VEIL = "STD-O_x0027_Hat-1999", "STD-Cap-2004", "STD-Hood-2011", "STD-Veil-2013"


def identifier(kind: str, value: str) -> str:
    return tag("IDENTIFIER", TYPE=kind, VALUE=value)


ARTICLE = {"AU": "O'Hat B, van der Cap C-J, Rain Study Group, et al", "TI": "Hats & rain", "SO": "BMJ",
           "YR": "1999", "VL": "318", "NO": "7", "PG": "1-9"}  # fmt: skip
CHAPTER = {"AU": "Cap C (editor)", "TI": "Caps", "TO": "Mützen", "SO": "The wet book", "YR": "2003/4", "EN": "2nd",
           "ED": "Rain R, Shine S", "PB": "Wet Press", "CY": "Oxford", "MD": "CD-ROM"}  # fmt: skip
INCLUDED = study(
    HAT, "O'Hat 1999", YEAR="1999.", DATA_SOURCE="MIX",
    references=reference(CHAPTER, TYPE="BOOK_SECTION", NOTES="<p>First seen<br>in Oxford; write to a@b.org</p>")
    + reference(ARTICLE, PRIMARY="YES", identifiers=identifier("DOI", "10.1/x") + identifier("PUBMED", "99")
                + identifier("CENTRAL", "CN-1")) + reference({}),
    identifiers=identifier("CLINICALTRIALS_GOV", "NCT1") + identifier("CLINICALTRIALS_GOV", "NCT2"),
)  # fmt: skip
STUDIES = {
    "INCLUDED": INCLUDED,
    "EXCLUDED": study(CAP, "Cap 2004", YEAR="198", DATA_SOURCE="SOUGHT"),
    "AWAITING": study(HOOD, "Hood 2011"),
    "ONGOING": study(VEIL, "Veil 2013", YEAR="", DATA_SOURCE="UNPUB"),
}
TABLES = {
    "INCLUDED": tag("USER_DEF_1_NAME", "Hat size")
    + characteristics(HAT, {"METHODS": p("Coin <I>tossed</I>"), "PARTICIPANTS": p("Wet people", "and dry"),
                            "USER_DEF_1": p("Large"), "USER_DEF_2": p("Red"), "NOTES": p("")})
    + characteristics("STD-Nobody-1900", {"METHODS": p("?")}) + tag("FOOTNOTES", p("m: metres")),
    "EXCLUDED": characteristics(CAP, {"REASON_FOR_EXCLUSION": p("No rain")}, of="EXCLUDED"),
    "ONGOING": characteristics(VEIL, {"STUDY_NAME": p("VEIL"), "STARTING_DATE": p("May 2013"),
                                      "CONTACT_INFORMATION": p("Prof Veil, 1 Wet Street, veil@rain.org")},
                               of="ONGOING"),
}  # fmt: skip
QUALITY = judged("Random sequence generation (selection bias)", [(HAT, "YES", p("Quote: \"a coin\""))]) + judged(
    "Blinding (detection bias)", [(f"{HAT}|QIG-02.01", "NO", p("")), (f"{HAT}|QIG-02.02", "UNKNOWN", p("")),
                                  ("", "YES", ""), (HAT, "MAYBE", "")],
    number=2, groups=["Subjective outcomes", "Rain gauge"],
)  # fmt: skip
REACH = tag("EMAIL_1", "a.hat@rain.org") + tag("MOBILE_PHONE", "+61 403 220080")
ADDRESS = (
    tag("ORGANISATION", "Rain University") + tag("CITY", "Gent") + tag("PHONE_1", "1 2 3") + tag("FAX_1", "4 5")
)
COVER = (
    tag("CONTACT", person("Anne-Lise", "Hat", reach=REACH, address=ADDRESS))
    + tag("CREATORS", person("Anne-Lise", "Hat", reach=REACH, address=ADDRESS)
          + person("Chris", "Del Mar", initials="B") + person("", "Rain Group"))
    + tag("DATES", tag("UP_TO_DATE", tag("DATE", DAY="", MONTH="7", YEAR="2013"))
          + tag("LAST_SEARCH", tag("DATE", DAY="11", MONTH="7", YEAR="2013"))
          + tag("REVIEW_PUBLISHED", ISSUE="2", YEAR="1997") + tag("LAST_CITATION_ISSUE", ISSUE="11", YEAR="2013"))
    + tag("WHATS_NEW", tag("WHATS_NEW_ENTRY", tag("DATE", DAY="28", MONTH="1", YEAR="2014")
          + tag("DESCRIPTION", p("Feedback added.")), EVENT="FEEDBACK"))
    + tag("HISTORY", tag("WHATS_NEW_ENTRY", tag("DATE", DAY="", MONTH="", YEAR="")
          + tag("DESCRIPTION", p("No change.")), EVENT="NEW_CITATION_OLD_CONCLUSIONS"))
    + tag("SOURCES_OF_SUPPORT", tag("INTERNAL_SOURCES", tag("SOURCE", tag("NAME", "Rain University")
          + tag("COUNTRY", "Belgium", CODE="BE") + tag("DESCRIPTION", p("A desk")))))
    + tag("MESH_TERMS", tag("MESH_TERM", "Rain") + tag("MESH_TERM", "Hats [*wear]"))
)  # fmt: skip
ABSTRACT = {
    "BACKGROUND": p("It rains."), "OBJECTIVES": p("To keep dry."), "SEARCH_STRATEGY": p("We searched everywhere."),
    "RESULTS": p("<B>Wet</B><BR/>RR 0.5"), "CONCLUSIONS": p("Wear hats."),
}  # fmt: skip
MAIN = (
    tag("SUMMARY", tag("TITLE", "Do hats help?") + tag("SUMMARY_BODY", p("They do.")))
    + tag("BODY",
          tag("BACKGROUND", p("") + tag("CONDITION",
              p('Rain (<LINK REF="REF-Noah-0001" TYPE="REFERENCE">Noah</LINK>)')) + tag("THEORY", p("")))
          + tag("METHODS", tag("SELECTION_CRITERIA", tag("CRIT_STUDIES", p("Trials"))
                + tag("CRIT_PARTICIPANTS", p("Anyone")) + tag("CRIT_OUTCOMES", tag("CRIT_OUTCOMES_PRIMARY",
                      "<UL><LI>Wet</LI><LI>Soaked.</LI><LI>Cold</LI></UL>"))))
          + tag("CONCLUSIONS", tag("IMPLICATIONS_PRACTICE", p("Hats.")) + tag("IMPLICATIONS_RESEARCH", p("More."))))
    + tag("ACKNOWLEDGEMENTS", p("The rain.")) + tag("CONFLICT_OF_INTEREST", p(""))
    + tag("NEW_PART", p("From a later RevMan."))
)  # fmt: skip
END = (
    tag("FIGURES", tag("FIGURE", tag("CAPTION", p("A <I>wet</I> hat")) + tag("FILE", "aGF0"), NO="1"))
    + tag("FEEDBACK", tag("FEEDBACK_ITEM", tag("TITLE", "Umbrellas") + tag("DATE_SUBMITTED",
          tag("DATE", DAY="26", MONTH="8", YEAR="2008")) + tag("FEEDBACK_SUMMARY", p("Why not?"))
          + tag("FEEDBACK_REPLY", p("")) + tag("FEEDBACK_CONTRIBUTORS", p("J Young, Email: j@b.ac.uk")), NO="1"))
    + tag("APPENDICES", tag("APPENDIX", tag("TITLE", "MEDLINE search") + tag("APPENDIX_BODY",
          p("# 1 explode Hats/<BR/># 2 rain*")), NO="1"))
)  # fmt: skip
FINDINGS = tag("SOF_TABLE", tag("TITLE", "Hat compared with none") + tag("TABLE", tag("TR", tag("TH", "Outcome")
               + tag("TH", "Effect")) + tag("TR", tag("TD", "Wet") + tag("TD", "RR 0.5<SUP>1</SUP>")))
               + tag("FOOTNOTES", p("<SUP>1</SUP> Drizzle")), NO="1")  # fmt: skip
EXTRA = tag("ADDITIONAL_TABLE", tag("TITLE", "Clouds") + tag("TABLE", tag("TR", tag("TD", "a") + tag("TD", "b")))
            + tag("FOOTNOTES"), NO="1")  # fmt: skip
OTHERS = tag("ADDITIONAL_REFERENCES", reference({"AU": "Noah", "TI": "Flood", "YR": "1"}, ID="REF-Noah-0001",
                                                NAME="Noah", TYPE="OTHER")) + tag("OTHER_VERSIONS_REFERENCES",
         reference({"TI": "Hats 1997", "YR": "1997"}, ID="REF-Hat-1997", TYPE="COCHRANE_REVIEW"))  # fmt: skip


def whole(**more: Any) -> str:
    parts: dict[str, Any] = {
        "cover": COVER, "abstract": ABSTRACT, "main": MAIN, "studies": STUDIES, "tables": TABLES,
        "quality": QUALITY, "sof": FINDINGS, "additional": EXTRA, "end": END, "others": OTHERS,
        "DOI": "10.1002/14651858.CD000023.pub4",
        "analyses": comparison("Hats", outcome("DICH", "Wet", row("DICH", HAT, EVENTS_1="1", TOTAL_1="9",
                               EVENTS_2="5", TOTAL_2="9", EFFECT_SIZE="0.2", CI_START="0.1", CI_END="0.4"),
                               EFFECT_MEASURE="RR")),
    }  # fmt: skip
    return review(**{**parts, **more})


@pytest.fixture(scope="module")
def rich() -> SourceReview:
    return read_source(as_bytes(whole()))


def by_key(found: SourceReview) -> dict[str, SourceStudy]:
    return {study.key: study for study in found.studies}


def section(found: SourceReview, heading: str) -> SourceSection:
    return next(one for one in found.sections if one.heading == heading)


# --- studies -----------------------------------------------------------------------------------------------


def test_studies_of_the_four_lists(rich: SourceReview) -> None:
    assert [(s.key, s.name, s.year, s.status, s.data_source) for s in rich.studies] == [
        (HAT, "O'Hat 1999", 1999, StudyStatus.INCLUDED, "MIX"),
        (CAP, "Cap 2004", None, StudyStatus.EXCLUDED, "SOUGHT"),
        (HOOD, "Hood 2011", 2011, StudyStatus.AWAITING, "PUB"),
        (VEIL, "Veil 2013", None, StudyStatus.ONGOING, "UNPUB"),
    ]


def test_characteristics_by_their_headings(rich: SourceReview) -> None:
    studies = by_key(rich)
    assert studies[HAT].characteristics == {
        "Methods": "Coin *tossed*", "Participants": "Wet people\n\nand dry", "Hat size": "Large",
        "Characteristic 2": "Red",
    }  # fmt: skip
    assert studies[CAP].reason == "No rain"
    assert studies[VEIL].characteristics == {"Study name": "VEIL", "Starting date": "May 2013"}


def test_references_are_kept_the_primary_first(rich: SourceReview) -> None:
    article, chapter = by_key(rich)[HAT].references
    assert article == {
        "id": f"{HAT}:1", "type": "article-journal", "title": "Hats & rain", "container-title": "BMJ",
        "volume": "318", "issue": "7", "page": "1-9", "issued": {"date-parts": [[1999]]},
        "author": [{"family": "O'Hat", "given": "B."}, {"family": "van der Cap", "given": "C. J."},
                   {"literal": "Rain Study Group"}, {"literal": "et al"}],
        "DOI": "10.1/x", "PMID": "99", "note": "CENTRAL: CN-1",
    }  # fmt: skip
    assert chapter == {
        "id": f"{HAT}:2", "type": "chapter", "title": "Caps", "original-title": "Mützen",
        "container-title": "The wet book", "edition": "2nd", "publisher": "Wet Press", "publisher-place": "Oxford",
        "issued": {"date-parts": [[2003]]},
        "author": [{"family": "Cap", "given": "C."}],
        "editor": [{"family": "Rain", "given": "R."}, {"family": "Shine", "given": "S."}],
        "note": "First seen\nin Oxford; write to (e-mail address left out)\nMD: CD-ROM",
    }  # fmt: skip


def test_identifiers_of_a_study(rich: SourceReview) -> None:
    assert by_key(rich)[HAT].identifiers == {"CLINICALTRIALS_GOV": "NCT1; NCT2"}


def test_references_of_no_study(rich: SourceReview) -> None:
    noah, earlier = rich.references
    assert noah == {"id": "REF-Noah-0001", "type": "document", "title": "Flood", "issued": {"raw": "1"},
                    "author": [{"literal": "Noah"}], "citation-label": "Noah",
                    "custom": {"kind": "additional"}}  # fmt: skip
    assert (earlier["id"], earlier["custom"]) == ("REF-Hat-1997", {"kind": "version"})


def test_a_study_id_given_twice_or_not_at_all() -> None:
    twice = study(HAT, "Hat 1999") + study(HAT, "Cap 2004") + study("", "Hood 2011") + study("", "Hood 2011")
    found = read_source(as_bytes(review(studies={"INCLUDED": twice})))
    assert list(by_key(found)) == [HAT, f"{HAT} (2)", "STD-Hood 2011", "STD-Hood 2011 (2)"]
    assert [problem.code for problem in found.problems] == ["rm5-study-twice", "rm5-study-id", "rm5-study-id"]


# --- judgements --------------------------------------------------------------------------------------------


def test_judgements_of_studies_and_of_outcomes(rich: SourceReview) -> None:
    assert [(j.tool, j.study, j.domain, j.judgement, j.support, j.outcome) for j in rich.judgements] == [
        ("RoB 1", HAT, "Random sequence generation (selection bias)", "low", 'Quote: "a coin"', ""),
        ("RoB 1", HAT, "Blinding (detection bias)", "high", "", "Subjective outcomes"),
        ("RoB 1", HAT, "Blinding (detection bias)", "unclear", "", "Rain gauge"),
    ]


# --- text --------------------------------------------------------------------------------------------------


def test_sections_in_order_voices_and_folds(rich: SourceReview) -> None:
    shown = [(one.heading, one.voice, one.folded) for one in rich.sections]
    findings, conclusions = Voice.FINDINGS, Voice.CONCLUSIONS
    assert shown == [
        ("Background", findings, False), ("Objectives", findings, False), ("Search methods", findings, False),
        ("Main results", findings, False), ("Plain-language summary", findings, True),
        ("Summary of findings 1: Hat compared with none", findings, True),
        ("Authors' conclusions", conclusions, False), ("Full text: Authors' conclusions", conclusions, True),
        ("The review in full", findings, False), ("Full text: Background", findings, True),
        ("Full text: Methods", findings, True), ("Table 1: Clouds", findings, True), ("Figures", findings, True),
        ("Appendix 1: MEDLINE search", findings, True), ("Notes to the table of included studies", findings, True),
        ("Acknowledgements", findings, True), ("New part", findings, True), ("What's new", findings, True),
        ("History", findings, True), ("Sources of support", findings, True),
        ("Feedback 1: Umbrellas", findings, True),
    ]  # fmt: skip


def test_what_the_sections_say(rich: SourceReview) -> None:
    said = {one.heading: one.text for one in rich.sections}
    assert said["Main results"] == "**Wet**\\\nRR 0.5"
    assert said["Plain-language summary"] == "**Do hats help?**\n\nThey do."
    assert said["Full text: Background"] == "### Description of the condition\n\nRain (Noah)"
    assert said["Full text: Methods"] == (
        "### Criteria for considering studies\n\n#### Types of studies\n\nTrials\n\n#### Types of participants\n\n"
        "Anyone\n\n#### Types of outcome measures\n\n##### Primary outcomes\n\n- Wet\n- Soaked.\n- Cold"
    )
    assert said["Full text: Authors' conclusions"] == (
        "### Implications for practice\n\nHats.\n\n### Implications for research\n\nMore."
    )
    assert said["New part"] == "From a later RevMan."
    assert said["Summary of findings 1: Hat compared with none"] == (
        "| Outcome | Effect |\n| --- | --- |\n| Wet | RR 0.5¹ |\n\n¹ Drizzle"
    )
    assert said["Table 1: Clouds"] == "|  |  |\n| --- | --- |\n| a | b |"
    assert said["Notes to the table of included studies"] == "m: metres"
    assert said["Figures"] == "**Figure 1.** A *wet* hat"
    assert said["What's new"] == "**2014-01-28: Feedback**\n\nFeedback added."
    assert said["History"] == "**New citation: conclusions not changed**\n\nNo change."
    assert said["Sources of support"] == "### Internal sources\n\n- Rain University, Belgium, A desk"
    assert said["Feedback 1: Umbrellas"] == (
        "2008-08-26\n\n### Summary\n\nWhy not?\n\n### Contributors\n\nJ Young, Email: (e-mail address left out)"
    )
    assert said["Appendix 1: MEDLINE search"] == "\\# 1 explode Hats/\\\n\\# 2 rain\\*"


def test_a_blank_abstract_opens_the_summary() -> None:
    found = read_source(as_bytes(whole(abstract={})))
    assert found.sections[0].heading == "Plain-language summary"
    assert not found.sections[0].folded


# --- cover and question ------------------------------------------------------------------------------------


def test_the_card(rich: SourceReview) -> None:
    assert rich.name == "cd000023"
    assert rich.card == {
        "title": "Hats for rain", "authors": ["Hat A.L.", "Del Mar C.B.", "Rain Group"], "year": 2013,
        "issue": "11",
        "citation": "Cochrane Database of Systematic Reviews: 2013, 11, Art. No.: CD000023.",
        "doi": "10.1002/14651858.CD000023.pub4", "title_url": "https://doi.org/10.1002/14651858.CD000023.pub4",
        "cd_number": "CD000023", "version": "2.0", "keywords": ["Rain", "Hats [*wear]"],
        "dates": {"up_to_date": "2013-07", "last_search": "2013-07-11", "review_published": "1997, issue 2",
                  "last_citation_issue": "2013, issue 11"},
    }  # fmt: skip


def test_question_eligibility_and_searches(rich: SourceReview) -> None:
    assert rich.question == {"text": "To keep dry."}
    assert rich.eligibility == {"designs": "Trials", "participants": "Anyone", "outcomes": "Wet; Soaked. Cold"}
    assert rich.searches == (
        {"description": "We searched everywhere.", "to": "2013-07-11", "source": "the review's abstract"},
    )


def test_what_was_left_out_is_counted(rich: SourceReview) -> None:
    assert rich.left_out == {
        "contact details of studies": 1, "e-mail addresses": 4, "fax numbers": 1, "postal addresses": 1,
        "telephone numbers": 2,
    }  # fmt: skip
    everything = repr(rich)
    for personal in ("@", "220080", "Gent", "Wet Street"):
        assert personal not in everything
    assert "J Young" in everything


def test_what_is_told(rich: SourceReview) -> None:
    assert [(problem.code, str(problem.severity)) for problem in rich.problems] == [
        ("rm5-markup", "note"), ("rm5-year", "note"), ("rm5-characteristics", "warning"), ("rm5-nameless", "error"),
        ("rm5-judgement", "warning"), ("rm5-images", "note"),
    ]  # fmt: skip
    assert all(problem.place.line and problem.place.key for problem in rich.problems)


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16"])
def test_every_encoding_says_the_same(rich: SourceReview, encoding: str) -> None:
    found = read_source(as_bytes(whole(), encoding))
    assert replace(found, problems=()) == replace(rich, problems=())


def test_its_text_is_markdown_of_the_bank(rich: SourceReview) -> None:
    """No claim, note or fence arises from what authors wrote; it stands in two voices."""
    review = review_of(rich)
    text = parse(review.text)
    assert (text.claims, text.notes) == ((), ())
    assert text.plain(Voice.CONCLUSIONS).split()[:2] == ["Authors'", "conclusions"]
    assert [unfold.label for unfold in text.unfolds][1:4] == [
        "Summary of findings 1: Hat compared with none", "Full text: Authors' conclusions", "Full text: Background",
    ]  # fmt: skip
    assert len(text.unfolds) == sum(one.folded for one in rich.sections)
    assert [problem.code for problem in review.problems() if problem.code.startswith("text")] == []
