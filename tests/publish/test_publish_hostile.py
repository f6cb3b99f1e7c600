"""A folder may come from anyone: hostile words in any field stay words."""

from __future__ import annotations

import re

import pytest
from parsed_page import parsed
from tea_folder import ENTRY, REVIEW, TEXT, folder

from effectbank.publish import page
from effectbank.publish.site import Site
from effectbank.review import Review

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&lt;"
TOML = EVIL.replace("\\", "\\\\").replace('"', '\\"')
CELL = '"' + EVIL.replace('"', '""') + '"'


def hostile_entry() -> str:
    entry = ENTRY.replace('"https://example.org/tea"', '"javascript:alert(3)"')
    for said in ("Does tea help?", "Brown A.", "Journal of Tea 2020, 1", "Tea helps a little.", "free"):
        entry = entry.replace(said, TOML)
    return entry.replace('["tea"]', f'["{TOML}"]') + f'key_points = ["{TOML}"]\nacknowledgements = ["{TOML}"]\n'


def hostile_review() -> str:
    review = REVIEW
    for said in ("Tired people", "Tea v water", "Awake after an hour", 'label = "Tea"', 'label = "Awake"'):
        review = review.replace(said, f'label = "{TOML}"' if "=" in said else TOML)
    tables = ("[versions.2006]\nnote", "[versions.2011]\nsource", "[[searches]]\nsource", "[eligibility]\nages")
    return review + "".join(f'\n{table} = "{TOML}"\n' for table in tables)


def hostile_studies() -> str:
    head = "study,label,year,country,status,reason,randomised,setting,note,source\n"
    rows = [f"ant_2001,{CELL},2001,{CELL},included,,40,{CELL},{CELL},{CELL}", "bee_2002,Bee,2002,UK,included,,9,,,"]
    return head + "\n".join([*rows, f"cat_2003,{CELL},2003,{CELL},excluded,{CELL},9,,,", ""])


def hostile_counts() -> str:
    counts = ("ant_2001,tea,10,20", "ant_2001,water,5,20", "bee_2002,tea,30,50", "bee_2002,water,20,50")
    rows = [f"{row},{CELL},stated,{CELL}" for row in counts]
    return "\n".join(["study,arm,events,total,source,confidence,note", *rows, ""])


def hostile_text() -> str:
    addresses = "[x](javascript:alert(4)) [y](data:text/html,z) <script>alert(5)</script>"
    unfold = f":::{{unfold}} {EVIL}\ninside\n:::"
    said = f"{EVIL} {addresses}\n\n[39](=awake.intervention) `{EVIL}` **{EVIL}**\n\n{unfold}"
    return f"{TEXT}\n::::{{voice}} findings\n{said}\n::::\n"


def hostile_folder() -> Review:
    bias = f"tool,study,outcome,domain,judgement,support\n{CELL},ant_2001,,{CELL},{CELL},{CELL}\n"
    facts = "fact,value,of,source,where,confidence,note\n"
    return folder(
        entry=hostile_entry(),
        review=hostile_review(),
        studies=hostile_studies(),
        awake=hostile_counts(),
        facts=f"{facts}evil,{CELL},{CELL},{CELL},{CELL},stated,{CELL}\n",
        risk_of_bias=bias,
        text=hostile_text(),
    )


def test_hostile_words_stay_words_in_every_field():
    review = hostile_folder()
    tree = parsed(page(review, site=Site(root="/", name=EVIL, editor="ed@example.org")))
    (script,) = tree.all("script")  # our own
    assert "alert(" not in "".join(child for child in script.children if isinstance(child, str))
    assert tree.all("img") == []
    assert not [name for element in tree.walk() for name in element.attributes if name.startswith("on")]
    hrefs = [element.attributes.get("href") or "" for element in tree.walk()]
    assert not [href for href in hrefs if re.match(r"\s*(javascript|vbscript|data:text)", href, re.IGNORECASE)]


def test_and_are_all_shown():
    said = parsed(page(hostile_folder())).text()
    fields = (
        5 + 3 + 5 + 4 + 5 + 8 + 4 + 3 + 3
    )  # entry, its lists, review, its tables, studies, rows, facts, bias, text
    assert said.count("<script>alert(1)</script>") >= fields


@pytest.mark.parametrize("said", ["nan", "inf", "true", "[1, 2]", "{ a = 1 }", "2011-07-15", "1e-300", "1e300"])
def test_odd_numbers_of_a_version_are_published_as_they_stand(said: str) -> None:
    table = f"\n[versions.2006]\nrr_estimate = {said}\nrr_low = 1.1\nrr_high = 2.0\n"
    assert "Rr" in page(folder(review=REVIEW + table), site=Site(name="b"))


@pytest.mark.parametrize(("low", "high"), [("1e-300", "1e300"), ("1e-320", "2"), ("-1", "1.7e308")])
def test_a_published_interval_beyond_all_sense_is_published(low: str, high: str) -> None:
    table = f"\n[analyses.dead.published]\nestimate = 1\nlow = {low}\nhigh = {high}\n"
    assert "<article" in page(folder(review=REVIEW + table), site=Site(name="b"))
