"""The pages: addresses, words, headers, conditional answers, how many queries, how long."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from statistics import median

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from effectbank.bank import limits, views
from effectbank.bank.actions import publish_revision, relate_entries
from effectbank.bank.models import Entry
from effectbank.review import open_folder, shipped

Publish = Callable[..., None]


@pytest.fixture
def examples() -> None:
    for name in shipped():
        publish_revision(open_folder(name), by="Ann Editor")
    relate_entries()


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


def links_of(html: str) -> set[str]:
    parser = _Links()
    parser.feed(html)
    return {link.partition("#")[0] for link in parser.found if link.startswith("/")}


def close_file(response: HttpResponseBase) -> None:
    """Close the file a static answer streams; response.close() would close the test's own transaction with it."""
    for close in response._resource_closers:
        close()


# The demo bank, whole.


@pytest.mark.usefixtures("examples")
def test_every_link_of_the_bank_leads_somewhere(client: Client) -> None:
    to_do, done = {"/"}, set[str]()
    while to_do:
        address = to_do.pop()
        done.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if "text/html" in response["Content-Type"]:
            to_do |= links_of(response.content.decode()) - done
        close_file(response)
    slugs = set(Entry.objects.values_list("slug", flat=True))
    assert {f"/entry/{slug}/" for slug in slugs} <= done
    assert len(slugs) >= 16


@pytest.mark.usefixtures("examples")
def test_the_home_page_counts_what_there_is(client: Client) -> None:
    html = text_of(client, "/")
    assert f"{Entry.objects.count()} entries" in html
    reviews = Entry.objects.filter(kind="review").count()
    assert f'<a href="/types/review/">Reviews</a> <span class="count">{reviews}</span>' in html


@pytest.mark.usefixtures("examples")
def test_the_founding_entry_names_at_most_ten_others_with_reasons(client: Client) -> None:
    html = text_of(client, "/entry/naltrexone-2011/")
    related = html.partition('class="related"')[2].partition("</section>")[0]
    assert related.count("<li>") == 10
    assert related.count('class="reason"') == 10
    assert 'href="/entry/naltrexone-2011/"' not in related
    assert "HOT TOPIC 2018" in related


@pytest.mark.usefixtures("examples")
def test_an_entry_is_served_within_five_milliseconds(client: Client) -> None:
    client.get("/entry/naltrexone-2011/")
    times = []
    for _ in range(200):
        start = time.process_time()
        assert client.get("/entry/naltrexone-2011/").status_code == 200
        times.append(time.process_time() - start)
    assert median(times) < 0.005


@pytest.mark.usefixtures("examples")
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
        ("/search/?q=naltrexone", 6),
        ("/about/", 1),
    ],
)
def test_no_page_asks_the_database_once_an_entry(client: Client, address: str, most: int) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= most, [query["sql"][:120] for query in queries]


# Lists.


def test_a_list_says_what_it_holds_how_many_and_in_what_order(client: Client, publish: Publish) -> None:
    publish("a", kind="review", title="Beta", year=2010, subjects=("Prison",))
    publish("b", kind="review", title="Alpha", year=2012)
    publish("c", kind="hot topic", title="Gamma", year=2010)
    for address, says in [
        ("/entries/", "3 entries, newest first."),
        ("/entries/?order=title", "3 entries, by title."),
        ("/entries/?type=review", "2 reviews, newest first."),
        ("/entries/?type=hot+topic&year=2010", "1 hot topic of 2010."),
        ("/entries/?type=study", "The bank holds no studies."),
        ("/types/review/", "2 reviews, newest first."),
        ("/types/hot-topic/", "1 hot topic."),
        ("/years/2010/", "2 entries of 2010, by title."),
        ("/years/1950/", "The bank holds no entries of 1950."),
        ("/subjects/prison/", "1 entry about prison."),
    ]:
        html = text_of(client, address)
        assert says in html, address
        assert "Not what you were looking for?" in html, address


def test_an_order_is_kept_and_offered(client: Client, publish: Publish) -> None:
    for slug, title, year in (("a", "Beta", 2010), ("b", "Alpha", 2012), ("c", "Gamma", 2011)):
        publish(slug, title=title, year=year)
    shown = {
        address: _order(text_of(client, address))
        for address in ("/entries/", "/entries/?order=title", "/entries/?order=added")
    }
    assert shown == {
        "/entries/": ["b", "c", "a"],
        "/entries/?order=title": ["b", "a", "c"],
        "/entries/?order=added": ["c", "b", "a"],
    }
    assert '<a href="/entries/?order=title" aria-current="page">Title</a>' in text_of(client, "/entries/?order=title")


def _order(html: str) -> list[str]:
    lines = html.partition('class="lines"')[2].partition("</ol>")[0]
    return [part.partition("/")[0] for part in lines.split('href="/entry/')[1:]]


def test_long_lists_come_in_pages(client: Client, publish: Publish) -> None:
    for number in range(30):
        publish(f"e{number:02}", title=f"Entry {number:02}")
    assert "30 entries, newest first. This is page 1 of 2." in text_of(client, "/entries/")
    second = text_of(client, "/entries/?page=2&order=title")
    assert _order(second) == [f"e{number}" for number in range(25, 30)]
    assert 'href="/entries/?order=title">1</a>' in second
    assert "no page 3" in text_of(client, "/entries/?page=3", 404)


def test_an_empty_bank_says_so(client: Client) -> None:
    assert "This bank is empty" in text_of(client, "/")
    assert "The bank holds no entries." in text_of(client, "/entries/")


# An entry, its data, its revisions.


@pytest.mark.usefixtures("examples")
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


def test_each_revision_has_an_address_and_a_history(client: Client, publish: Publish) -> None:
    publish("one", title="Before")
    publish("one", title="After")
    first = text_of(client, "/entry/one/revisions/1/")
    assert "Revision 1 of 2" in first
    assert "There is a newer one." in first
    assert "It is the current one." in text_of(client, "/entry/one/revisions/2/")
    assert "has no revision 3" in text_of(client, "/entry/one/revisions/3/", 404)


# Answers from the browser's copy.


def test_a_page_unchanged_is_not_sent_again(client: Client, publish: Publish) -> None:
    publish("one", title="Before")
    for address in ("/", "/entries/", "/entry/one/", "/entry/one/data.zip", "/about/"):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
        assert since.status_code == 304, address
        head = client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"]), address


def test_a_page_changed_is_sent(client: Client, publish: Publish) -> None:
    publish("one", title="Before")
    old = {address: client.get(address)["ETag"] for address in ("/", "/entry/one/")}
    publish("one", title="After")
    for address, tag in old.items():
        response = client.get(address, headers={"if-none-match": tag})
        assert response.status_code == 200
        assert "After" in response.content.decode()


def test_a_new_neighbour_changes_the_related_list_and_so_the_page(client: Client, publish: Publish) -> None:
    publish("one", title="Naltrexone", subjects=("naltrexone",))
    relate_entries()
    tag = client.get("/entry/one/")["ETag"]
    publish("two", title="Naltrexone too", subjects=("naltrexone",))
    relate_entries()
    response = client.get("/entry/one/", headers={"if-none-match": tag})
    assert response.status_code == 200
    assert "Naltrexone too" in response.content.decode()


# Whatever comes in.


@pytest.mark.parametrize(
    "address",
    [
        "/nothing-here",
        "/entry/nope/",
        "/entry/nope/data.zip",
        "/entry/../../etc/passwd",
        "/entry/%3Cscript%3Ealert(1)%3C/script%3E/",
        "/entries/?type=%3Cscript%3E",
        "/entries/?year=20x1",
        "/entries/?year=99999999999999999999",
        "/entries/?page=0",
        "/entries/?page=-1",
        "/entries/?page=٣",
        "/entries/?order=title;drop",
        "/types/reviews/",
        "/years/0000/",
        "/subjects/%00/",
        "/subjects/nope/",
        "/search/?type=opinion&q=x",
        "/search/?page=99&q=x",
        "/entry/nope/revisions/99999999999999999999/",
    ],
)
def test_what_is_not_there_is_said_with_ways_on(client: Client, publish: Publish, address: str) -> None:
    publish("one")
    html = text_of(client, address, 404 if address != "/years/0000/" else 200)
    assert "<script>" not in html
    if address != "/years/0000/":
        assert "Ways on" in html
        assert 'href="/search/"' in html


def test_an_unknown_value_is_answered_with_the_nearest_known(client: Client) -> None:
    assert "did you mean review?" in text_of(client, "/types/reveiw/", 404)


def test_tracking_parts_of_an_address_are_passed_over(client: Client, publish: Publish) -> None:
    publish("one")
    assert "1 entry." in text_of(client, "/entries/?s=eb&sf=rel")


def test_hostile_words_in_a_folder_are_shown_as_words(client: Client, publish: Publish) -> None:
    evil = "<img src=x onerror=alert(1)>"
    publish("one", title=evil, strapline=evil, subjects=(evil,), text=f"::::{{voice}} findings\n{evil}\n::::\n")
    relate_entries()
    for address in ("/", "/entries/", "/entry/one/", "/search/?q=onerror", "/entry/one/revisions/1/"):
        html = text_of(client, address)
        assert "<img" not in html, address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/entries/", "/search/?q=x", "/entry/one/", "/entry/one/data.zip", "/about/"])
def test_reading_pages_take_nothing(client: Client, publish: Publish, method: str, address: str) -> None:
    publish("one")
    assert getattr(client, method)(address).status_code == 405


def test_a_post_without_a_token_is_refused(publish: Publish) -> None:
    publish("one")
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert strict.post("/entries/").status_code == 403


def test_another_host_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/entry/one/", "/search/?q=x", "/nope", "/entry/one/data.json"])
def test_every_answer_carries_the_headers(client: Client, publish: Publish, address: str) -> None:
    publish("one")
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    told = {name: headers[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")}
    assert told == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.usefixtures("examples")
def test_no_page_has_script_or_style_within_it(client: Client) -> None:
    for address in ("/", "/entries/", "/entry/naltrexone-2011/", "/search/?q=naltrexone", "/nope"):
        html = client.get(address).content.decode()
        assert "<style" not in html, address
        assert " style=" not in html, address
        assert "<script>" not in html, address
        assert not re.search(r"<[^>]*\son[a-z]+\s*=", html), address


def test_static_files_are_served_and_kept_for_ever(client: Client) -> None:
    html = text_of(client, "/")
    styles = [link for link in links_of(html) if link.endswith(".css")]
    assert styles
    for link in styles:
        response = client.get(link)
        assert response.status_code == 200
        assert response["Cache-Control"] == "max-age=315360000, public, immutable"
        assert response["Content-Type"].startswith("text/css")
        close_file(response)


def test_a_fault_of_ours_is_told_without_its_innards(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish("one")
    quiet = Client(raise_request_exception=False, headers={"host": "localhost"})

    def burst(*_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(views.entries, "entry_head", burst)
    response = quiet.get("/entry/one/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "A fault of ours" in html
    assert "Ways on" in html
    assert "secret" not in html


# How often.


def test_a_client_that_searches_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "searches", limits.Limiter(burst=2, per_second=0.5, clock=lambda: 0.0))
    assert [client.get("/search/?q=x").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/search/?q=x")
    assert refused["Retry-After"] == "2"
    assert "try again in 2 seconds" in refused.content.decode()
    assert client.get("/search/?q=x", REMOTE_ADDR="10.0.0.9").status_code == 200
    assert client.get("/entries/").status_code == 200


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    limiter = limits.Limiter(burst=2, per_second=2, clock=lambda: now[0])
    assert [limiter.wait("a") for _ in range(3)] == [0.0, 0.0, 0.5]
    now[0] = 0.5
    assert [limiter.wait("a") for _ in range(2)] == [0.0, 0.5]
    now[0] = 100.0
    assert [limiter.wait("a") for _ in range(3)] == [0.0, 0.0, 0.5]


def test_only_so_many_clients_are_remembered() -> None:
    limiter = limits.Limiter(burst=1, per_second=0.001, clients=2, clock=lambda: 0.0)
    assert [limiter.wait(client) for client in ("a", "b", "c")] == [0.0, 0.0, 0.0]
    assert limiter.wait("c") > 0
    assert limiter.wait("a") == 0.0
