"""QUALITY_ITEMS: risk-of-bias judgements, of whole studies or of groups of outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.known import Known
from effectbank.formats.cochrane.rm5.prose import Prose
from effectbank.formats.cochrane.rm5.tree import Element, Telling, name_of, unread
from effectbank.formats.cochrane.source import SourceJudgement

JUDGEMENTS = {
    "YES": "low", "UNKNOWN": "unclear", "UNCLEAR": "unclear", "NO": "high", "LOW": "low", "HIGH": "high",
}  # fmt: skip
PARTS = frozenset({"NAME", "DESCRIPTION", "QUALITY_ITEM_DATA_ENTRY_GROUP", "QUALITY_ITEM_DATA"})
TOOL, TOOL_OF_TESTS = "RoB 1", "QUADAS"


def judgements_of(root: Element, known: Known, prose: Prose, telling: Telling) -> tuple[SourceJudgement, ...]:
    """Every judgement, item by item; RevMan's YES means a low risk."""
    part = root.find("QUALITY_ITEMS")
    if part is None:
        return ()
    unread(part, frozenset({"QUALITY_ITEM"}), telling)
    tool = TOOL_OF_TESTS if root.get("TYPE") == "DIAGNOSTIC" else TOOL
    items = part.iterchildren("QUALITY_ITEM")
    return tuple(judgement for item in items for judgement in _of_item(item, tool, known, prose, telling))


def _of_item(item: Element, tool: str, known: Known, prose: Prose, telling: Telling) -> Iterator[SourceJudgement]:
    unread(item, PARTS, telling)
    groups = {group.get("ID"): name_of(group) for group in item.iterchildren("QUALITY_ITEM_DATA_ENTRY_GROUP")}
    for element in item.iterfind("QUALITY_ITEM_DATA/QUALITY_ITEM_DATA_ENTRY"):
        judgement = JUDGEMENTS.get((element.get("RESULT") or "").strip().upper())
        if judgement is None:
            telling.tell(faults.unjudged(telling.at(element, "RESULT"), element.get("RESULT") or ""))
            continue
        study = known.study(element, "a judgement", telling)
        if study is None:
            continue
        yield SourceJudgement(
            tool=tool,
            study=study,
            domain=prose.plain(name_of(item)) or (item.get("ID") or "unnamed item"),
            judgement=judgement,
            support=prose.blocks(element.find("DESCRIPTION")),
            outcome=prose.plain(groups.get(element.get("GROUP_ID"), "")),
            place=telling.at(element),
        )
