"""The forest plot as text, for a terminal or a plain e-mail. No matplotlib."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.plots.axis import Axis, tick_label
from effectbank.plots.forest import Forest, ForestColumn, ForestRow, RowKind
from effectbank.words import Interval

GAP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The marks a row is drawn with; squares from the lightest study to the heaviest."""

    squares: tuple[str, ...]
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
    squares=("▪", "■"), line="─", left_arrow="◂", right_arrow="▸", left_tip="◀", right_tip="▶", body="━",
    centre="◆", bar="═", null="┊", rule="─", tick="┴",
)  # fmt: skip
ASCII = Glyphs(
    squares=("+", "#"), line="-", left_arrow="<", right_arrow=">", left_tip="<", right_tip=">", body="=",
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
    for row in body:
        if row.kind is RowKind.TOTAL:
            lines.append(rule)
        note = row.kind is RowKind.NOTE
        lines.append(row.label if note else line(row, _drawing(row, forest.axis, glyphs, width)))
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


def _slot(axis: Axis, value: float, width: int) -> int:
    """The character a value falls in; -1 and `width` stand for beyond the left and the right end."""
    position = axis.position(value)
    if position < 0:
        return -1
    return width if position > 1 else round(position * (width - 1))


def _drawing(row: ForestRow, axis: Axis, glyphs: Glyphs, width: int) -> str:
    canvas = [" "] * width
    if axis.null is not None and row.kind is not RowKind.HEADING:
        canvas[_slot(axis, axis.null, width)] = glyphs.null
    if row.interval is not None:
        _span(canvas, row, axis, glyphs)
    return "".join(canvas)


def _span(canvas: list[str], row: ForestRow, axis: Axis, glyphs: Glyphs) -> None:
    width = len(canvas)
    interval = row.interval or Interval(0, 0)
    low, high = (_slot(axis, end, width) for end in interval)
    study, bar = row.kind is RowKind.STUDY, row.kind is RowKind.PREDICTION
    stroke = glyphs.line if study else glyphs.bar if bar else glyphs.body
    for slot in range(max(low, 0), min(high, width - 1) + 1):
        canvas[slot] = stroke
    if not study and not bar:
        canvas[max(low, 0)], canvas[min(high, width - 1)] = glyphs.left_tip, glyphs.right_tip
    if low < 0:
        canvas[0] = glyphs.left_arrow
    if high >= width:
        canvas[-1] = glyphs.right_arrow
    if row.estimate is not None and not bar:
        canvas[min(max(_slot(axis, row.estimate, width), 0), width - 1)] = _centre(row, glyphs)


def _centre(row: ForestRow, glyphs: Glyphs) -> str:
    if row.kind is not RowKind.STUDY:
        return glyphs.centre
    return glyphs.squares[-1 if (row.weight or 0.0) >= 10 else 0]


def _scale(axis: Axis, glyphs: Glyphs, width: int) -> list[str]:
    """The axis: a ruled line with its ticks, their numbers, and what lies on either side."""
    ruler, numbers = [glyphs.rule] * width, [" "] * (width + 6)
    free = 0
    for tick in axis.ticks:
        slot, label = _slot(axis, tick, width), tick_label(tick)
        start = max(slot - len(label) // 2, 0)
        ruler[slot] = glyphs.tick
        if start >= free:
            numbers[start : start + len(label)] = label
            free = start + len(label) + 1
    lines = ["".join(ruler), "".join(numbers).rstrip()]
    if any(axis.favours):
        left, right = f"{glyphs.left_arrow} {axis.favours[0]}", f"{axis.favours[1]} {glyphs.right_arrow}"
        lines.append(left.ljust(width - len(right)) + right)
    return lines
