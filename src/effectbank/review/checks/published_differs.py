"""The fit of the folder's data does not print as the source's own numbers do."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.changed_since_stored import changed_in
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.review.wording import lines_in_words


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name in review.analyses:
        synthesis = review.synthesis(name)
        apart = [str(found) for found in synthesis.published_agrees if not found.agrees]
        published = synthesis.published
        if apart and published:
            changed = [place for one in changed_in(review) if one.analysis == name for place in one.rows]
            rows = changed or [place for row in synthesis.rows for place in row.places]
            hint = f"the rows {'changed since' if changed else 'it rests on'}: {lines_in_words(rows)}"
            yield note(
                "published-differs",
                published.place or synthesis.analysis.place,
                f"published {'; '.join(apart)}",
                hint,
            )
