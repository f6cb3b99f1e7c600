"""What every figure can do: be saved as SVG, PNG or PDF, the same bytes for the same content."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from effectbank.problems import UnknownName

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

FORMATS = ("svg", "png", "pdf")
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # a name may hold them, an SVG may not


def known_format(ending: str) -> str:
    """The ending itself; raises UnknownName for one that isn't known."""
    if ending not in FORMATS:
        raise UnknownName("figure format", ending, FORMATS)
    return ending


def format_of(path: Path) -> str:
    """The format a file's name asks for; raises UnknownName."""
    return known_format(path.suffix.lower().removeprefix("."))


class Figure(ABC):
    """A drawing that hasn't been drawn yet. matplotlib is loaded only when it is saved."""

    __slots__ = ()

    @abstractmethod
    def draw(self) -> Canvas:
        """Draw on a new matplotlib figure, which the caller may go on to change."""

    def save(self, path: str | Path) -> Path:
        """Write to a file; its ending says the format. Raises UnknownName for an ending that isn't known."""
        file = Path(path)
        file.write_bytes(self.encode(format_of(file)))
        return file

    def encode(self, ending: str) -> bytes:
        """The figure as the bytes of an svg, png or pdf file; no clock and no random names in them."""
        known_format(ending)
        from effectbank.plots import paper  # noqa: PLC0415 -- slow import (matplotlib)

        buffer = BytesIO()
        paper.write(self.draw, buffer, ending)
        drawn = buffer.getvalue()
        return NOT_XML.sub(b"", drawn) if ending == "svg" else drawn

    def svg(self) -> str:
        """The figure as SVG text."""
        return self.encode("svg").decode("utf-8")

    def _repr_svg_(self) -> str:
        return self.svg()
