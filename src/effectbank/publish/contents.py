"""The analyses of an entry, comparison by comparison: a line for each, behind which its forest plot lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from effectbank.publish.analysis import AnalysisView
from effectbank.publish.site import slug_of
from effectbank.publish.text_tables import TextTable

MANY = 20  # analyses, beyond which paper gets the lines and only those plots that the reader has unfolded


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The analyses of one comparison; `number` is the source's own."""

    number: str
    label: str
    anchor: str
    views: tuple[AnalysisView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All chapters; `shown` is the analysis that stands among the findings already, as the tables of `texts` do."""

    chapters: tuple[Chapter, ...]
    shown: AnalysisView | None
    texts: tuple[TextTable, ...] = ()

    @property
    def several(self) -> bool:
        """Whether there are comparisons to choose between."""
        return len(self.chapters) > 1

    @property
    def many(self) -> bool:
        """Whether there are too many analyses to print unasked."""
        return sum(len(chapter.views) for chapter in self.chapters) > MANY

    @property
    def others(self) -> bool:
        """Whether any analysis is not shown already, or stands in a fold."""
        return bool(self.texts) or any(
            view is not self.shown for chapter in self.chapters for view in chapter.views
        )


def contents_of(
    views: Sequence[AnalysisView], shown: AnalysisView | None, texts: tuple[TextTable, ...] = ()
) -> Contents:
    """The chapters in the order in which the plan first names their comparisons.

    Comparisons that the source has under one number and name, as only their groups differ, are one chapter.
    """
    own: dict[str, list[AnalysisView]] = {}
    for view in views:
        own.setdefault(view.comparison, []).append(view)
    gathered: dict[tuple[str, str], list[str]] = {}
    for name, found in own.items():
        gathered.setdefault((_number(found) or name, found[0].comparison_label), []).append(name)
    return Contents(chapters=tuple(_chapter(views, names) for names in gathered.values()), shown=shown, texts=texts)


def _chapter(views: Sequence[AnalysisView], comparisons: Sequence[str]) -> Chapter:
    own = tuple(view for view in views if view.comparison in comparisons)
    return Chapter(
        number=_number(own),
        label=own[0].comparison_label,
        anchor=slug_of(f"comparison {comparisons[0]}"),
        views=own,
    )


def _number(views: Sequence[AnalysisView]) -> str:
    """The source's own number of a comparison, where all of its analyses have one: that before the point."""
    numbers = {view.number.partition(".")[0] for view in views}
    return numbers.pop() if len(numbers) == 1 else ""
