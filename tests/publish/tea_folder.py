"""Small review folders, written out where a test can be read with its data."""

from __future__ import annotations

from effectbank.review import Review
from effectbank.review.read import read_files

ENTRY = """\
kind = "review"
title = "Does tea help?"
year = 2020
authors = ["Brown A.", "Green B.", "White C.", "Black D."]
citation = "Journal of Tea 2020, 1"
title_url = "https://example.org/tea"
strapline = "Tea helps a little."
subjects = ["tea"]
revised = 2020-05-04
availability = "free"
relevance = "selected"
"""
REVIEW = """\
[question]
text = "Does tea help?"
population = "Tired people"

[comparisons.tea_v_water]
label = "Tea v water"
intervention = ["tea"]
control = ["water"]
intervention_label = "Tea"
control_label = "Water"

[outcomes.awake]
label = "Awake"
good = "more"

[outcomes.dead]
label = "Death"
good = "less"

[analyses.awake]
label = "Awake after an hour"
outcome = "awake"
comparison = "tea_v_water"
measure = "RR"
model = "common"
method = "MH"

[analyses.dead]
label = "Death"
outcome = "dead"
comparison = "tea_v_water"
measure = "RR"
"""
STUDIES = """\
study,year,country,status,randomised
ant_2001,2001,UK,included,40
bee_2002,2002,UK,included,100
"""
ARMS = """\
study,arm,treatment
ant_2001,tea,tea
ant_2001,water,water
bee_2002,tea,tea
bee_2002,water,water
"""
AWAKE = """\
study,arm,events,total,source,confidence
ant_2001,tea,10,20,its report,stated
ant_2001,water,5,20,its report,stated
bee_2002,tea,30,50,totals,reconstructed
bee_2002,water,20,50,totals,reconstructed
"""
TEXT = """\
::::{voice} findings
In [two](=awake.k) trials [40 of 70](=awake.intervention) stayed awake.[^how] See [below](#doubt).
[Editor's note: both were small.]{.editor}
::::

::::{voice} conclusions
Tea may help.
::::

::::{voice} commentary
{#doubt}
## Doubt

We doubt it.

:::{unfold} More
* one thing
* another
:::
::::

[^how]: Counted after an hour.
"""
TEA = {
    "entry.toml": ENTRY,
    "review.toml": REVIEW,
    "studies.csv": STUDIES,
    "arms.csv": ARMS,
    "data/awake.csv": AWAKE,
    "text.md": TEXT,
}


def folder(name: str = "tea-2020", **changed: str) -> Review:
    """The tea folder with files replaced by keyword (entry, text, review, awake, facts …); "" takes one away."""
    paths = {"entry": "entry.toml", "review": "review.toml", "text": "text.md", "awake": "data/awake.csv"}
    paths |= {name: f"{name}.csv" for name in ("studies", "arms", "facts", "risk_of_bias")}
    files = TEA | {paths[key]: content for key, content in changed.items()}
    return read_files(name, {path: content.encode() for path, content in files.items() if content})


def card_only(name: str, **fields: str) -> Review:
    """An entry of which only its card is known; fields as TOML values."""
    said = {"kind": '"study"', "title": f'"{name}"', **fields}
    toml = "".join(f"{key} = {value}\n" for key, value in said.items())
    return read_files(name, {"entry.toml": toml.encode()})
