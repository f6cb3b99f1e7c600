"""The forest plot as text, for a terminal or a plain e-mail. No matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from effectbank.plots.axis import Axis
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.scale import Scale, tick_label
from effectbank.words import Interval

GAP = "  "
SUMMARIES = (RowKind.SUBTOTAL, RowKind.TOTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The marks a row is drawn with; a study that weighs more than the mean is heavy."""

    light: str
    heavy: str
    line: str
    left_arrow: str
    right_arrow: str
    left_tip: str
    right_tip: str
    body: str
    centre: str
    bar: str
    null: str
    rule: str
    tick: str


UNICODE = Glyphs(
    light="▪", heavy="■", line="─", left_arrow="◂", right_arrow="▸", left_tip="◀", right_tip="▶", body="━",
    centre="◆", bar="═", null="┊", rule="─", tick="┴",
)  # fmt: skip
ASCII = Glyphs(
    light="+", heavy="#", line="-", left_arrow="<", right_arrow=">", left_tip="<", right_tip=">", body="=",
    centre="O", bar="=", null=":", rule="-", tick="+",
)  # fmt: skip


def forest_text(forest: Forest, *, ascii_only: bool = False, width: int = 41) -> str:
    """Rows and columns as aligned text, the drawing `width` characters wide."""
    glyphs = ASCII if ascii_only else UNICODE
    stub = ForestColumn(name="", title=forest.stub, align="left")
    left = [stub, *(column for column in forest.columns if column.side == "left")]
    right = [column for column in forest.columns if column.side == "right"]
    columns = [*left, *right]
    widths = {column.name: _width(forest, column) for column in columns}
    before = sum(widths[column.name] + len(GAP) for column in left)

    def line(row: ForestRow, drawing: str) -> str:
        cells = [[_cell(row, column, widths[column.name]) for column in side] for side in (left, right)]
        return GAP.join([*cells[0], drawing, *cells[1]]).rstrip()

    heads = [_head_row(columns, level) for level in range(_levels(columns))]
    body, notes = forest.body_and_notes
    lines = [line(row, " " * width) for row in heads]
    rule = glyphs.rule * max(map(len, lines))
    lines.append(rule)
    weights = [row.weight for row in body if row.kind is RowKind.STUDY and row.weight is not None]
    mean = sum(weights) / len(weights) if weights else 0.0
    for row in body:
        if row.kind is RowKind.TOTAL:
            lines.append(rule)
        note = row.kind is RowKind.NOTE
        lines.append(row.label if note else line(row, _drawing(row, forest.axis.scale, glyphs, width, mean)))
    lines += [(" " * before + below).rstrip() for below in _scale(forest.axis, glyphs, width)]
    return "\n".join([*lines, *(note.label for note in notes)]) + "\n"


def _levels(columns: list[ForestColumn]) -> int:
    return max(column.title.count("\n") + 1 for column in columns)


def _head_row(columns: list[ForestColumn], level: int) -> ForestRow:
    """One line of the head: titles of several lines stand on the rule, not under the ceiling."""
    levels = _levels(columns)
    texts = {}
    for column in columns:
        lines = column.title.split("\n")
        above = levels - len(lines)
        texts[column.name] = lines[level - above] if level >= above else ""
    return ForestRow(kind=RowKind.HEADING, label=texts.pop(""), cells=texts)


def _width(forest: Forest, column: ForestColumn) -> int:
    texts = [_text(row, column) for row in forest.rows if row.kind is not RowKind.NOTE]
    return max(len(text) for text in (*column.title.split("\n"), *texts))


def _text(row: ForestRow, column: ForestColumn) -> str:
    if column.name:
        return row.cells.get(column.name, "")
    return row.label


def _cell(row: ForestRow, column: ForestColumn, width: int) -> str:
    text = _text(row, column)
    return text.rjust(width) if column.align == "right" else text.ljust(width)


def _slot(scale: Scale, value: float, width: int) -> int:
    """The character a value falls in; beyond an end of the scale, the character at that end."""
    return round(scale.at(value) / 100 * (width - 1))


def _drawing(row: ForestRow, scale: Scale, glyphs: Glyphs, width: int, mean: float) -> str:
    """One row's marks; a study heavier than the mean has the larger square."""
    canvas = [" "] * width
    if row.kind is not RowKind.HEADING and isfinite(scale.null):  # one group has no null value
        canvas[_slot(scale, scale.null, width)] = glyphs.null
    if row.interval is not None:
        _span(canvas, row.kind, row.interval, scale, glyphs)
    if row.estimate is not None and row.kind is not RowKind.PREDICTION:
        square = glyphs.heavy if (row.weight or 0.0) >= mean else glyphs.light
        canvas[_slot(scale, row.estimate, width)] = glyphs.centre if row.kind in SUMMARIES else square
    return "".join(canvas)


def _span(canvas: list[str], kind: RowKind, interval: Interval, scale: Scale, glyphs: Glyphs) -> None:
    low, high = (_slot(scale, end, len(canvas)) for end in interval)
    summary = kind in SUMMARIES
    stroke = glyphs.body if summary else glyphs.bar if kind is RowKind.PREDICTION else glyphs.line
    canvas[low : high + 1] = stroke * (high + 1 - low)
    if summary or not scale.holds(interval.low):
        canvas[low] = glyphs.left_tip if summary else glyphs.left_arrow
    if summary or not scale.holds(interval.high):
        canvas[high] = glyphs.right_tip if summary else glyphs.right_arrow


def _scale(axis: Axis, glyphs: Glyphs, width: int) -> list[str]:
    """The axis: a ruled line with its ticks, their numbers, and what lies on either side."""
    ruler, numbers = [glyphs.rule] * width, [" "] * (width + 6)
    free = 0
    for tick in axis.scale.ticks:
        slot, label = _slot(axis.scale, tick, width), tick_label(tick)
        start = max(slot - len(label) // 2, 0)
        ruler[slot] = glyphs.tick
        if start >= free:
            numbers[start : start + len(label)] = label
            free = start + len(label) + 1
    lines = ["".join(ruler), "".join(numbers).rstrip()]
    if any(axis.favours):
        left, right = f"{glyphs.left_arrow} {axis.favours[0]}", f"{axis.favours[1]} {glyphs.right_arrow}"
        room = width - len(right) - len(left)
        lines += [left + " " * room + right] if room > 1 else [left, right.rjust(width)]
    return lines
