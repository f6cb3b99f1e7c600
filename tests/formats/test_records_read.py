"""What each database and program writes, read: counted, and field by field as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from record_files import FILES, FOLDER, RIS, raw_of

from effectbank.formats.bibliography.tagged import BLOCK, each_line
from effectbank.formats.bibtex import read_bibtex
from effectbank.formats.records import RecordsRead, encode_records, read_records, records_of, write_records
from effectbank.formats.ris import read_ris
from effectbank.screening.record import Author, Pairs, Record

# file: format, starts, read; then of each record: first author, year, date, container, pages, doi, pmid
EXPECTED = {
    "by_hand.ris": ("RIS", 3, 3, [
        ("Smithers, J", None, "", "Annals of Typing", "", "", ""),
        ("", 2001, "", "", "", "", ""),
        ("", None, "", "", "", "", ""),
    ]),
    "clinical_trials.csv": ("ClinicalTrials.gov CSV", 2, 2, [
        ("Example University", 2012, "2012-01-10", "", "", "", ""),
        ("Other Sponsor", 2023, "2023-09-12", "", "", "", ""),
    ]),
    "clinical_trials.json": ("ClinicalTrials.gov JSON", 2, 2, [
        ("Example University", 2012, "2012-01-10", "", "", "", ""),
        ("", None, "", "", "", "", ""),
    ]),
    "clinical_trials_old.csv": ("ClinicalTrials.gov CSV", 1, 1, [("", 2012, "2012-01-10", "", "", "", "")]),
    "cochrane.ris": ("RIS", 2, 2, [
        ("Bywood, T", 2011, "", "Trials Today", "39‐47", "10.5555/1745-6215-12-39", "21555913"),
        ("", 2023, "", "", "", "", ""),
    ]),
    "crossref.json": ("Crossref", 2, 2, [
        ("Ferreira, Ana Lúcia", 2021, "2021-11", "Addiction Practice", "1201-1212", "10.5555/ap.2021.77", ""),
        ("", None, "", "", "", "10.5555/posted.1", ""),
    ]),
    "ebsco_psycinfo.ris": ("RIS", 1, 1, [
        ("Curry-Rogers, Kristina", 2018, "2018-04-03", "Journal of Desistance", "1-60", "10.5555/jdes.0298242", ""),
    ]),
    "embase.ris": ("RIS", 1, 1, [
        ("Yankov, Z.", 2024, "", "Addiction Communications", "20-31", "10.5555/s41467-024-48400-3", "38555066"),
    ]),
    "endnote.ris": ("RIS", 2, 2, [
        ("Holmqvist, T.", 2019, "2019-03-12", "Nordic Journal of Addiction", "301-309", "10.5555/nord.2019.0312",
         ""),
        ("Ådland, M.", 2004, "", "Handbook of prison health", "77-92", "", ""),
    ]),
    "endnote.xml": ("EndNote XML", 2, 2, [
        ("Holmqvist, T.", 2019, "2019-03-12", "Nordic Journal of Addiction", "301-309", "10.5555/nord.2019.0312",
         "31999001"),
        ("Ådland, M.", 2004, "", "Handbook of prison health", "", "", ""),
    ]),
    "latex.bib": ("BibTeX", 3, 2, [
        ("Holmqvist, T.", 2019, "", "Nordic Journal of Addiction", "301-309", "", ""),
        ("Iyer, S.", 2018, "2018-06-04", "Proceedings of the Harm Reduction Conference", "", "", ""),
    ]),
    "mendeley.ris": ("RIS", 2, 2, [
        ("Nakagawa, Yui", 2015, "2015-06-30", "Emergency Care Quarterly", "88-97", "10.5555/ecq.9.2.88", ""),
        ("Abbott, R.", 1987, "", "", "", "", ""),
    ]),
    "openalex.json": ("OpenAlex", 2, 2, [
        ("Ana Lúcia Ferreira", 2021, "2021-11-03", "Addiction Practice", "1201-1212", "10.5555/ap.2021.77",
         "34555123"),
        ("", 1998, "", "", "", "", ""),
    ]),
    "ovid_embase.ris": ("RIS", 1, 1, [
        ("Fanucci, E.", 2020, "", "European Archives of Detoxification", "", "10.5555/2325555120950040", ""),
    ]),
    "ovid_psycinfo.ris": ("RIS", 2, 2, [
        ("Petrov, Dimitar", 2021, "", "Bulletin of School Psychology", "", "10.5555/s0033-2909(21)00055-5", ""),
        ("Rasmussen, K", 2019, "", "Journal of Mutual Help", "10-19", "", ""),
    ]),
    "pubmed.nbib": ("NBIB", 2, 2, [
        ("Smithson, John A", 2019, "2019-02-06", "Lancet examples (London, England)", "445-52",
         "10.5555/s0140-6736(10)60175-4", "31555807"),
        ("Wakeman, AJ", 1998, "1998 May-Jun", "", "637-41", "", "9555320"),
    ]),
    "pubmed.xml": ("PubMed XML", 3, 3, [
        ("Smithson, John A, Jr", 2019, "2019-02-06", "Lancet examples (London, England)", "445-52",
         "10.5555/s0140-6736(10)60175-4", "31555807"),
        ("Wakeman, AJ", 1998, "1998 May-Jun", "Lancet examples", "", "", "9555320"),
        ("Bean, Lora", 1993, "", "ExampleReviews", "", "", "20555301"),
    ]),
    "scopus.ris": ("RIS", 2, 2, [
        ("Wójcik, L.N.", 2022, "", "Drug Policy Letters", "", "10.5555/dpl.2022.2864", "35555660"),
        ("Iyer, S.", 2018, "", "Proceedings of the Harm Reduction Conference", "12-15", "", ""),
    ]),
    "web_of_science.ris": ("RIS", 1, 1, [
        ("Sampson, KD", 2010, "2010-09-22", "JOURNAL OF SUBSTANCE CARE", "", "10.5555/journal.jsc.0012292", ""),
    ]),
    "web_of_science.txt": ("Web of Science", 2, 2, [
        ("Asante, Emmanuel", 2018, "2018-01", "PLOS NEGLECTED EXAMPLES", "", "10.5555/journal.pntd.0006219",
         "29555890"),
        ("Delea, MG", 2016, "", "", "3-44", "", ""),
    ]),
    "zotero.bib": ("BibTeX", 2, 2, [
        ("Ferreira, Ana Lúcia", 2021, "2021-11", "Addiction Practice", "1201-1212", "10.5555/ap.2021.77",
         "34555123"),
        ("Lindqvist, Eva", 1998, "", "", "", "", ""),
    ]),
    "zotero.json": ("CSL-JSON", 2, 2, [
        ("Ferreira, Ana Lúcia", 2021, "2021-11", "Addiction Practice", "1201-1212", "10.5555/ap.2021.77",
         "34555123"),
        ("Lindqvist, Eva", 1998, "", "", "", "", ""),
    ]),
    "zotero.ris": ("RIS", 2, 2, [
        ("Ferreira, Ana Lúcia", 2021, "2021-11", "Addiction Practice", "1201-1212", "10.5555/ap.2021.77", ""),
        ("Lindqvist, Eva", 1998, "", "", "214", "", ""),
    ]),
}  # fmt: skip


def read(name: str) -> RecordsRead:
    return read_records(FOLDER / name)


def essence(record: Record) -> tuple[object, ...]:
    first = str(record.authors[0]) if record.authors else ""
    return first, record.year, record.date, record.container, record.pages, record.doi, record.pmid


def test_every_sample_is_expected() -> None:
    assert sorted(EXPECTED) == FILES


@pytest.mark.parametrize("name", EXPECTED)
def test_each_is_read_as_it_stands(name: str) -> None:
    format_, starts, number, essences = EXPECTED[name]
    found = read(name)
    assert (found.format, found.starts, found.read, found.rejected) == (format_, starts, number, starts - number)
    assert [essence(record) for record in found.records] == essences
    assert not any(problem.code in ("miscounted", "other-ending") for problem in found.problems)


STARTS = {
    "RIS": rb"(?m)^TY[ ]{1,3}-",
    "NBIB": rb"(?m)^PMID-",
    "Web of Science": rb"(?m)^PT ",
    "PubMed XML": rb"<Pubmed(?:Book)?Article>",
    "EndNote XML": rb"<record>",
    "BibTeX": rb"(?mi)^\s*@(?!string)\w+[{(]",
}


@pytest.mark.parametrize("name", [name for name in FILES if EXPECTED[name][0] in STARTS])
def test_the_count_is_that_of_a_plain_search(name: str) -> None:
    found = read(name)
    assert found.starts == len(re.findall(STARTS[found.format], raw_of(name)))


@pytest.mark.parametrize("name", RIS)
def test_places_are_the_lines_of_ty(name: str) -> None:
    lines = raw_of(name).decode().split("\n")
    assert [lines[record.place.line - 1][:2] for record in read(name).records] == ["TY"] * read(name).read


def told(name: str) -> list[str]:
    return [str(problem).removeprefix(f"{name}") for problem in read(name).problems]


def test_what_stands_between_records_is_told() -> None:
    assert told("ovid_psycinfo.ris") == [":1: note: 9 lines between records, no part of any: '1.' …"]
    assert told("cochrane.ris") == [":1: note: 6 lines between records, no part of any: 'Record #3 of 18' …"]
    assert told("pubmed.xml") == [":76: note: 1 line between records, no part of any: '1' …"]


def test_records_without_their_last_line_are_read_and_told() -> None:
    assert told("by_hand.ris")[0].startswith(":11: warning: 2 records without the line that ends it (ER)")


def test_an_entry_that_does_not_close_is_rejected_with_its_line() -> None:
    assert told("latex.bib")[0].startswith(
        ":16 [abbott87]: error: a record begins here that is not read: Unexpectedly reached"
    )


def test_a_page_of_a_longer_answer_is_told() -> None:
    raw = raw_of("crossref.json").replace(b'"total-results":2', b'"total-results":1204')
    from effectbank.formats.records import records_of

    (problem,) = records_of("crossref.json", raw).problems
    assert "holds 2 of 1,204 records found" in str(problem)


# --- the fields that only some have ------------------------------------------------------------------------


def test_structured_abstracts_keep_their_parts() -> None:
    assert read("pubmed.xml").records[0].abstract == (
        "BACKGROUND: Overdose follows release.\nMETHODS: In five prisons 308 people were allotted, p<0.05."
    )
    assert read("openalex.json").records[0].abstract == "Aims: To compare vouchers with no vouchers"
    assert read("crossref.json").records[0].abstract == (
        "Abstract\nAims: To compare vouchers & usual care.\n58 were abstinent."
    )
    assert read("web_of_science.txt").records[0].abstract.split("\n")[::2] == ["Background", "Methods"]


@pytest.mark.parametrize("name", ["pubmed.xml", "pubmed.nbib"])
def test_retractions_and_errata_are_notices(name: str) -> None:
    first, second = read(name).records[:2]
    assert (first.retracted, second.retracted) == (False, True)
    assert first.notices == (("erratum in", "Lancet Examples. 2019 Apr 6;375(9720):1444. PMID: 31555999"),)
    assert second.notices == (
        ("retracted", "Retracted Publication"),
        ("retraction in", "Lancet Examples. 2010 Feb 6;375(9713):445. PMID: 20555807"),
    )


def test_retractions_told_by_indexes() -> None:
    assert read("crossref.json").records[0].notices == (("retraction in", "10.5555/ap.2022.5"),)
    assert [record.retracted for record in read("openalex.json").records] == [True, False]


@pytest.mark.parametrize("name", ["pubmed.xml", "pubmed.nbib"])
def test_identifiers_of_all_schemes(name: str) -> None:
    record = read(name).records[0]
    assert record.ids_of("nct") == ("NCT01555555",)
    assert record.ids_of("pmcid") == ("PMC6555555",)
    assert record.ids_of("pii") == ("S0140-6736(10)60175-4",)
    assert record.ids_of("issn")[0] == "1474-5553"


def test_accession_numbers_by_their_scheme() -> None:
    assert read("cochrane.ris").records[0].ids_of("cochrane") == ("CN-00555158",)
    assert read("embase.ris").records[0].ids_of("embase") == ("L2029555245",)
    assert read("web_of_science.ris").records[0].ids_of("wos") == ("WOS:000282000000002",)
    assert read("clinical_trials.json").records[0].ids_of("trial") == ("R01DA0001", "2012-000555-11")
    assert read("scopus.ris").records[1].ids_of("isbn") == ("9780000000027",)


def test_a_title_in_its_own_language_where_there_is_no_english_one() -> None:
    assert read("pubmed.xml").records[1].title == "Eine Studie, die zurückgezogen wurde."


def test_markup_within_a_title() -> None:
    assert read("pubmed.xml").records[0].title == (
        "Extended-release naltrexone (XR380) before release, an open-label randomised trial."
    )
    assert read("endnote.xml").records[0].title.endswith("randomised trial in situ")
    assert read("zotero.bib").records[0].title.endswith("trial in São Paulo")


def test_names_by_their_parts() -> None:
    assert read("by_hand.ris").records[0].authors[1] == Author(family="Doe", given="A. B.", suffix="Jr")
    assert read("endnote.ris").records[0].authors[2] == Author(literal="Nordhavn Implant Study Group")
    assert read("latex.bib").records[0].authors[1] == Author(family="von der Berg", given="L.")
    assert read("zotero.json").records[0].authors[1] == Author(family="van der Berg", given="Jan")
    assert read("pubmed.nbib").records[1].authors[1] == Author(family="Murchison", given="SH", suffix="Jr")
    assert read("endnote.xml").records[1].editors == (Author(family="Okafor", given="C."),)


def test_endnote_writes_keywords_one_a_line_under_one_tag() -> None:
    assert read("endnote.ris").records[0].keywords == (
        "adult", "controlled study", "*naltrexone implant", "prisoner", "randomized controlled trial",
    )  # fmt: skip


def test_an_empty_tag_does_not_run_on() -> None:
    """Ovid writes "SP  -" without a blank after it."""
    record = read("ovid_embase.ris").records[0]
    assert (record.issue, record.pages) == ("9", "")
    assert ("ris:SP", "") in record.other


def test_a_wrapped_line_that_looks_like_a_tag_stays_in_its_text() -> None:
    assert "\nCI - 95% confidence" in read("ovid_embase.ris").records[0].abstract
    assert read("by_hand.ris").records[0].abstract == "Wrapped text that goes on\nAND - is not a tag"


def test_no_year_is_invented() -> None:
    record = read("by_hand.ris").records[0]
    assert (record.year, record.date) == (None, "")
    assert ("ris:PY", "in press") in record.other
    assert read("crossref.json").records[1].year is None


def test_what_was_written_is_kept_beside_the_normal_form() -> None:
    record = read("ovid_psycinfo.ris").records[0]
    assert record.doi == "10.5555/s0033-2909(21)00055-5"
    assert record.written == (("ris:DO", "https://dx.doi.org/10.5555/S0033-2909(21)00055-5"),)


def test_a_record_prints_in_a_line() -> None:
    assert repr(read("embase.ris").records[0]) == (
        "<Record Yankov, Z. et al. (2024): Depot buprenorphine in primary care>"
    )


@pytest.mark.parametrize(
    ("lines", "pmid", "date"),
    [
        ("DB  - Ovid MEDLINE(R) ALL <1946 to date>\nAN  - 20091539", "20091539", ""),  # its accession number is one
        ("DB  - Ovid MEDLINE(R)\nID  - 20091539", "20091539", ""),
        ("DB  - psyh\nN1  - Accession Number: 2010-1-001. PMID: 20455600 Partial author list", "20455600", ""),
        ("N1  - Accession Number: 1. PMID: 20455600. Comment on PMID: 20455601", "", ""),  # which is not told
        ("N1  - Comment on: Lancet 2010. PMID: 20455601", "", ""),  # somebody's note, of another document
        ("PY  - 2015\nDA  - 20150304", "", "2015-03-04"),  # Rayyan
        ("PY  - 2015\nDA  - 20151304", "", "20151304"),  # no such month
    ],
)
def test_what_programs_put_in_other_places(lines: str, pmid: str, date: str) -> None:
    (record,) = read_ris("a.ris", f"TY  - JOUR\nTI  - Title\n{lines}\nER  - \n".encode()).records
    assert (record.pmid, record.date) == (pmid, date)


def test_names_whose_parts_are_named() -> None:
    author = "Smith, J. and family=Berg, given={Anna B.}, prefix=van der, useprefix=true and family=Roe, suffix=Jr"
    (record,) = read_bibtex("a.bib", f"@article{{a, title = {{T}}, author = {{{author}}}}}".encode()).records
    assert record.authors == (
        Author(family="Smith", given="J."),
        Author(family="van der Berg", given="Anna B."),
        Author(family="Roe", suffix="Jr"),
    )


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("eissn = {{1555-7162}}", "ids", (("issn", "1555-7162"),)),
        ("unique-id = {{WOS:000331690000022}}", "ids", (("wos", "WOS:000331690000022"),)),
        ("keywords = {a; b}, author_keywords = {b;  c}", "keywords", ("a", "b", "c")),
        ("keywords-plus = {{DOUBLE-BLIND; TRIAL}}", "keywords", ("DOUBLE-BLIND", "TRIAL")),
        ("school = {Universit{\\'e} de Paris}", "publisher", "Université de Paris"),
    ],
)
def test_bibtex_fields_of_some_programs(field: str, name: str, value: object, tmp_path: Path) -> None:
    found = read_bibtex("a.bib", f"@phdthesis{{a, title = {{T}}, {field}}}".encode())
    assert getattr(found.records[0], name) == value
    assert found.records[0].other
    write_records(found.records, tmp_path / "b.bib")
    assert read_records(tmp_path / "b.bib").records == found.records


def test_a_file_larger_than_a_block_is_read_line_by_line_all_the_same():
    text = "".join(f"TY  - JOUR\nTI  - Number {n}\nAB  - {'words ' * 300}\nER  - \n\n" for n in range(200))
    assert len(text) > 4 * BLOCK
    assert list(each_line(text)) == text.split("\n")
    found = records_of("a.ris", text.encode())
    assert [record.title for record in found.records] == [f"Number {n}" for n in range(200)]
    assert [record.place.line for record in found.records[:3]] == [1, 6, 11]


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Savard J.", Author(family="Savard", given="J.")),
        ("van der Berg W.-X.", Author(family="van der Berg", given="W.-X.")),
        ("Li X-Y.Z.", Author(family="Li", given="X-Y.Z.")),
        ("Østergård Å.B.", Author(family="Østergård", given="Å.B.")),
        ("J. Savard", Author(literal="J. Savard")),
        ("SLEEP Study Group", Author(literal="SLEEP Study Group")),
        ("SLEEP Study Gr.", Author(literal="SLEEP Study Gr.")),
        ("Trialists of the U.S.A.", Author(literal="Trialists of the U.S.A.")),
        ("Study Group of Hepatitis B.", Author(literal="Study Group of Hepatitis B.")),
        ("Centers for Disease Control U.S.", Author(literal="Centers for Disease Control U.S.")),
        ("Group 2 A.", Author(literal="Group 2 A.")),
        ("Phase II.", Author(literal="Phase II.")),
    ],
)
def test_initials_with_stops_at_a_names_end_are_a_persons(name: str, author: Author) -> None:
    (record,) = records_of("a.ris", f"TY  - JOUR\nTI  - t\nA1  - {name}\nER  - \n".encode()).records
    assert record.authors == (author,)
    assert f"- {name}\n" in encode_records([record], ".ris").decode()


WOS = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI t\n{}\nER\n\nEF"
ONE = "TY  - JOUR\n{}\nER  - \n"
AFTER = "(Retracted article. See vol. 12, pg. 3, 2016)"


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        (WOS.format("DT Article; Retracted Publication"), (("retracted", "Retracted Publication"),)),
        (WOS.format("DT Article"), ()),
        (ONE.format("TI  - RETRACTED: Melatonin for sleep"), (("retracted", "RETRACTED:"),)),
        (ONE.format("TI  - Retracted article: Melatonin"), (("retracted", "Retracted article:"),)),
        (ONE.format("TI  - Retracted consent and its reasons"), ()),
        (ONE.format("TI  - t\nN1  - Retraction in: Sleep. 2019;42(3)"), (("retraction in", "Sleep. 2019;42(3)"),)),
        (ONE.format(f"TI  - Naps {AFTER}"), (("retracted", AFTER),)),
        (ONE.format("TI  - Naps (retracted articles)"), ()),
        (ONE.format("TI  - Retraction Note: Naps"), (("retraction of", "Retraction Note: Naps"),)),
        (ONE.format("TI  - Retraction notice to: t"), (("retraction of", "Retraction notice to: t"),)),
    ],
)
def test_retractions_that_a_title_a_note_or_a_type_tells(text: str, notices: Pairs) -> None:
    (record,) = records_of("a.txt", text.encode()).records
    assert record.notices == notices
    assert record.retracted is any(kind != "retraction of" for kind, _ in notices)
    assert records_of("a.ris", encode_records([record], ".ris")).records == (record,)


def test_early_access_has_its_year() -> None:
    (record,) = records_of("a.txt", WOS.format("EA DEC 2021").encode()).records
    assert (record.year, record.date) == (2021, "2021-12")
