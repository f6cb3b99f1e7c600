"""XML from anyone: entities, depth, size, encodings, breakage; each told by its line, none a danger."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from lxml import etree

from effectbank.formats.safe_xml import XmlCaps, parse_xml
from effectbank.problems import NotInstalled


def read(raw: bytes, **caps: int) -> tuple[str | None, list[str]]:
    """The tree as text, and the Problems as 'code:line'."""
    root, problems = parse_xml("a.xml", raw, caps=XmlCaps(**caps))
    told = [f"{problem.code}:{problem.place.line}" for problem in problems]
    return (None if root is None else etree.tostring(root, encoding="unicode")), told


LAUGHS = b'<!DOCTYPE a [<!ENTITY l0 "lol">' + b"".join(
    b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 12)
)


def test_a_plain_document_is_read_without_a_word() -> None:
    assert read(b"<a>\n<b>1 &amp; 2</b></a>") == ("<a>\n<b>1 &amp; 2</b></a>", [])


def test_an_external_document_type_is_passed_over_unfetched() -> None:
    doctype = b'<?xml version="1.0" ?>\n<!DOCTYPE Set PUBLIC "-//X//DTD//EN" "https://example.org/x.dtd">\n<Set/>'
    assert read(doctype) == ("<Set/>", [])


def test_laughing_entities_stay_as_written() -> None:
    text, told = read(LAUGHS + b']><a y="&l11;">\n&l11;</a>')
    assert text == '<a y="&amp;l11;">\n&amp;l11;</a>'
    assert told == ["xml-entities:1", "xml-mended:1"]


def test_a_file_is_not_fetched_through_an_entity(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    raw = f'<!DOCTYPE a [\n<!ENTITY x SYSTEM "{secret.as_uri()}">\n]>\n<a>&x;</a>'.encode()
    assert read(raw) == ("<a>&amp;x;</a>", ["xml-entities:1", "xml-mended:4"])


def test_a_document_type_without_end() -> None:
    assert read(b"<!DOCTYPE a [" + b"<!--" * 100_000) == (None, ["xml-doctype:1"])


def test_slips_are_kept_as_text_and_told_by_their_first_line() -> None:
    text, told = read(b"<a>x & y\n<b>P < 0.05, 1<n and&nbsp;so on</b><![CDATA[x & y < z]]></a>")
    assert "P &lt; 0.05, 1&lt;n and&amp;nbsp;so on" in str(text)
    assert "x &amp; y &lt; z</a>" in str(text)
    assert told == ["xml-mended:1"]


def test_a_control_character_is_marked() -> None:
    assert read(b"<a>\n<b>x\x0by</b></a>") == ("<a>\n<b>x\ufffdy</b></a>", ["xml-mended:2"])


def test_what_breaks_off_is_read_up_to_there() -> None:
    assert read(b"<a>\n<b>1</b>\n<b>2") == ("<a>\n<b>1</b>\n<b>2</b></a>", ["xml-ends-early:3"])


def test_tags_that_do_not_match() -> None:
    text, told = read(b"<a>\n<b>1</c></b></a>")
    assert (text, told[0]) == ("<a>\n<b>1</b></a>", "xml-syntax:2")


@pytest.mark.parametrize("raw", [b"", b"  \n", b"hello", b'{"a": 1}', bytes(range(256)), b"PK\x03\x04" * 50])
def test_what_holds_no_xml_says_so(raw: bytes) -> None:
    text, told = read(raw)
    assert text is None
    assert told[-1] == "no-xml:None"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("<a>\n<b>café</b></a>".encode(), []),
        ("\ufeff<a>\n<b>café</b></a>".encode(), ["byte-order-mark:1"]),
        ("<?xml version='1.0' encoding='UTF-16'?><a>\n<b>café</b></a>".encode("utf-16"), ["utf-16:1"]),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>\n<b>café</b></a>".encode("latin-1"), []),
        ("<?xml version='1.0' encoding='windows-1252'?><a>\n<b>café</b></a>".encode("cp1252"), []),
        ("<a>\n<b>café</b></a>".encode("latin-1"), ["legacy-encoding:2"]),
        ("<?xml version='1.0' encoding='UTF-8'?><a>\n<b>café</b></a>".encode("latin-1"),
         ["not-as-declared:1", "legacy-encoding:2"]),
        ("<?xml version='1.0' encoding='rot13'?><a>\n<b>café</b></a>".encode(), ["unknown-encoding:1"]),
        (b"<?xml version='1.0' encoding='UTF-8\0'?><a>\n<b>caf\xc3\xa9</b></a>",
         ["not-as-declared:1", "nul-bytes:1"]),
        ("<?xml version='1.0' encoding='windows-99'?><a>\n<b>café</b></a>".encode(), ["not-as-declared:1"]),
    ],
)  # fmt: skip
def test_encodings_are_taken_or_told(raw: bytes, told: list[str]) -> None:
    assert read(raw) == ("<a>\n<b>café</b></a>", told)


def test_a_file_of_two_encodings_is_read_line_by_line() -> None:
    raw = "<a>\n<b>café</b>\n".encode() + "<b>naïve</b></a>".encode("latin-1")
    root, (problem,) = parse_xml("a.xml", raw)
    assert [element.text for element in root] == ["café", "naïve"]
    assert "1 line not in UTF-8, read as Windows-1252, and 1 others as UTF-8" in str(problem)


def test_the_line_of_an_element_far_down() -> None:
    root, problems = parse_xml("a.xml", b"<a>\n" + b"<b>x</b>\n" * 100_000 + b"</a>")
    assert (root[-1].sourceline, problems) == (100_001, [])


def test_problems_of_a_part_are_told_by_the_lines_of_the_whole() -> None:
    _, (problem,) = parse_xml("a.xml", b"<a>\n<b>&x;</b></a>", first_line=100)
    assert problem.place.line == 101


@pytest.mark.parametrize(
    ("raw", "caps", "told"),
    [
        (b"<a>" + b"x" * 100 + b"</a>", {"size": 100}, "too-large:None"),
        (b"<a>\n" + b"x" * 100 + b"</a>", {"text": 100}, "xml-over-cap:1"),
        (b"<a>\n<b c='" + b"x" * 100 + b"'/></a>", {"text": 100}, "xml-over-cap:2"),
        (b"<a>" + b"<b/>" * 300 + b"</a>", {"elements": 100}, "xml-over-cap:None"),
        (b"<a>\n" * 11 + b"</a>\n" * 11, {"depth": 10}, "xml-over-cap:11"),
    ],
)
def test_what_is_over_a_cap_is_not_read(raw: bytes, caps: dict[str, int], told: str) -> None:
    assert read(raw, **caps) == (None, [told])
    assert read(raw)[1] == []


BOMBS = {
    "a million deep": b"<a>" * 1_000_000,
    "a million deep, with closing tags": b"<a>\n" * 1_000_000 + b"</a>\n" * 1_000_000,
    "a long attribute": b"<a x='" + b"y" * 60_000_000 + b"'/>",
    "a long text": b"<a>" + b"y" * 60_000_000 + b"</a>",
    "a long name": b"<a><" + b"y" * 60_000_000 + b"/></a>",
    "many elements": b"<a>" + b"<b/>" * 10_000_000 + b"</a>",
    "many attributes": b"<a " + b" ".join(b"y%d=''" % i for i in range(100_000)) + b"/>",
    "many unclosed tags": b"<a>" + b"<y" * 4_000_000 + b"</a>",
    "a long verbatim text of tags": b"<a><![CDATA[" + b"<y" * 10_000_000 + b"]]></a>",
    "verbatim texts without end": b"<a>" + b"<![CDATA[" * 1_000_000,
    "comments without end": b"<a>" + b"<!--" * 5_000_000,
    "ampersands": b"<a>" + b"&" * 10_000_000,
    "bad references": b"<a>" + b"&#0;" * 1_000_000,
    "bad closing tags": b"<a>" + b"</y>" * 1_000_000,
    "bad attributes": b"<a>" + b"<y x=>" * 1_000_000,
    "laughs": LAUGHS + b"]><a>" + b"&l11;" * 1_000_000 + b"</a>",
    "a document type of quotes": b"<!DOCTYPE a [" + b"'\"" * 5_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_goes_off(name: str) -> None:
    """Each is answered in seconds; most take a fraction of one."""
    start = time.process_time()
    _, problems = parse_xml("a.xml", BOMBS[name])
    assert problems or name == "many attributes"
    assert time.process_time() - start < 15


def test_the_bombs_need_little_memory() -> None:
    """In a process that may not grow over 1 GB: the bytes of the bombs are themselves a part of it."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from effectbank.formats.safe_xml import parse_xml\n"
        "for raw in (b'<a x=\"' + b'y' * 60_000_000, b'<a>' * 3_000_000, b'<a>' + b'<b/>' * 990_000 + b'</a>'):\n"
        "    print(len(parse_xml('a.xml', raw)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.returncode) == (["1", "2", "0"], 0), done.stderr


def test_without_lxml_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(NotInstalled, match=r"pip install 'effectbank\[formats\]'"):
        parse_xml("a.xml", b"<a/>")
