"""A small review with everything in it that is apt to get lost on the way out and back."""

from __future__ import annotations

from textwrap import dedent

from effectbank.problems import Severity
from effectbank.review import Review, read_files

TEXTS = {
    "entry.toml": """
        kind = "review"
        title = "Odd"
        revised = 2011-07-15
        coverage = "95%"
        """,
    "text.md": """
        ::::{voice} findings
        « [13]{.uncounted} » \\ "quoted"
        ::::
        """,
    "review.toml": """
        [question]
        asked = 2011-07-15
        at = 2011-07-15T10:00:00
        "$odd" = [1, 0.80, "x", { "$date" = "y" }]

        [[searches]]
        when = 2010-01-01

        [versions.v2006]
        rr_estimate = 0.80
        rr_low = 0.5
        rr_high = 1.2

        [comparisons.a_v_b]
        intervention = ["a", "a2"]
        control = ["b", "none"]

        [outcomes.death]
        label = "Death, all causes"
        [outcomes.pain]
        kind = "means"
        [outcomes.falls]
        kind = "rates"
        [outcomes.unmeasured]

        [analyses.death]
        outcome = "death"
        comparison = "a_v_b"
        measure = "RR"
        baseline = 0.168
        where = { setting = ["x", "y"] }
        [analyses.death.published]
        estimate = 0.80
        low = 0.5
        high = 1.20
        [analyses.pain]
        outcome = "pain"
        comparison = "a_v_b"
        measure = "MD"
        [analyses.falls]
        outcome = "falls"
        comparison = "a_v_b"
        measure = "IRR"
        baseline = "median"
        """,
    "studies.csv": """
        study,label,year,status,setting,mean
        one,,2001,included,x,3
        two,Second 2002,2002,included,,
        three,,,excluded,y,
        four,,2004,included,x,
        """,
    "arms.csv": """
        study,arm,treatment,randomised,description
        one,i,a,50,once
        one,j,a2,,
        one,c,b,51,
        two,i,a,,
        two,c,none,,
        three,i,a,,
        three,c,b,,
        four,i,a,,
        four,c,b,,
        """,
    "data/death.csv": """
        study,arm,stratum,events,total,source,confidence,note
        one,i,men,1,20,table 1,stated,
        one,j,men,2,21,table 2,derived,"a, b"
        one,c,men,3,22,table 1,stated,
        one,i,women,,18,,,
        one,c,women,1,17,,unknown,
        two,c,,5,40,,,
        three,i,,1,9,,,
        """,
    "data/death.contrasts.csv": """
        study,arm,against,measure,estimate,se,source
        four,c,i,RR,0.25,0.1,abstract
        """,
    "data/pain.csv": """
        study,arm,mean,sd,total
        one,i,3.5,1.25,20
        one,j,4,1,10
        one,c,5,2,22
        """,
    "data/falls.csv": """
        study,arm,events,time
        two,i,3,100.5
        two,c,5,98
        """,
    "facts.csv": """
        fact,value,of,source,where
        half,50%,people,a survey,page 2
        """,
    "references.json": """
        [{"id": "x", "issued": {"date-parts": [[2011, 7]]}, "score": 1.5, "open": true, "none": null}]
        """,
    "risk_of_bias.csv": """
        tool,study,domain,judgement,support
        RoB 2,one,randomisation,low,"by, computer"
        """,
}
FILES = {name: dedent(text).lstrip("\n").encode() for name, text in TEXTS.items()}


def odd() -> Review:
    """The review in it; its reading has no errors."""
    review = read_files("odd", FILES)
    assert [str(p) for p in review.read_problems if p.severity is Severity.ERROR] == []
    return review
