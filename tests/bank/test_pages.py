"""The pages: addresses, words, headers, conditional answers, how many queries, how long."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from effectbank.bank import limits, proxies, views
from effectbank.bank.actions import relate_entries
from effectbank.bank.kept_pages import KeptPages
from effectbank.problems import BadInput

Publish = Callable[..., None]
Web = Any


# Lists.


def test_a_list_says_what_it_holds_how_many_and_in_what_order(web: Web, publish: Publish) -> None:
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
        ("/entries/?year=1950", "The bank holds no entries of 1950."),
        ("/subjects/prison/", "1 entry about prison."),
    ]:
        html = web.text(address)
        assert says in html, address
        assert "Not what you were looking for?" in html, address


def test_an_order_is_kept_and_offered(web: Web, publish: Publish) -> None:
    for slug, title, year in (("a", "Beta", 2010), ("b", "Alpha", 2012), ("c", "Gamma", 2011)):
        publish(slug, title=title, year=year)
    shown = {
        address: _order(web.text(address))
        for address in ("/entries/", "/entries/?order=title", "/entries/?order=added")
    }
    assert shown == {
        "/entries/": ["b", "c", "a"],
        "/entries/?order=title": ["b", "a", "c"],
        "/entries/?order=added": ["c", "b", "a"],
    }
    assert '<a href="/entries/?order=title" aria-current="page">Title</a>' in web.text("/entries/?order=title")


def _order(html: str) -> list[str]:
    lines = html.partition('class="lines"')[2].partition("</ol>")[0]
    return [part.partition("/")[0] for part in lines.split('href="/entry/')[1:]]


def test_long_lists_come_in_pages(web: Web, publish: Publish) -> None:
    for number in range(30):
        publish(f"e{number:02}", title=f"Entry {number:02}")
    assert "30 entries, newest first. This is page 1 of 2." in web.text("/entries/")
    second = web.text("/entries/?page=2&order=title")
    assert _order(second) == [f"e{number}" for number in range(25, 30)]
    assert 'href="/entries/?order=title">1</a>' in second
    assert "no page 3" in web.text("/entries/?page=3", 404)


def test_an_empty_bank_says_so(web: Web) -> None:
    assert "This bank is empty" in web.text("/")
    assert "The bank holds no entries." in web.text("/entries/")


# An entry, its data, its revisions.


def test_each_revision_has_an_address_and_a_history(web: Web, publish: Publish) -> None:
    publish("one", title="Before")
    publish("one", title="After")
    first = web.text("/entry/one/revisions/1/")
    assert "Revision 1 of 2" in first
    assert "There is a newer one." in first
    assert "It is the current one." in web.text("/entry/one/revisions/2/")
    assert "has no revision 3" in web.text("/entry/one/revisions/3/", 404)


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


def test_a_page_is_made_once_while_nothing_changes(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("one")
    made = []
    article_of = views.entries.article_of
    monkeypatch.setattr(views.entries, "article_of", lambda key: made.append(key) or article_of(key))
    first, again = (client.get("/entry/one/") for _ in range(2))
    assert (first.content, dict(first.items())) == (again.content, dict(again.items()))
    assert len(made) == 1
    publish("one", title="After")
    assert "After" in client.get("/entry/one/").content.decode()


def test_pages_are_kept_up_to_so_many_bytes() -> None:
    kept = KeptPages(most_bytes=10)
    made: list[str] = []

    def ask(tag: str, size: int) -> None:
        kept.page(tag, lambda: made.append(tag) or HttpResponse(b"x" * size))

    for tag, size in (("a", 4), ("b", 4), ("a", 4), ("c", 4), ("b", 4), ("big", 11), ("a", 4)):
        ask(tag, size)
    assert made == ["a", "b", "c", "b", "big", "a"]


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
        "/years/1950/",
        "/years/9999/",
        "/subjects/%00/",
        "/subjects/nope/",
        "/search/?type=opinion&q=x",
        "/search/?page=99&q=x",
        "/entry/nope/revisions/99999999999999999999/",
    ],
)
def test_what_is_not_there_is_said_with_ways_on(web: Web, publish: Publish, address: str) -> None:
    publish("one")
    html = web.text(address, 404)
    assert "<script>" not in html
    assert "Ways on" in html
    assert 'href="/search/"' in html


def test_an_unknown_value_is_answered_with_the_nearest_known(web: Web) -> None:
    assert "did you mean review?" in web.text("/types/reveiw/", 404)


def test_tracking_parts_of_an_address_are_passed_over(web: Web, publish: Publish) -> None:
    publish("one")
    assert "1 entry." in web.text("/entries/?s=eb&sf=rel")


def test_hostile_words_in_a_folder_are_shown_as_words(web: Web, publish: Publish) -> None:
    evil = "<img src=x onerror=alert(1)>"
    publish("one", title=evil, strapline=evil, subjects=(evil,), text=f"::::{{voice}} findings\n{evil}\n::::\n")
    relate_entries()
    for address in ("/", "/entries/", "/entry/one/", "/search/?q=onerror", "/entry/one/revisions/1/"):
        html = web.text(address)
        assert "<img" not in html, address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/", "/entries/", "/search/?q=x", "/entry/one/", "/entry/one/data.zip", "/about/"]
)
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


class Heard(logging.Handler):
    """What reaches the bank's log."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.names.append(record.name)


def test_another_host_does_not_fill_the_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [heard])
    client.get("/", headers={"host": "evil.example"})
    assert heard.names == []
    logging.getLogger("django.security.SuspiciousFileOperation").error("other faults are told")
    assert heard.names == ["django.security.SuspiciousFileOperation"]


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


def test_static_files_are_served_and_kept_for_ever(client: Client, web: Web) -> None:
    html = web.text("/")
    styles = [link for link in web.links(html) if link.endswith(".css")]
    assert styles
    for link in styles:
        response = client.get(link)
        assert response.status_code == 200
        assert response["Cache-Control"] == "max-age=315360000, public, immutable"
        assert response["Content-Type"].startswith("text/css")
        web.close(response)


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


@pytest.mark.parametrize(
    ("sender", "told", "expected"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7"),  # through two of ours
        ("10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first is what the reader made up
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # not sent by a proxy of ours
        ("10.0.0.1", "198.51.100.1, rubbish", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_nearest_address_that_is_no_trusted_proxys(sender: str, told: str, expected: str) -> None:
    assert proxies.forwarded(sender, told, proxies.networks("10.0.0.0/8, ::1")) == expected


def test_readers_behind_a_trusted_proxy_have_a_bucket_each(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def statuses(*readers: str) -> list[int]:
        monkeypatch.setattr(views, "searches", limits.Limiter(burst=1, per_second=0.5, clock=lambda: 0.0))
        ask = [client.get("/search/?q=x", headers={"x-forwarded-for": reader}) for reader in readers]
        return [answer.status_code for answer in ask]

    readers = ("203.0.113.7", "203.0.113.8", "203.0.113.7")
    assert statuses(*readers) == [200, 429, 429]  # nobody is believed unless named
    with override_settings(PROXIES=proxies.networks("127.0.0.1")):
        assert statuses(*readers) == [200, 200, 429]
    with override_settings(PROXIES=proxies.networks("10.0.0.0/8")):
        assert statuses(*readers) == [200, 429, 429]


def test_a_proxy_that_cannot_be_read_is_told() -> None:
    assert proxies.networks(" ") == ()
    with pytest.raises(BadInput, match=r"EFFECTBANK_PROXIES names '10.0.0.1/8'.*expected as in 127.0.0.1"):
        proxies.networks("::1, 10.0.0.1/8")


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
