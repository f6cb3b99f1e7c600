"""The forest plot as text, for a terminal or a plain e-mail. No matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from effectbank.plots.axis import Axis
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.scale import Scale, tick_label
from effectbank.words import Interval

GAP = "  "
WIDEST, NARROWEST = 41, 21  # characters of the drawing
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


def forest_text(forest: Forest, *, ascii_only: bool = False, within: int | None = None) -> str:
    """Rows and columns as aligned text; the drawing is narrowed to bring the whole `within` so many characters."""
    table = _table_of(forest, ASCII if ascii_only else UNICODE, within)
    body, notes = forest.body_and_notes
    head = table.head()
    rule = table.glyphs.rule * max(map(len, head))
    lines = [*head, rule]
    for row in body:
        lines += [rule] * (row.kind is RowKind.TOTAL)
        lines.append(table.row(row))
    lines += [(" " * table.before + below).rstrip() for below in _scale(forest.axis, table.glyphs, table.width)]
    return "\n".join([*lines, *(note.label for note in notes)]) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The columns on either side of the drawing with their widths, in characters."""

    left: dict[ForestColumn, int]
    right: dict[ForestColumn, int]
    width: int  # of the drawing
    glyphs: Glyphs
    scale: Scale
    mean_weight: float

    @property
    def before(self) -> int:
        """Where the drawing begins."""
        return sum(width + len(GAP) for width in self.left.values())

    def head(self) -> list[str]:
        """The titles; those of several lines stand on the rule, not under the ceiling."""
        columns = [*self.left, *self.right]
        levels = max(len(column.title.split("\n")) for column in columns)
        titles = {column: column.title.split("\n") for column in columns}
        padded = {column: [""] * (levels - len(lines)) + lines for column, lines in titles.items()}
        return [
            self._line({column: lines[level] for column, lines in padded.items()}, " " * self.width)
            for level in range(levels)
        ]

    def row(self, row: ForestRow) -> str:
        """One row: its cells around its marks; a note is words alone."""
        if row.kind is RowKind.NOTE:
            return row.label
        cells = {column: _text(row, column) for column in (*self.left, *self.right)}
        return self._line(cells, _drawing(row, self.scale, self.glyphs, self.width, self.mean_weight))

    def _line(self, cells: dict[ForestColumn, str], drawing: str) -> str:
        sides = [[_set(cells[c], c, width) for c, width in side.items()] for side in (self.left, self.right)]
        return GAP.join([*sides[0], drawing, *sides[1]]).rstrip()


def _table_of(forest: Forest, glyphs: Glyphs, within: int | None) -> _Table:
    stub = ForestColumn(name="", title=forest.stub, align="left")
    columns = {column: _width(forest, column) for column in (stub, *forest.columns)}
    taken = sum(width + len(GAP) for width in columns.values())
    weights = [row.weight for row in forest.rows if row.kind is RowKind.STUDY and row.weight is not None]
    return _Table(
        left={column: width for column, width in columns.items() if column.side == "left"},
        right={column: width for column, width in columns.items() if column.side == "right"},
        width=WIDEST if within is None else min(max(within - taken, NARROWEST), WIDEST),
        glyphs=glyphs,
        scale=forest.axis.scale,
        mean_weight=sum(weights) / len(weights) if weights else 0.0,
    )


def _width(forest: Forest, column: ForestColumn) -> int:
    texts = [_text(row, column) for row in forest.rows if row.kind is not RowKind.NOTE]
    return max(len(text) for text in (*column.title.split("\n"), *texts))


def _text(row: ForestRow, column: ForestColumn) -> str:
    return row.cells.get(column.name, "") if column.name else row.label


def _set(text: str, column: ForestColumn, width: int) -> str:
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
