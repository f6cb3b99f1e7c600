"""What is derived from a folder's files when they are published: the page's article, its text, its data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from effectbank.bank.assets import PUBLISH, fingerprint
from effectbank.bank.plain_text import plain_text
from effectbank.bank.review_data import review_data
from effectbank.bank.site import served_site
from effectbank.publish.article import article
from effectbank.review import Review
from effectbank.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A review made ready to be served and searched."""

    article: str
    text: str
    data: str


def render(review: Review) -> Rendering:
    """The costly part of publishing, done once and outside any transaction."""
    made = article(review, site=served_site())
    return Rendering(article=made, text=plain_text(made), data=review_data(review))


@cache
def renderer() -> str:
    """Which program renders: its version, and a fingerprint of the room that makes pages."""
    return f"effectbank {__version__} {fingerprint(PUBLISH)}"
