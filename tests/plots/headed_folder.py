"""A small folder whose rows stand under headings, of which a plan may give no total."""

from __future__ import annotations

from effectbank.review import Review, read_files

PLAN = """
[comparisons.c]
intervention = ["drug"]
control = ["none"]
intervention_label = "Drug"
control_label = "Nothing"
[outcomes.well]
[analyses.well]
outcome = "well"
comparison = "c"
measure = "RR"
model = "common"
method = "MH"
subgroups = "subgroup"
"""
ROWS = """\
study,arm,subgroup,stratum,applies_to,events,total,note
ash,drug,Children,,,5,30,Read off a figure
ash,none,Children,,,6,30,
ash,drug,Adults,,,10,40,
ash,none,Adults,,,20,40,
birch,drug,Adults,,,8,50,
birch,none,Adults,,,9,50,
birch,drug,Adults,2,subgroup,7,25,
birch,none,Adults,2,subgroup,9,25,
"""


def headed(more: str = "", *, rows: str = ROWS) -> Review:
    """The folder, with more lines in its plan."""
    files = {
        "entry.toml": 'kind = "review"\ntitle = "Headings"\n',
        "review.toml": PLAN + more,
        "studies.csv": "study,year\nash,2003\nbirch,2001\n",
        "arms.csv": "study,arm,treatment\n"
        + "".join(f"{s},{a},{a}\n" for s in ("ash", "birch") for a in ("drug", "none")),
        "data/well.csv": rows,
    }
    return read_files("headings", {name: text.encode() for name, text in files.items()})
