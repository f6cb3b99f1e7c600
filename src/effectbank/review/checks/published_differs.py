"""The fit of the folder's data does not print as the source's own numbers do."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.changed_since_stored import changed_in
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.review.wording import lines_in_words


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken: once for each analysis, with all its differences."""
    found = [review.synthesis(name) for name in review.analyses]
    differing = [one for one in found if one.published and not all(said.agrees for said in one.published_agrees)]
    since = changed_in(review) if differing else []
    for one in differing:
        apart = "; ".join(str(said) for said in one.published_agrees if not said.agrees)
        changed = [place for row in since if row.analysis == one.analysis.name for place in row.rows]
        rows = changed or [place for row in one.rows for place in row.places]
        hint = f"the rows {'changed since' if changed else 'it rests on'}: {lines_in_words(rows)}"
        place = (one.published and one.published.place) or one.analysis.place
        yield note("published-differs", place, f"published {apart}", hint)
