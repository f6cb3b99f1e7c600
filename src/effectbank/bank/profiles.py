"""An entry's profile as the database keeps it, so that relations are recomputed without reading any folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from effectbank.publish.profile import Profile

SETS = ("subjects", "treatments", "identities", "cites", "title_words")


def profile_as_data(profile: Profile) -> dict[str, Any]:
    """JSON-ready, and the same for the same profile."""
    sets = {name: sorted(getattr(profile, name)) for name in SETS}
    return {
        "slug": profile.slug,
        **sets,
        "trials": dict(sorted(profile.trials.items())),
        "sizes": dict(sorted(profile.sizes.items())),
        "linked": list(profile.linked),
        "words": dict(sorted(profile.words.items())),
    }


def profile_of_data(data: Mapping[str, Any]) -> Profile:
    """The profile that was kept."""
    sets = {name: frozenset(data[name]) for name in SETS}
    return Profile(**{**data, **sets, "linked": tuple(data["linked"])})
