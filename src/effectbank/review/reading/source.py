"""The files of one folder as their readers ask for them, and the list of what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from effectbank.problems import Problem
from effectbank.review.reading.cells import Cells
from effectbank.review.reading.decode import text_of
from effectbank.review.reading.keys import Keys
from effectbank.review.reading.sheet import Columns, sheet_of
from effectbank.review.reading.tomlfile import toml_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder's bytes by file name, with the Problems met so far."""

    files: Mapping[str, bytes]
    problems: list[Problem] = field(default_factory=list, compare=False)

    def text(self, file: str) -> str:
        """A file's text without its byte-order mark; "" where there is no such file."""
        text, problems = text_of(file, self.files.get(file, b""))
        self.problems.extend(problems)
        return text

    def rows(self, file: str, columns: Columns) -> tuple[Cells, ...]:
        """A CSV's rows; none where there is no such file."""
        if file not in self.files:
            return ()
        sheet, problems = sheet_of(file, self.text(file), columns)
        self.problems.extend(problems)
        return tuple(Cells(row=row, problems=self.problems) for row in sheet.rows)

    def keys(self, file: str) -> Keys:
        """A TOML file's topmost table; an empty one where there is no such file."""
        toml, problems = toml_of(file, self.text(file))
        self.problems.extend(problems)
        return Keys(toml=toml, path=(), values=toml.values, problems=self.problems)
