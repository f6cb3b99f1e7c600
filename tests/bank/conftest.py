"""A bank of its own for each test process, in one SQLite file; what a test writes is rolled back after it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.test import Client

# Models choose their columns by the database when they are imported, so Django is set up before any test is.
FOLDER = Path(tempfile.mkdtemp(prefix="effectbank-test-"))
os.environ |= {"EFFECTBANK_BANK": str(FOLDER), "DJANGO_SETTINGS_MODULE": "effectbank.bank.settings"}
os.environ.pop("EFFECTBANK_DATABASE", None)
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402 -- the environment comes first

django.setup()

CARD = 'kind = "{kind}"\ntitle = "{title}"\nyear = {year}\nstrapline = "{strapline}"\nsubjects = {subjects}\n'


@pytest.fixture(scope="session", autouse=True)
def _tables() -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    yield
    connections.close_all()
    shutil.rmtree(FOLDER)


@pytest.fixture(autouse=True)
def _rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No limits used up and no pages kept by the test before."""
    from effectbank.bank import conditional, kept_pages, limits, views

    monkeypatch.setattr(views, "searches", limits.Limiter(burst=1000, per_second=1000))
    monkeypatch.setattr(conditional, "pages", kept_pages.KeptPages())


@pytest.fixture
def client() -> Client:
    from django.test import Client

    return Client(headers={"host": "localhost"}, raise_request_exception=True)


class Web:
    """Pages as a browser asks for them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def text(self, address: str, status: int = 200) -> str:
        """A page's HTML."""
        response = self.client.get(address)
        assert response.status_code == status, address
        return response.content.decode()

    def links(self, html: str) -> set[str]:
        """Where a page leads within the bank, fragments left out."""
        found = (link.partition("#")[0] for link in re.findall(r'\s(?:href|src|action)="([^"]+)"', html))
        return {unescape(link) for link in found if link.startswith("/")}

    def close(self, response: HttpResponseBase) -> None:
        """Close the file a static answer streams; response.close() would close the test's transaction with it."""
        for close in response._resource_closers:
            close()


@pytest.fixture
def web(client: Client) -> Web:
    return Web(client)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Lay out an entry's folder: `folder("slug", kind=…, title=…, text=…)`; bare text is a finding's."""

    def make(
        slug: str,
        *,
        kind: str = "study",
        title: str = "A trial of something",
        year: int = 2010,
        strapline: str = "",
        subjects: tuple[str, ...] = (),
        text: str = "",
        files: Mapping[str, str] | None = None,
    ) -> Path:
        path = tmp_path / slug
        path.mkdir(exist_ok=True)
        card = CARD.format(kind=kind, title=title, year=year, strapline=strapline, subjects=list(subjects))
        (path / "entry.toml").write_text(card, encoding="utf-8")
        if text:
            voiced = text if text.startswith(":::") else f"::::{{voice}} findings\n{text}\n::::\n"
            (path / "text.md").write_text(voiced, encoding="utf-8")
        for name, content in (files or {}).items():
            (path / name).write_text(content, encoding="utf-8")
        return path

    return make


@pytest.fixture
def publish(folder: Callable[..., Path]) -> Callable[..., None]:
    """Lay out a folder and publish it."""
    from effectbank.bank.actions import import_folder

    def act(slug: str, **about: object) -> None:
        import_folder(folder(slug, **about), by="Editor")

    return act
