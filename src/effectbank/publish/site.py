"""Where the pages of a bank live: one small record that serves a Django bank, a static one and a lone page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from effectbank.words import EntryKind

STYLES = ("base.css", "entry.css", "depth.css", "forest.css", "lists.css", "print.css")
SCRIPTS = ("entry.js",)
WAYS = ("types", "years", "subjects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere; `count` says how many entries wait there, `current` that one is there already."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a page must know of the bank around it.

    `root` is what every address of the bank begins with ("/" served, "../" within a static bank), None for a
    page that stands alone. `ending` closes an address ("/" served, ".html" on disk). `address` is the bank's
    own absolute address, when it has one; `editor` the mail address for comments; `comments` says that the
    bank itself takes comments at entries/SLUG/comment. `links` are further links of the head (a desk, help);
    `ways` the sections of the home page that lead to entries. `inline` puts style and script into the page, so
    that one file is enough.
    """

    name: str = "EffectBank"
    root: str | None = None
    ending: str = "/"
    address: str = ""
    editor: str = ""
    comments: bool = False
    static_url: str = ""
    inline: bool = True
    links: tuple[Link, ...] = ()
    ways: tuple[str, ...] = WAYS

    @property
    def is_bank(self) -> bool:
        """Whether there is a bank to go to from this page."""
        return self.root is not None

    def path(self, *parts: str) -> str:
        """The address of a page of the bank, from this one; no part means the home page."""
        tail = "/".join(quote(part, safe="") for part in parts) + self.ending if parts else self._home_tail
        return f"{self.root or ''}{tail}"

    @property
    def _home_tail(self) -> str:
        return "index.html" if self.ending == ".html" else ""

    @property
    def home(self) -> str:
        return self.path()

    @property
    def entries(self) -> str:
        return self.path("entries")

    @property
    def search(self) -> str:
        return self.path("search")

    def entry(self, slug: str) -> str:
        return self.path("entries", slug)

    def comment(self, slug: str) -> str:
        return self.path("entries", slug, "comment")

    def data(self, slug: str) -> str:
        """The folder as a zip file: the same name in every kind of bank."""
        return f"{self.root or ''}data/{quote(slug, safe='')}.zip"

    def kind(self, kind: EntryKind | str) -> str:
        return self.path("types", slug_of(str(kind)))

    def year(self, year: int) -> str:
        return self.path("years", str(year))

    def subject(self, subject: str) -> str:
        return self.path("subjects", slug_of(subject))

    def canonical(self, slug: str) -> str:
        """The one absolute address of an entry, or "" where the bank has none."""
        return replace(self, root=self.address.rstrip("/") + "/").entry(slug) if self.address else ""

    def static(self, name: str) -> str:
        return f"{self.static_url}{name}"


def slug_of(words: str) -> str:
    """Words as they stand in an address: lower case, hyphens; never empty."""
    return re.sub(r"[^\w]+", "-", words.casefold()).strip("-") or "-"


def static_site(root: str, *, name: str = "EffectBank", ways: tuple[str, ...] = WAYS) -> Site:
    """The Site of a page in a static bank; `root` is the way back to its home folder ("" or "../")."""
    return Site(root=root, ending=".html", static_url=f"{root}static/", inline=False, name=name, ways=ways)
