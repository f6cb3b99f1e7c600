"""RevMan's markup as Markdown: what a reader of the page sees is what RevMan showed."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it.token import Token

from effectbank.formats.cochrane.rm5.personal import Personal
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.tree import Telling
from effectbank.review.text.markdown import tokens_of


def prose() -> Prose:
    return Prose(Personal(), Telling("t.rm5"))


def blocks(xml: str, writer: Prose | None = None) -> str:
    return (writer or prose()).blocks(etree.fromstring(f"<X>{xml}</X>"))


@pytest.mark.parametrize(
    ("xml", "markdown"),
    [
        ("<P>Plain words.</P>", "Plain words."),
        ("<P/><P> </P><P><BR/></P>", ""),
        ("<P>One.</P>\n<P>Two.</P>", "One.\n\nTwo."),
        ("loose words<P>in a paragraph</P>after", "loose words\n\nin a paragraph\n\nafter"),
        ("<P><B>Aim: </B>to know</P>", "**Aim:** to know"),
        ("<P><B>Aim:</B>to know</P>", "**Aim**:to know"),
        ("<P>see<B>(here)</B>now</P>", "see(here)now"),
        ("<P><B>Methods</B><BR/>We looked.<BR/></P>", "**Methods**\\\nWe looked."),
        ("<P>a <I>Streptococcus</I>-positive <B><I>swab</I></B></P>", "a *Streptococcus*-positive ***swab***"),
        ("<P><B>one</B><B> two</B></P>", "**one two**"),
        ("<P><I>The Library</I>,<I> </I>\n<B/> 2011</P>", "*The Library*, 2011"),
        ("<P>I<SUP>2</SUP> of H<SUB>2</SUB>O, 10<SUP>-3</SUP>, the 5<SUP>th</SUP></P>", "I² of H₂O, 10⁻³, the 5th"),
        ("<P>low<SUP>1,2</SUP> x<SUP>Q</SUP> y<SUB>log odds</SUB></P>", "low¹,² x^Q y\\_(log odds)"),
        ("<P>a * b_c _d_ [e] `f` \\ 1 &lt; 2 &lt;b&gt; &amp;amp;</P>",
         "a \\* b_c \\_d\\_ \\[e\\] \\`f\\` \\\\ 1 < 2 \\<b> \\&amp;"),
        ("<P># 1 explode Hats/<BR/># 2 hat$.mp.<BR/>1. or</P>", "\\# 1 explode Hats/\\\n\\# 2 hat$.mp.\\\n1\\. or"),
        ("<P>- not a list</P><P>+ nor</P><P>&gt; nor</P><P>::: nor</P><P>{.nor}</P><P>===</P><P>2) nor</P>",
         "\\- not a list\n\n\\+ nor\n\n\\> nor\n\n\\::: nor\n\n\\{.nor}\n\n\\===\n\n2\\) nor"),
        ('<P>(<LINK REF="STD-Hat-1999" TYPE="STUDY">Hat 1999</LINK>; <LINK REF="CMP-001.02" TYPE="ANALYSIS">'
         "Analysis 1.2</LINK>)</P>", "(Hat 1999; Analysis 1.2)"),
        ('<P>by <LINK REF="STD-O_x0027_Hat-1999" TYPE="STUDY"/></P>', "by O'Hat 1999"),
        ('<P><A HREF="http://x.org/a(b) c">the site</A></P>', "[the site](http://x.org/a%28b%29c)"),
        ('<P><A HREF="https://x.org"/> <A HREF="javascript:alert(1)">odd</A></P>',
         "[https://x.org](https://x.org) odd"),
        ("<UL><LI><P>one</P></LI><LI>two <B>bold</B></LI><LI/></UL>", "- one\n- two **bold**"),
        ("<OL><LI>one<UL><LI>inner</LI></UL></LI><LI>two</LI></OL>", "1. one\n   - inner\n2. two"),
        ("<UL><LI><P>one</P><P>more</P></LI><LI>two</LI></UL>", "- one\n\n  more\n\n- two"),
        ('<SUBSECTION><HEADING LEVEL="3">Primary <I>outcomes</I></HEADING><P>a</P><SUBSECTION>'
         '<HEADING LEVEL="4">Rain</HEADING><P>b</P></SUBSECTION></SUBSECTION>',
         "#### Primary *outcomes*\n\na\n\n##### Rain\n\nb"),
        ('<SUBSECTION><HEADING LEVEL="99">Odd</HEADING></SUBSECTION>', "### Odd"),
        ("<P>kept <DEL>deleted</DEL><INS>inserted</INS></P>", "kept inserted"),
    ],
)  # fmt: skip
def test_markup(xml: str, markdown: str) -> None:
    assert blocks(xml) == markdown


def test_unknown_markup_is_told_once_and_its_words_kept() -> None:
    writer = prose()
    assert blocks("<P>a <BLINK>b</BLINK> <BLINK>c</BLINK></P>", writer) == "a b c"
    (problem,) = writer.inline.telling.ended()
    assert (problem.code, problem.place.line) == ("rm5-markup", 1)
    assert "'BLINK' is not known as markup" in problem.message


def test_personal_data_in_running_text() -> None:
    writer = prose()
    told = blocks(
        "<P>Write to j.m.hat.20@bham.ac.uk or J.M.Hat.20@bham.ac.uk, Tel: +44 (0)121 414 3344, "
        'fax 0121 414 3355; or <A HREF="mailto:b@x.org">Bea</A>. Two@once, 3 @ 4, +61 7 5595 4482. '
        "In 2011-2012 +1 (12 of 3456789).</P>",
        writer,
    )
    assert told == (
        "Write to (e-mail address left out) or (e-mail address left out), Tel: (number left out), "
        "fax (number left out); or Bea. Two@once, 3 @ 4, (telephone number left out). "
        "In 2011-2012 +1 (12 of 3456789)."
    )
    assert writer.personal.counts() == {"e-mail addresses": 2, "fax numbers": 1, "telephone numbers": 2}


# --- tables ------------------------------------------------------------------------------------------------


def test_a_table_of_findings() -> None:
    xml = """<TABLE COLS="4" ROWS="6">
    <TR><TD COLSPAN="4"><P><B>Hats for rain</B></P></TD></TR>
    <TR><TH ROWSPAN="2"><P>Outcomes</P></TH><TH COLSPAN="2"><P>Risks*<BR/>(95% CI)</P></TH>
        <TH ROWSPAN="2"><P>Effect</P></TH></TR>
    <TR><TH><P>No hat</P></TH><TH><P>Hat</P></TH></TR>
    <TR><TD><P>Wet</P></TD><TD><P>100 per 1000</P></TD><TD ROWSPAN="2"><P><B>50 | 60</B></P></TD><TD><P>RR 0.5</P>
        <P>(0.4 to 0.6)</P></TD></TR>
    <TR><TD>Soaked</TD><TD/><TD>RR 0.6</TD></TR>
    <TR><TD COLSPAN="4"><P>*The basis of the <B>assumed risk</B>.</P></TD></TR></TABLE>"""
    assert blocks(xml) == "\n\n".join(
        [
            "**Hats for rain**",
            "| Outcomes | Risks\\* (95% CI), No hat | Risks\\* (95% CI), Hat | Effect |\n"
            "| --- | --- | --- | --- |\n"
            "| Wet | 100 per 1000 | **50 \\| 60** | RR 0.5; (0.4 to 0.6) |\n"
            "| Soaked |  | **50 \\| 60** | RR 0.6 |",
            "\\*The basis of the **assumed risk**.",
        ]
    )


def test_a_table_without_headings_and_ragged() -> None:
    assert blocks("<TABLE><TR><TD>a</TD></TR><TR><TD>b</TD><TD>c</TD></TR></TABLE>") == (
        "|  |  |\n| --- | --- |\n| a |  |\n| b | c |"
    )


def test_spans_like_bombs_are_held_down() -> None:
    cell = '<TD COLSPAN="99999" ROWSPAN="99999">x</TD>'
    told = blocks(f"<TABLE>{'<TR>' + cell + '</TR>' * 1}{'<TR/>' * 5000}</TABLE>")
    assert len(told) < 20_000


# --- whatever is written, the page shows those words -------------------------------------------------------

WORDS = st.text("ab1 .,:*_[]()<>&#+-=|\\`{}!~^$'\"\n@é", max_size=12)
INLINE = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")),
    lambda inner: st.builds(
        lambda name, a, b: f"{a}<{name}>{b}</{name}>", st.sampled_from(["B", "I", "U", "LINK"]), inner, inner
    ),
    max_leaves=6,
)


def shown(tokens: list[Token]) -> str:
    """The words that a reader sees, white space aside."""
    found = ""
    for token in tokens:
        if token.type == "inline":
            found += shown(token.children or [])
        elif token.type in ("text", "code_inline", "code_block", "fence"):
            found += token.content
    return "".join(found.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(INLINE, min_size=1, max_size=3))
@example(["&lt;<I>a</I><B>1:></B>"])  # marks within a word are left out: an address would be made of three pieces
@example(["&amp;<I>amp</I>;"])
@example(["&amp;a<I>mp;</I>"])
def test_markdown_shows_the_words_of_the_xml(paragraphs: list[str]) -> None:
    xml = "".join(f"<P>{paragraph}</P>" for paragraph in paragraphs)
    tokens = list(tokens_of(blocks(xml)))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    wanted = "".join("".join(etree.fromstring(f"<X>{xml}</X>").itertext()).split()).replace("](=", "](=")
    assert shown(tokens) == wanted


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(INLINE, min_size=2, max_size=3), min_size=1, max_size=3))
def test_a_table_shows_the_words_of_its_cells(rows: list[list[str]]) -> None:
    xml = "".join(f"<TR>{''.join(f'<TD>{cell}</TD>' for cell in row)}</TR>" for row in rows)
    whole = etree.fromstring(f"<TABLE>{xml}</TABLE>")
    tokens = list(tokens_of(blocks(f"<TABLE>{xml}</TABLE>")))
    assert shown(tokens) == "".join("".join(whole.itertext()).split())
