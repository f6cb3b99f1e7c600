"""The words of headings and what each means: data, longest first where several fit.

A word is sure where it has one meaning in a table of trials. The others are read too, but asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from effectbank.formats.spreadsheets.roles import CONTROL, INTERVENTION

Phrase = tuple[str, ...]  # of lower-case words and the signs / % ±; N keeps its case


def _phrases(meaning: str, *, sure: str = "", unsure: str = "") -> Iterator[tuple[Phrase, tuple[str, bool]]]:
    """Phrases parted by |, each with its meaning and whether it has but one."""
    for words, certain in ((sure, True), (unsure, False)):
        yield from ((tuple(phrase.split()), (meaning, certain)) for phrase in words.split("|") if phrase.strip())


GROUPS: Mapping[Phrase, tuple[str, bool]] = MappingProxyType(
    dict(
        [
            *_phrases(
                INTERVENTION,
                sure="intervention|interventions|experimental|treatment|treated|treat|trt|active|exposed",
                unsure="exp|e|t|tx|i|1|group 1|arm 1|g 1|grp 1",
            ),
            *_phrases(
                CONTROL,
                sure="control|controls|ctrl|ctl|comparator|comparison|placebo|sham|usual care|standard care|"
                "no treatment|untreated|unexposed|no intervention|waiting list|wait list|waitlist|care as usual|"
                "treatment as usual",
                unsure="con|c|p|2|0|group 2|arm 2|g 2|grp 2|group 0|arm 0|tau",
            ),
        ]
    )
)

CELLS: Mapping[Phrase, tuple[str, bool]] = MappingProxyType(
    dict(
        [
            *_phrases(
                "events",
                sure="events|event|n events|number of events|no of events|events n|with event|with events|"
                "patients with event|patients with events|participants with event|participants with events",
                unsure="cases|case|responders|responded|deaths|dead|died|x|r|n with event|successes|pos|positive",
            ),
            *_phrases(
                "non-events",
                sure="non events|nonevents|non event|nonevent|without event|event free",
                unsure="no event|no events|alive|survived|survivors|nodead|neg|negative|failures",
            ),
            *_phrases(
                "total",
                sure="total|totals|N|total n|total N|n total|N total|sample size|denominator|number analysed|"
                "number analyzed|n analysed|n analyzed|N analysed|N analyzed|group size",
                unsure="n|number|participants|patients|subjects|people|persons|randomised|randomized|n randomised|"
                "n randomized|N randomised|N randomized|number randomised|number randomized|completers|assessed|"
                "no of patients|number of patients|no of participants|number of participants|size",
            ),
            *_phrases(
                "events/total",
                sure="n / N|n / N %|events / total|events / N|events / total %|event / total|events / n",
                unsure="n / n|n / total|r / n|x / n|n / n %",
            ),
            *_phrases("percent", sure="%|percent|percentage|event %|events %", unsure="rate|risk|proportion"),
            *_phrases("mean", sure="mean|means", unsure="m|average|avg|y"),
            *_phrases(
                "sd",
                sure="sd|s d|standard deviation|std dev|std deviation|stdev|st dev|std|sds",
                unsure="s|dev",
            ),
            *_phrases("mean/sd", sure="mean sd|mean ± sd|mean s d|means sd", unsure="mean ±|mean std"),
            *_phrases("mean/se", sure="mean se|mean ± se|mean sem|mean ± sem|mean s e"),
            *_phrases("se", sure="se|sem|s e|standard error|std err|std error|s e m"),
            *_phrases(
                "time",
                sure="person years|person time|person months|person days|patient years|time at risk",
                unsure="time|py|pyrs|exposure|years|follow up",
            ),
        ]
    )
)
# Which cells hold 12 (30%): events, whose percentage is compared with the total.
CELLS = MappingProxyType(
    {**CELLS, **dict(_phrases("events", sure="events n %|n events %", unsure="n %|no %|N %|number %"))}
)

RATIO, DIFFERENCE, LOG = "ratio", "difference", "log"
# Names of an estimate → its measure, and the scale it is printed on.
ESTIMATES: Mapping[Phrase, tuple[str, str]] = MappingProxyType(
    {
        tuple(phrase.split()): (measure, scale)
        for measure, scale, words in (
            ("RR", RATIO, "rr|risk ratio|relative risk|risk ratios"),
            ("OR", RATIO, "or|odds ratio|odds ratios|aor"),
            ("HR", RATIO, "hr|hazard ratio|hazard ratios"),
            ("IRR", RATIO, "irr|rate ratio|incidence rate ratio"),
            ("RR", LOG, "log rr|ln rr|logrr|lnrr|log risk ratio|ln risk ratio|log relative risk"),
            ("OR", LOG, "log or|ln or|logor|lnor|log odds ratio|ln odds ratio|log odds"),
            ("HR", LOG, "log hr|ln hr|loghr|lnhr|log hazard ratio|ln hazard ratio"),
            ("IRR", LOG, "log irr|ln irr|log rate ratio|ln rate ratio"),
            ("RD", DIFFERENCE, "rd|risk difference|arr"),
            ("MD", DIFFERENCE, "md|wmd|mean difference|mean diff"),
            ("SMD", DIFFERENCE, "smd|standardised mean difference|standardized mean difference|hedges g|cohens d"),
            ("GEN", "", "es|effect|effect size|estimate|beta|coef|coefficient|te|yi|y i|giv mean"),
        )
        for phrase in words.split("|")
    }
)
CONTRASTS: Mapping[Phrase, tuple[str, bool]] = MappingProxyType(
    dict(
        [
            *_phrases("variance", sure="variance|vi|sampling variance", unsure="var|v"),
            *_phrases(
                "se",
                sure="se|standard error|std err|std error|se log or|se log rr|se log hr|se ln or|se ln rr|"
                "se ln hr|selogor|selogrr|sete|sei|giv se",
            ),
            *_phrases(
                "low",
                sure="lower|lci|lcl|ci lower|lower ci|lower 95 % ci|95 % ci lower|lower limit|ci low|low|ci lb|"
                "lower bound|ci start|95 % lower|lower 95 %|95 % ci low",
                unsure="ll|lb|l|min|from",
            ),
            *_phrases(
                "high",
                sure="upper|uci|ucl|ci upper|upper ci|upper 95 % ci|95 % ci upper|upper limit|ci high|high|ci ub|"
                "upper bound|ci end|95 % upper|upper 95 %|95 % ci high",
                unsure="ul|ub|u|max|to",
            ),
            *_phrases("interval", sure="95 % ci|ci|confidence interval|95 ci|95 % confidence interval|ci 95 %"),
        ]
    )
)

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(  # headings that stand alone, compared whole
    {
        "study": (
            "slab", "studlab", "study", "study name", "study id", "study subgroup", "study label", "studyid",
            "studies", "trial", "trial name", "trial id", "trialname", "studyname", "trialid",
            "trials", "reference", "citation", "author year", "author , year", "first author year", "label",
            "source study",
        ),
        "author": ("author", "authors", "first author", "author s"),
        "year": ("year", "publication year", "year of publication", "pub year", "yr", "study year"),
        "country": ("country",),
        "arm": (
            "arm", "group", "treatment", "intervention", "treat", "trt", "condition", "arm name", "study arm",
            "treatment group", "treatment arm", "allocation group", "drug",
        ),
        "outcome": ("outcome", "outcome name", "endpoint", "outcome measure"),
        "note": ("note", "notes", "comment", "comments", "remarks", "remark", "footnotes", "footnote"),
        "source": ("source", "data source"),
        "moderator": ("weight", "weights", "% weight", "weight %", "p", "p value", "pvalue", "z", "id", "no"),
    }
)  # fmt: skip
STOPWORDS = frozenset(
    {
        "of", "in", "the", "for", "at", "with", "and", "group", "groups", "arm", "arms", "by", "per", "an",
        "to", "number", "no", "patients", "participants", "people", "m", "h", "fixed", "random", "iv", "mh",
    }
)  # fmt: skip
CONTROLS_NAMED = (  # what a group that is no treatment under test is called, in cells
    "placebo", "control", "controls", "no treatment", "none", "no intervention", "usual care", "standard care",
    "treatment as usual", "tau", "care as usual", "waiting list", "wait list", "waitlist", "sham", "untreated",
    "comparator", "no vaccine", "unvaccinated", "unexposed", "ctrl",
)  # fmt: skip
TOTALS = (
    r"(?:grand |sub|sub-|overall |column )?totals?(?: \(95 ?% ?ci\))?|overall(?: effect)?|sum|"
    r"all(?: studies| trials)?|pooled(?: .{0,40})?|summary(?: .{0,40})?|average|total \(.{0,40}\)|total events|σ|∑"
)
REMARKS = (  # how a line of a forest plot, or a note under a table, begins
    r"heterogeneity|test for |tests? of |total events|\*|†|‡|§|notes?\b|source|abbreviation|data (?:from|are)|"
    r"footnote|legend|\(?[a-d]\)|values are|ci[ :=]|sd[ :=]"
)
