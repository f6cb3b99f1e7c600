"""Which addresses become links, and where a bank's pages live."""

from __future__ import annotations

import pytest

from effectbank.publish.addresses import mail_to, safe_address
from effectbank.publish.site import Site, slug_of, static_site


@pytest.mark.parametrize(
    "address",
    ["https://doi.org/10.1000/x?y=1&z=2", "http://example.org", "mailto:a@example.org", "#passage"],
)
def test_a_web_mail_or_page_address_is_kept(address):
    assert safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//example.org/path",
        "file:///etc/passwd",
        "http:///nowhere",
        "https://[broken",
        "relative/path",
        "",
    ],
)
def test_any_other_address_is_no_link(address):
    assert safe_address(address) == ""


def test_a_prepared_message_carries_any_title():
    assert mail_to("ed@example.org", subject="A & b?", body="x\ny") == (
        "mailto:ed@example.org?subject=A%20%26%20b%3F&body=x%0Ay"
    )


def test_addresses_of_a_served_bank():
    site = Site(root="/", address="https://bank.example/")
    assert (site.home, site.entries, site.search) == ("/", "/entries/", "/search/")
    assert site.entry("tea-2020") == "/entries/tea-2020/"
    assert site.kind("hot topic") == "/types/hot-topic/"
    assert (site.year(2011), site.subject("Tea and Coffee")) == ("/years/2011/", "/subjects/tea-and-coffee/")
    assert site.data("tea-2020") == "/data/tea-2020.zip"
    assert site.canonical("tea-2020") == "https://bank.example/entries/tea-2020/"


def test_addresses_of_a_static_bank_from_within_a_folder():
    site = static_site("../")
    assert (site.home, site.entries, site.search) == ("../index.html", "../entries.html", "../search.html")
    assert site.entry("tea-2020") == "../entries/tea-2020.html"
    assert site.static("base.css") == "../static/base.css"
    assert site.canonical("tea-2020") == ""


def test_a_lone_page_has_no_bank():
    assert not Site().is_bank


@pytest.mark.parametrize(
    ("words", "slug"),
    [("Hot topic", "hot-topic"), ("../../etc", "etc"), ("Ärger", "ärger"), ("!!", "-"), ("", "-")],
)
def test_a_slug_never_leaves_its_folder(words, slug):
    assert slug_of(words) == slug
