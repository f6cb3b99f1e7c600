"""Files of other programs: reading alone, of the size that real ones have, by the processor's time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.packages.library import make
from benchmarks.timing import Row, cpu_of
from effectbank.formats.data_package import read_source as read_package
from effectbank.formats.rm5 import read_source

SAMPLE = Path(__file__).parent.parent / "tests" / "formats" / "data" / "cd007868-fluoride-toothpaste.rm5"
PACKAGES = 40
A_ROW = 0.045  # milliseconds: the 86,000 rows of 500 packages in four seconds of one processor
WORDS = (
    "The <B>toothpastes</B> were compared (<LINK REF='STD-Fan-2008' TYPE='STUDY'>Fan 2008</LINK>); RR 0.47 (95% CI "
    "0.26 to 0.84), I<SUP>2</SUP> = 40%. See <A HREF='https://example.org/a'>the register</A>, <I>more</I>.<BR/>"
)


def rows() -> Iterator[Row]:
    """Every row, measured as it is asked for."""
    large = rm5(400_000)
    yield Row(f"an .rm5 of {len(large) // 1000} kB", cpu_of(lambda: read_source(large)), promised=300)
    with TemporaryDirectory() as folder:
        made = make(Path(folder), packages=PACKAGES, analyses=35 * PACKAGES)
        number = sum(one.rows for one in made)
        spent = cpu_of(lambda: [read_package(one.path, whole=False) for one in made], times=3)
        yield Row(
            f"{PACKAGES} data packages of {number:,} rows, without references", spent, promised=A_ROW * number
        )


def rm5(size: int) -> bytes:
    """The sample with so much more text, references and risk of bias that it is about so large."""
    whole = SAMPLE.read_text(encoding="utf-8")
    study = (
        "<REFERENCE PRIMARY='YES' TYPE='JOURNAL_ARTICLE'><AU>Fan X, Li Y, et al</AU><TI>Pastes</TI><SO>J Dent</SO>"
    )
    study += "<YR>2008</YR><VL>36</VL><NO>1</NO><PG>1-9</PG><IDENTIFIERS/></REFERENCE>"
    whole = whole.replace("<IDENTIFIERS />", study + "<IDENTIFIERS />")
    judged = (
        "<QUALITY_ITEM_DATA_ENTRY RESULT='YES' STUDY_ID='STD-Fan-2008'><DESCRIPTION><P>A coin.</P></DESCRIPTION>"
    )
    items = f"<QUALITY_ITEM><NAME>Blinding</NAME><QUALITY_ITEM_DATA>{(judged + '</QUALITY_ITEM_DATA_ENTRY>') * 300}"
    whole = whole.replace(
        "<QUALITY_ITEMS />", f"<QUALITY_ITEMS>{items}</QUALITY_ITEM_DATA></QUALITY_ITEM></QUALITY_ITEMS>"
    )
    paragraph = f"<P>{WORDS * 3}</P>\n"
    more = paragraph * max((size - len(whole)) // len(paragraph), 0)
    return whole.replace("<DISCUSSION>", f"<DISCUSSION>{more}", 1).encode()
