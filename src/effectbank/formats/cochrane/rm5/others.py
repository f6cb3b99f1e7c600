"""OTHER_OUTCOME: a table of texts by study, whatever RevMan's writers put in its columns."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.formats.cochrane.rm5.known import Known
from effectbank.formats.cochrane.rm5.prose import BLOCKS, Prose
from effectbank.formats.cochrane.rm5.tables import Cell, Row, written
from effectbank.formats.cochrane.rm5.tree import Element, Telling, children, name_of

NOT_TEXT = frozenset({"STUDY_ID", "ORDER", "MODIFIED", "MODIFIED_BY", "ESTIMABLE", "WEIGHT", "ID", "NO"})

Cells = dict[str, str]  # by column


def table_of(outcome: Element, known: Known, prose: Prose, telling: Telling) -> str:
    """The outcome's rows as a Markdown table with a column a heading; "" without rows."""
    found = list(_rows(outcome, known, prose, telling))
    columns = list(dict.fromkeys(column for _, _, cells in found for column in cells))
    headings = {column: _heading(outcome, column, prose) for column in columns}
    grouped = any(group for group, _, _ in found)
    head = [*(["Subgroup"] if grouped else []), "Study", *(headings[column] for column in columns)]
    rows: list[Row] = [[Cell(text, heads=True) for text in head]]
    for group, study, cells in found:
        texts = [*([group] if grouped else []), study, *(cells.get(column, "") for column in columns)]
        rows.append([Cell(text) for text in texts])
    return written(rows) if found else ""


def _rows(outcome: Element, known: Known, prose: Prose, telling: Telling) -> Iterator[tuple[str, str, Cells]]:
    for holder in (outcome, *outcome.iterchildren("OTHER_SUBGROUP")):
        for element in holder.iterchildren("OTHER_DATA"):
            key = known.study(element, "a row", telling)
            if key is not None:
                group = "" if holder is outcome else prose.inline.words(name_of(holder))
                yield group, prose.inline.words(known.studies[key].name), _cells(element, prose)


def _cells(element: Element, prose: Prose) -> Cells:
    """What a row says: its attributes and its children by name; loose text and paragraphs under none."""
    cells = {key: prose.inline.words(value) for key, value in element.attrib.items() if key not in NOT_TEXT}
    for part in children(element):
        if part.tag not in BLOCKS:
            cells[part.tag] = " ".join(filter(None, (cells.get(part.tag, ""), prose.line(part))))
    loose = prose.line(element, frozenset(part.tag for part in children(element) if part.tag not in BLOCKS))
    return {column: text for column, text in ({"": loose} | cells).items() if text}


def _heading(outcome: Element, column: str, prose: Prose) -> str:
    """A column's heading: what the outcome says of it, else its name in words."""
    said = outcome.find(f"{column}_LABEL") if column else None
    return prose.line(said) or column.replace("_", " ").capitalize() or "Result"
