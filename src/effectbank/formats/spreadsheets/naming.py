"""What studies, arms and kept columns are called in the folder, one name for each."""

from __future__ import annotations

from dataclasses import dataclass, field

from effectbank.formats.cochrane.naming import Names as Slugs
from effectbank.formats.cochrane.naming import slug
from effectbank.formats.spreadsheets.mapping import Column, Mapping
from effectbank.review.reading import studies

HEADING = "under_heading"  # the column that keeps headings among the rows


@dataclass(slots=True)
class Names:
    """Names by what they stand for; a name once given stays, and no two are the same."""

    given: dict[tuple[str, ...], str] = field(default_factory=dict)
    slugs: Slugs = field(default_factory=Slugs)

    def of(self, *words: str) -> str:
        """The name of what the words stand for, made from the last of them."""
        if words not in self.given:
            self.given[words] = self.slugs.new(words[-1], "x")
        return self.given[words]


def kept_columns(mapping: Mapping) -> dict[str, Column]:
    """Each moderator by its column of studies.csv; the folder's own columns keep their names."""
    own = {*studies.COLUMNS, HEADING}
    names = Slugs()
    return {names.new(_name_of(column, own), "x"): column for column in mapping.those("moderator")}


def _name_of(column: Column, own: set[str]) -> str:
    name = slug(column.heading) or f"column_{column.letter.casefold()}"
    return f"{name}_given" if name in own else name
