"""Nothing of a file is lost: every value is in its record, and a record comes back equal from what is written."""

from __future__ import annotations

import json
import re

import pytest
from lxml import etree
from record_files import FILES, FOLDER, RIS, raw_of

from effectbank.formats.records import encode_records, read_records, records_of, write_records
from effectbank.problems import UnknownName
from effectbank.screening.record import FIELDS, Record, fields_from_json

ENDINGS = (".ris", ".bib", ".json")
USUAL = {"T1": "TI", "A1": "AU", "ED": "A2", "N2": "AB", "Y1": "PY", "JF": "T2", "JA": "T2", "JO": "T2"}
TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3})  -[ ]{0,2}(.*)")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", FILES)
def test_written_in_any_format_it_comes_back_equal(name: str, ending: str) -> None:
    records = read_records(FOLDER / name).records
    back = records_of(f"back{ending}", encode_records(records, ending))
    assert back.records == records
    assert back.rejected == 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_twice_is_the_same(ending: str) -> None:
    records = [record for name in FILES for record in read_records(FOLDER / name).records]
    once = encode_records(records, ending)
    assert encode_records(records_of(f"a{ending}", once).records, ending) == once


@pytest.mark.parametrize("name", RIS)
def test_from_ris_to_ris_no_line_is_lost(name: str) -> None:
    """Every line of a record is a line of what is written, under its own tag or the usual one for the same."""
    text = raw_of(name).decode()
    written = encode_records(read_records(FOLDER / name).records, ".ris").decode().split("\n")
    lines = {(tag, value.strip()) for tag, value in map(tagged, written)}
    values = {value for _, value in lines}
    for tag, value in within_records(text):
        if tag in ("PY", "Y1", "SP", "DA"):  # parted, or put together
            assert all(any(part in whole for whole in values) for part in re.findall(r"\d+", value)), (tag, value)
        elif tag in ("TI", "T1"):  # on one line
            assert any(" ".join(value.split()) in whole for whole in values)
        else:
            assert {(tag, value), (USUAL.get(tag, tag), value), ("J2", value)} & lines, (tag, value)


def tagged(line: str) -> tuple[str, str]:
    found = TAGGED.match(line)
    return (found[1], found[2]) if found else ("", line)


def within_records(text: str) -> list[tuple[str, str]]:
    """The tags and values of the lines between TY and ER."""
    found = []
    within = False
    for tag, value in map(tagged, text.split("\n")):
        within = tag != "ER" and (within or tag == "TY")
        if within and tag not in ("", "TY"):
            found.append((tag, value.strip()))
    return found


def everything(record: Record) -> str:
    return json.dumps(record.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize("name", ["pubmed.xml", "endnote.xml"])
def test_every_text_of_the_xml_is_in_its_record(name: str) -> None:
    root = etree.fromstring(raw_of(name))
    elements = root.iter("PubmedArticle", "PubmedBookArticle", "record")
    for element, record in zip(elements, read_records(FOLDER / name).records, strict=True):
        whole = everything(record)
        for text in element.itertext():
            for word in re.split(r"[\s,]+", text):
                shown = json.dumps(word, ensure_ascii=False)[1:-1]
                assert shown in whole or word.lower() in whole or word in ("Feb", "Mar", "[Not", "Available]."), (
                    word
                )


@pytest.mark.parametrize("name", ["openalex.json", "crossref.json", "clinical_trials.json", "zotero.json"])
def test_every_text_of_the_json_is_in_its_record(name: str) -> None:
    given = json.loads(raw_of(name))
    items = given if isinstance(given, list) else (
        given.get("results") or given.get("studies") or given["message"]["items"]
    )  # fmt: skip
    for item, record in zip(items, read_records(FOLDER / name).records, strict=True):
        whole = json.dumps(json.loads(everything(record)), ensure_ascii=True).replace("\\\\", "\\")
        for text in texts(item):
            words = re.findall(r"[\w.:/-]+", re.sub(r"</?[\w:]+>|&amp;", " ", text))
            assert all(word in whole or word.lower() in whole for word in words if word.isascii()), text


def texts(value: object):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from texts(one)
            if key.endswith(":"):
                yield key
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_every_cell_of_the_table_is_in_its_record() -> None:
    import csv

    for name in ("clinical_trials.csv", "clinical_trials_old.csv"):
        rows = list(csv.DictReader(raw_of(name).decode().splitlines(keepends=True)))
        for row, record in zip(rows, read_records(FOLDER / name).records, strict=True):
            whole = everything(record)
            assert all(json.dumps(cell, ensure_ascii=False)[1:-1] in whole for cell in row.values() if cell)


def test_a_changed_field_is_written_changed() -> None:
    """What the source wrote is written again only where it still says the same."""
    from dataclasses import replace

    (record,) = records_of("a.ris", b"TY  - JOUR\nTI  - a\nDO  - https://doi.org/10.1000/ABC\nER  - \n").records
    assert b"DO  - https://doi.org/10.1000/ABC\n" in encode_records([record], ".ris")
    changed = replace(record, doi="10.1000/xyz")
    assert b"DO  - 10.1000/xyz\n" in encode_records([changed], ".ris")
    assert records_of("b.ris", encode_records([changed], ".ris")).records == (changed,)


def test_a_plain_record_is_written_plainly() -> None:
    """What other programs read holds nothing of ours where there is nothing to carry."""
    (record,) = records_of("a.ris", raw_of("mendeley.ris")[:-1].split(b"TY  - BOOK")[0]).records
    assert encode_records([record], ".ris").decode() == (
        "TY  - JOUR\nAU  - Nakagawa, Yui\nAU  - Sörensen, Per\n"
        "TI  - Brief intervention in emergency departments: one year on\nT2  - Emergency Care Quarterly\n"
        "PY  - 2015\nDA  - 2015/06/30/\nVL  - 9\nIS  - 2\nSP  - 88\nEP  - 97\nDO  - 10.5555/ECQ.9.2.88\n"
        "SN  - 1777-0001\nUR  - https://www.example.org/ecq/9/88\n"
        "AB  - Of 402 drinkers, half were allotted to ten minutes of advice.\nKW  - alcohol\n"
        "KW  - brief intervention\nL1  - file:///C:/papers/nakagawa2015.pdf\nER  - \n"
    )


@pytest.mark.parametrize(
    ("ending", "spoil"), [(".ris", b"EB  - {"), (".bib", b"effectbank = {{"), (".json", b'"notices"')]
)
def test_what_we_carried_along_may_be_spoilt(ending: str, spoil: bytes) -> None:
    """It is then kept as text, told, and costs no record."""
    (record,) = records_of("a.nbib", raw_of("pubmed.nbib").split(b"\nPMID- 955")[0]).records
    written = encode_records([record], ending)
    assert spoil in written
    broken = {".ris": b"EB  - !{", ".bib": b"effectbank = {!{", ".json": b'"no such field"'}[ending]
    read = records_of(f"a{ending}", written.replace(spoil, broken))
    assert (read.read, read.rejected) == (1, 0)
    assert [problem.code for problem in read.problems] == ["broken-extension"]
    assert any("notices" in value or "no such" in value for _, value in read.records[0].other)


def test_a_record_as_json_and_back() -> None:
    for name in FILES:
        for record in read_records(FOLDER / name).records:
            given = json.loads(json.dumps(record.to_dict()))
            assert Record(**fields_from_json(given)) == record
            assert set(given) <= set(FIELDS)


def test_the_ending_says_what_is_written(tmp_path) -> None:
    records = read_records(FOLDER / "zotero.ris").records
    for ending in ENDINGS:
        path = write_records(records, tmp_path / f"out{ending.upper()}")
        assert read_records(path).records == records
    with pytest.raises(UnknownName, match=r"did you mean \.ris"):
        write_records(records, tmp_path / "out.rs")


def test_an_item_without_a_key_is_called_by_what_stays_the_same_in_every_list() -> None:
    records = [
        Record(title="a", pmid="30726688", doi="10.5555/a"), Record(title="b", doi="10.5555/b"), Record(title="c"),
        Record(title="d", pmid="30726688"), Record(title="e", key="10.5555/e"), Record(title="f", doi="10.5555/e"),
    ]  # fmt: skip
    raw = encode_records(records, ".json")
    assert [item["id"] for item in json.loads(raw)] == ["30726688", "10.5555/b", "3", "4", "10.5555/e", "6"]
    assert records_of("a.json", raw).records == tuple(records)


def test_a_second_doi_is_kept_and_told() -> None:
    found = records_of("a.ris", b"TY  - JOUR\nTI  - t\nDO  - 10.5555/aaa\nDO  - 10.5555/bbb\nER  - \n")
    (record,) = found.records
    assert (record.doi, record.other) == ("10.5555/aaa", (("ris:DO", "10.5555/bbb"),))
    assert [str(problem) for problem in found.problems] == [
        "a.ris:1: note: 1 record with more than one DOI; the first is taken, the others are kept beside it"
    ]


def test_no_two_items_have_one_id() -> None:
    records = [Record(title="a", key="2"), Record(title="b"), Record(title="c", pmid="4"), Record(title="d")]
    ids = [item["id"] for item in json.loads(encode_records(records, ".json"))]
    assert ids == ["2", "3", "4", "5"]
