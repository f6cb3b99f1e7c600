"""Any bytes and any torn document: read or told, never a fault of the reader's own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from effectbank.formats.safe_xml import parse_xml

PIECES = st.sampled_from(
    ["<a>", "</a>", "<b c='1'>", "</b>", "<b/>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&x;", "&", "<", ">",
     "<!DOCTYPE a [", "]>", "<!ENTITY x 'y'>", "<?xml version='1.0' encoding='", "utf-8", "latin-1", "'?>", "\n",
     "é", "\x00", "\ufffe", "\U0001f600", "'", '"', "<p:q r:s=''/>", " ", "&#0;", "&#x41;"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-16-le"]))
@settings(max_examples=300, deadline=None)
def test_torn_documents(text: str, encoding: str) -> None:
    survives(text.encode(encoding, "replace"))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    survives(raw)
    survives(b"<a>" + raw + b"</a>")


def survives(raw: bytes) -> None:
    """Without a root there is a Problem, and every Problem has its words."""
    root, problems = parse_xml("a.xml", raw)
    assert root is not None or problems
    for problem in problems:
        assert str(problem).startswith("a.xml")
