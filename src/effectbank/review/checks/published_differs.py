"""The fit of the folder's data does not print as the source's own numbers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.review.study_rows import StudyRow


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name in review.analyses:
        synthesis = review.synthesis(name)
        apart = [str(found) for found in synthesis.published_agrees if not found.agrees]
        published = synthesis.published
        if apart and published:
            place = published.place or synthesis.analysis.place
            hint = f"the rows it rests on: {rows_in_words(synthesis.rows)}"
            yield note("published-differs", place, f"published {'; '.join(apart)}", hint)


def rows_in_words(rows: Iterable[StudyRow]) -> str:
    """The lines of the data that an analysis rests on: data/retained.csv, lines 2, 3, 6."""
    lines: dict[str, list[int]] = {}
    for place in (place for row in rows for place in row.places):
        lines.setdefault(place.file, []).append(place.line or 0)
    return "; ".join(f"{file}, lines {', '.join(map(str, sorted(found)))}" for file, found in lines.items())
