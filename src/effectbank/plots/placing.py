"""Where the labels of points go: beside them, clear of points, lines and each other, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Inches. A label is tried on every side as near as can be, then farther off, where a leader says whose it is.
DISTANCES = (0.035, 0.15, 0.28)
CLEAR = 0.045  # from every other point, so that it isn't taken for that one's
PIECES = 8  # of a leader, to see what it would run over
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in inches."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether they share ground."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Its point nearest to a place."""
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)

    def within(self, other: Box) -> bool:
        """Whether all of it lies in the other."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.bottom >= other.bottom and self.top <= other.top


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its radius, and the size of its label (0 where it has none), in inches."""

    x: float
    y: float
    radius: float
    width: float = 0.0
    height: float = 0.0

    def around(self, room: float = 0.0) -> Box:
        """The square around it."""
        r = self.radius + room
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)

    def label_at(self, side: tuple[int, int], distance: float) -> Box:
        """Its label to that side: right, above, or at a corner."""
        across, up = side
        reach = (self.radius + distance) * (0.75 if across and up else 1.0)  # a circle is nearer at its corners
        x = self.x + across * (reach + self.width / 2)
        y = self.y + up * (reach + self.height / 2)
        return Box(x - self.width / 2, y - self.height / 2, x + self.width / 2, y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Label:
    """Where a label stands, and whether it needs a leader to its point."""

    box: Box
    led: bool


def placed(dots: Sequence[Dot], page: Box, lines: Sequence[Box] = ()) -> list[Label | None]:
    """The label of each dot, in their order: who comes first takes the room. None where none is left.

    `lines`: ground that is better left free.
    """
    taken: list[Box] = []
    found: list[Label | None] = []
    for i, dot in enumerate(dots):
        others = [other.around(CLEAR) for j, other in enumerate(dots) if j != i]
        label = _place(dot, page, [*taken, *others], lines) if dot.width else None
        found.append(label)
        if label:
            taken += [label.box, *_leader(dot, label.box)] if label.led else [label.box]
    return found


def _place(dot: Dot, page: Box, taken: Sequence[Box], lines: Sequence[Box]) -> Label | None:
    for distance in DISTANCES:
        led = distance > DISTANCES[0]
        boxes = [dot.label_at(side, distance) for side in SIDES]
        free = [
            box for box in boxes if box.within(page) and _free([box, *(_leader(dot, box) if led else ())], taken)
        ]
        clear = [box for box in free if _free([box], lines)]
        if free:
            return Label((clear or free)[0], led)
    return None


def _free(ground: Sequence[Box], taken: Sequence[Box]) -> bool:
    return not any(box.meets(other) for box in ground for other in taken)


def _leader(dot: Dot, box: Box) -> list[Box]:
    """The ground of a line from a point to its label."""
    x, y = box.nearest(dot.x, dot.y)
    steps = [(i + 1) / PIECES for i in range(PIECES)]
    places = [(dot.x + share * (x - dot.x), dot.y + share * (y - dot.y)) for share in steps[:-1]]
    return [Box(a - 0.01, b - 0.01, a + 0.01, b + 0.01) for a, b in places]
