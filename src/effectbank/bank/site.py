"""The addresses of a served bank, for every template."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from effectbank.publish.site import Link, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedSite(Site):
    """A bank behind a server: each entry has an address of its own, with its data and revisions under it."""

    def entry(self, slug: str) -> str:
        return f"/entry/{quote(slug, safe='')}/"

    def data(self, slug: str) -> str:
        return f"{self.entry(slug)}data.zip"

    def revision(self, slug: str, number: int) -> str:
        return f"{self.entry(slug)}revisions/{number}/"


def served_site() -> ServedSite:
    """The bank of these settings."""
    return ServedSite(
        name=settings.BANK_NAME,
        root="/",
        static_url=settings.STATIC_URL,
        inline=False,
        links=(Link(label="About", url="/about/"),),
    )
