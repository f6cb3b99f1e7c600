"""The demo bank, whole: every shipped example published, and what readers meet."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from effectbank.bank import conditional, kept_pages
from effectbank.bank.actions import publish_revision, relate_entries
from effectbank.bank.models import Entry
from effectbank.review import open_folder, shipped

Web = Any  # conftest.Web


@pytest.fixture(scope="module", autouse=True)
def _examples() -> Iterator[None]:
    with transaction.atomic():
        for name in shipped():
            publish_revision(open_folder(name), by="Ann Editor")
        relate_entries()
        yield
        transaction.set_rollback(True)


def test_every_link_of_the_bank_leads_somewhere(client: Client, web: Web) -> None:
    to_do, done = {"/"}, set[str]()
    while to_do:
        address = to_do.pop()
        done.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if "text/html" in response["Content-Type"]:
            to_do |= web.links(response.content.decode()) - done
        web.close(response)
    slugs = set(Entry.objects.values_list("slug", flat=True))
    assert {f"/entry/{slug}/" for slug in slugs} <= done
    assert len(slugs) >= 16


def test_the_home_page_counts_what_there_is(web: Web) -> None:
    html = web.text("/")
    assert f"{Entry.objects.count()} entries" in html
    reviews = Entry.objects.filter(kind="review").count()
    assert f'<a href="/types/review/">Reviews</a> <span class="count">{reviews}</span>' in html


def test_the_founding_entry_names_at_most_ten_others_with_reasons(web: Web) -> None:
    html = web.text("/entry/naltrexone-2011/")
    related = html.partition('class="related"')[2].partition("</section>")[0]
    assert related.count("<li>") == 10
    assert related.count('class="reason"') == 10
    assert 'href="/entry/naltrexone-2011/"' not in related
    assert "HOT TOPIC 2018" in related


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 5),
        ("/entries/", 4),
        ("/types/study/", 4),
        ("/years/2010/", 4),
        ("/subjects/naltrexone/", 5),
        ("/entry/naltrexone-2011/", 3),
        ("/entry/naltrexone-2011/revisions/1/", 3),
        ("/entry/naltrexone-2011/data.json", 2),
        ("/search/?q=naltrexone", 7),
        ("/about/", 1),
    ],
)
def test_no_page_asks_the_database_once_an_entry(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, most: int
) -> None:
    client.get(address)
    monkeypatch.setattr(conditional, "pages", kept_pages.KeptPages())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= most, [query["sql"][:120] for query in queries]


def test_the_folder_and_the_data_can_be_taken_away(client: Client) -> None:
    packed = client.get("/entry/naltrexone-2011/data.zip")
    assert packed["Content-Disposition"] == 'attachment; filename="naltrexone-2011.zip"'
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert {"naltrexone-2011/entry.toml", "naltrexone-2011/data/retained.csv"} <= set(names)
    told = json.loads(client.get("/entry/naltrexone-2011/data.json").content)
    assert told["schema"] == "effectbank.entry/1"
    assert told["card"]["year"] == 2011
    assert len(told["studies"]) == 13
    assert told["analyses"]["mortality"]["fit"] is None


def test_no_page_has_script_or_style_within_it(client: Client) -> None:
    for address in ("/", "/entries/", "/entry/naltrexone-2011/", "/search/?q=naltrexone", "/nope"):
        html = client.get(address).content.decode()
        assert "<style" not in html, address
        assert " style=" not in html, address
        assert "<script>" not in html, address
        assert not re.search(r"<[^>]*\son[a-z]+\s*=", html), address
