"""Paper and ink: the light style of all figures, the width of words, and files that are the same each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import IO, Any, TypeVar

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

F = TypeVar("F")

INK = "#1c2128"
QUIET = "#5c6670"
RULE = "#c9cfd6"
MARK = "#0b6e6b"
PICK, SECOND = "#c8541b", "#5b4a9c"  # told apart from the teal, and from each other, by every kind of colour vision
DASHES = (0, (4, 3))
SIZE = 9.0  # points
SMALL, TITLE = SIZE - 1, SIZE + 1.5
MARGIN, TITLE_LINE = 0.18, 0.23  # inches
POINTS = 72.0  # an inch

STYLE: dict[str, object] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # shipped with matplotlib: the same widths everywhere
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in a name is a dollar
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "svg.fonttype": "none",  # words stay words: found by search, read aloud
    "svg.hashsalt": "effectbank",
    "pdf.fonttype": 42,
}
NO_CLOCK: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}


def in_style(drawing: Callable[[F], Canvas]) -> Callable[[F], Canvas]:
    """The same in our style, leaving matplotlib's own settings as they were."""

    @wraps(drawing)
    def styled(of: F) -> Canvas:
        with mpl.rc_context(STYLE):  # type: ignore[arg-type]
            return drawing(of)

    return styled


def write(draw: Callable[[], Canvas], to: IO[bytes], ending: str) -> None:
    """Draw and write, in the style too."""
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]
        draw().savefig(to, format=ending, dpi=200, metadata=NO_CLOCK[ending])


def sheet(width: float, height: float) -> Canvas:
    """A white sheet of so many inches, apart from pyplot's global list of figures."""
    canvas = Canvas(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(canvas)
    return canvas


@lru_cache(maxsize=4096)
def width_of(words: str, *, bold: bool = False, size: float = SIZE) -> float:
    """The width of a line of text in inches."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(words or " ", font, ismath=False)
    return float(width) / POINTS


def widest(lines: Sequence[str], *, bold: bool = False, size: float = SIZE) -> float:
    """The width of the widest of some lines, in inches."""
    return max((width_of(line, bold=bold, size=size) for line in lines), default=0.0)


def folded(words: str, width: float, *, bold: bool = False, size: float = SIZE) -> list[str]:
    """Words in lines of at most so many inches, broken between words."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, bold=bold, size=size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def title_lines(title: str, width: float) -> list[str]:
    """A figure's title in lines that a sheet so wide holds."""
    return folded(title, width - 2 * MARGIN, bold=True, size=TITLE)


def title_height(title: str, width: float) -> float:
    """What it takes at the top of the sheet, besides the margin."""
    return TITLE_LINE * len(lines) + 0.1 if (lines := title_lines(title, width)) else 0.0


def draw_title(axes: Any, title: str, width: float, height: float) -> None:
    """Set it at the top of a sheet, in inches."""
    for i, line in enumerate(title_lines(title, width)):
        y = height - MARGIN - TITLE_LINE * (i + 0.5)
        axes.text(MARGIN, y, line, weight="bold", size=TITLE, va="center_baseline")
