"""What each key and column of a folder means, in words; which there are is asked of the reader itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from effectbank.review.model import STORED
from effectbank.review.paths import resolve
from effectbank.review.paths.analysis import _INNER
from effectbank.review.paths.arm import ARM_STEPS
from effectbank.review.paths.fit import ENDS
from effectbank.review.paths.published import PUBLISHED as PUBLISHED_ENDS
from effectbank.review.paths.study import STUDY_STEPS
from effectbank.review.reading import arms, bias, data, entry, facts, plan, stored, studies
from effectbank.review.reading.sheet import PROVENANCE

Words = Mapping[str, str]

PROVENANCE_WORDS: Words = {
    "source": "where the row was read",
    "confidence": "stated, derived, reconstructed or unknown (see the glossary); shown wherever the row shows",
    "note": "what is to be said of the row",
}
ENTRY: Words = {
    "kind": "review, study, document, hot topic or notes; it must be there",
    "title": "of the document analysed",
    "year": "of the original, or of the last update for a hot topic",
    "authors": 'a list, as they are printed: `["Minozzi S.", "Amato L."]`',
    "citation": "where the original was published, as it is printed",
    "title_url": "where the original can be read",
    "strapline": "the verdict in one sentence; reused in lists",
    "key_points": "a list of take-home points",
    "subjects": "a list of the bank's subjects",
    "acknowledgements": "whom to thank",
    "revised": "when the entry was last revised: `2011-07-15`, without quotes",
    "availability": "how the original can be had",
    "taken_from": 'the file that gave words and data, as `"RevMan 5"`, or `"a spreadsheet"`; `import` writes it',
    "relevance": "selected or added: words the sentence on where the entry comes from",
    "linked": "folder names of entries that belong with this one",
    "coverage": 'the share of numbers in text.md that must be bound, as `"100%"`',
}
TABLES: Words = {
    "question": "the question asked, in keys of your own: text, population, intervention, comparison, outcome",
    "eligibility": "which studies count, in keys of your own",
    "searches": "a list, `[[searches]]`: database, from, to, source",
    "versions": "`[versions.2006]`: what other editions of the source said, in keys of your own; never computed",
    "comparisons": "`[comparisons.NAME]`: which treatments against which",
    "outcomes": "`[outcomes.NAME]`: what was measured; its data are in data/NAME.csv",
    "analyses": "`[analyses.NAME]`: the plan of one synthesis",
    "values": "`[values.NAME]`: a number built from others by one function",
}
COMPARISON: Words = {
    "label": "how it is printed; made from the name otherwise",
    "intervention": "the treatments of arms.csv on one side; a list means any of",
    "control": "those on the other side",
    "intervention_label": "what the group is called",
    "control_label": "what the group is called",
}
OUTCOME: Words = {
    "label": "how it is printed",
    "kind": "counts (the default), means, rates, or contrasts",
    "time_point": "when it was measured",
    "good": "more or less: which of it is the benefit; without it no number needed to treat is told",
    "description": "anything a reader should know",
}
ANALYSIS: Words = {
    "label": "how it is printed",
    "outcome": "one of [outcomes]",
    "comparison": "one of [comparisons]",
    "measure": 'a code of [measures](measures.md): "RR", "OR", "RD", "MD", "SMD" …',
    "model": "random or common",
    "method": "IV, MH or Peto",
    "tau2": "the estimator of tau², by its name ([pooling](pooling.md))",
    "test": "z, t, knapp-hartung …",
    "q_centre": "what Q is measured from: IV, MH or Peto",
    "zero_cells": "a rule of [zero cells](zero-cells.md)",
    "preset": "a program's own choices: revman5, revman-web",
    "swap_events": "true: those without the event are analysed",
    "level": "of intervals, 0.95 unless said",
    "subgroups": "a column of studies.csv, or `stratum` or `subgroup` of the data",
    "where": 'a filter, `{ setting = "clinic" }`; a list means any of; told with the result',
    "without": "a list of studies to leave out; told with the result",
    "baseline": 'the risk that absolute effects start from: "pooled", "median" or a proportion',
    "per": "of how many people risks are told: 1000 unless said",
    "number": 'the source\'s own number of the analysis: "1.1"',
    "study_level": "of the studies' own intervals, where it is another than `level`",
    "tau2_interval": 'a method for the interval of tau²: "Q-profile" …',
    "prediction_interval": "true where the source gives one",
    "totals": "all, subgroups or none: which estimates are given; without a total none can be bound or printed",
    "subgroup_test": "false where the source gives no test between subgroups",
    "order": "of the rows: study, year, weight or effect; that of studies.csv otherwise",
    "groups": "two texts: what the groups are called here, in place of the comparison's labels",
    "favours": "two texts: what lies left and right of no effect",
    "measure_label": "the source's own word for the measure",
    "units": "of a mean difference",
    "scale": "how far the source's forest plot reaches; ours too, where the data take a fifth of it",
    "source_says": "a table: what the source's file says of the analysis besides, by its own headings",
    "published": "a table, `[analyses.NAME.published]`: the source's own result; prose on the source binds to it",
}
PUBLISHED: Words = {
    "estimate": "on the scale it is told on: a ratio as a ratio",
    "low": "lower end of its interval",
    "high": "upper end",
    "p": "of the estimate",
    "i2": "in percent",
    "tau2": "of the source",
    "assumed_risk": "of the summary-of-findings table, as a proportion",
    "corresponding_risk": "the same with the intervention",
    "k": "how many studies",
    "n": "how many people",
    "where": "where in the source it stands; it must be said somewhere",
    "measure": "where the source's measure is another than the analysis's",
}
VALUE: Words = {
    "difference": "of two paths: the first less the second",
    "ratio": "of two paths: the first by the second",
    "share": "of a path: the part that `where` chooses, or of two paths the first as part of the second",
    "sum": "of paths",
    "count": "of studies that `where` chooses",
    "where": "a filter on studies.csv",
    "label": "how it is told on hover",
}
STUDIES: Words = {
    "study": "the slug that other files know it by (a-z, 0-9, _)",
    "label": "how it is printed; made from the slug otherwise",
    "year": "of publication",
    "country": "where it was done",
    "status": "included (the default), excluded, ongoing or awaiting",
    "reason": "why it was excluded",
    "randomised": "how many people were randomised in all",
}
ARMS: Words = {
    "study": "a study of studies.csv",
    "arm": "a slug for the group",
    "treatment": "what it was given, in the words that [comparisons] use",
    "randomised": "how many were randomised to it; those analysed stand with the data",
    "description": "anything a reader should know",
}
_WHERE: Words = {
    "stratum": "tells apart several rows of one arm (men, women)",
    "subgroup": "the heading under which the source lists the row",
    "applies_to": "subgroup or total, where a row counts in only one of them",
}
DATA: Words = {
    "study": "a study of studies.csv",
    "arm": "one of its arms",
    **_WHERE,
    "events": "how many had the event",
    "total": "of how many analysed",
    "mean": "of a measurement",
    "sd": "its standard deviation",
    "time": "person-time at risk, for rates",
}
CONTRASTS: Words = {
    "study": "a study of studies.csv",
    "arm": "the arm compared",
    "against": "the arm it is compared with",
    "measure": "the code of the estimate",
    "estimate": "on the analysis scale: a ratio as its logarithm",
    "se": "its standard error",
    "o_e": "observed less expected events, in place of estimate and se",
    "variance": "of o_e",
    **_WHERE,
}
FACTS: Words = {
    "fact": "the name by which the text binds to it: `=fact:NAME`",
    "value": "the number as the source has it",
    "of": "of what",
    "where": "where in the source",
}
BIAS: Words = {
    "study": "a study of studies.csv",
    "domain": "what was judged",
    "judgement": "low, unclear, high, some concerns …",
    "tool": "RoB 1, RoB 2 …",
    "outcome": "empty for the whole study",
    "support": "the words behind the judgement",
}
RESULTS: Words = {
    "analysis": "an analysis of review.toml",
    "subgroup": "a heading; empty for the whole analysis",
    "study": "a study; empty for a subgroup or analysis as a whole",
    "stratum": "as in the data",
    "applies_to": "as in the data",
}
ENDS_WORDS: Words = {
    "estimate": "the pooled estimate, as it is told",
    "ci": "its interval",
    "low": "lower end",
    "high": "upper end",
    "prediction": "prediction interval",
    "p": "of the estimate",
    "significance": '"statistically significant", or not',
    "direction": "which way it points, in words",
    "i2": "as a percentage",
    "tau2": "tau²",
    "k": "how many studies were pooled",
    "n": "how many people",
    "nnt": "number needed to treat, rounded up",
    "assumed_risk": "the baseline, as a proportion or per so many",
    "corresponding_risk": "the same with the intervention",
}
INNER_WORDS: Words = {
    "published": "the source's own numbers, with the ends of the next list",
    "without": "`.without(SLUG,SLUG)…`: the same analysis less some studies, with all ends again",
    "study": "`.study(SLUG)…`: one study's counts or estimate",
    "studies": "`.studies.count`: studies that gave data, complete or not",
}


def files() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Each file (or table of one): its name, what it is, and its keys or columns with their meaning."""
    yield (
        "entry.toml",
        "What the entry is: all that lists, search and the head of its page need.",
        _told(entry.KEYS, ENTRY),
    )
    yield (
        plan.FILE,
        "The plan. entry.toml and text.md suffice for an entry; with a plan and data it computes.",
        _told(plan.TABLES, TABLES),
    )
    yield "[comparisons.NAME]", "Group 1 is the intervention.", _told(plan.COMPARISON, COMPARISON)
    yield (
        "[outcomes.NAME]",
        "An outcome without data is legal, and is itself a finding.",
        _told(plan.OUTCOME, OUTCOME),
    )
    yield "[analyses.NAME]", "The model is kept per analysis: reviews mix them.", _told(plan.ANALYSIS, ANALYSIS)
    yield (
        "[analyses.NAME.published]",
        "Write numbers with the decimals they were printed with: 0.80, not 0.8.",
        _told(plan.PUBLISHED, PUBLISHED),
    )
    yield "[values.NAME]", "Exactly one function, over paths.", _told(plan.VALUE, VALUE)
    yield (
        studies.FILE,
        "One row a study. Any further column may choose or group studies.",
        _told((*studies.COLUMNS.needed, *studies.COLUMNS.known), STUDIES),
    )
    yield arms.FILE, "One row a group of a study.", _told((*arms.COLUMNS.needed, *arms.COLUMNS.known), ARMS)
    yield (
        "data/OUTCOME.csv",
        "One row an arm. A cell that is unknown is empty, never 0. Of an outcome of contrasts `events` and"
        " `total` may stand here too: they are shown beside the contrasts, and not pooled; a study"
        " without a contrast is told as lacking numbers.",
        _told((*data.COLUMNS.needed, *data.COLUMNS.known), DATA),
    )
    yield (
        "data/OUTCOME.contrasts.csv",
        "What was only reported as a contrast.",
        _told((*data.CONTRAST_COLUMNS.needed, *data.CONTRAST_COLUMNS.known), CONTRASTS),
    )
    yield facts.FILE, "Numbers quoted from elsewhere.", _told((*facts.COLUMNS.needed, *facts.COLUMNS.known), FACTS)
    yield bias.FILE, "One judgement a row.", _told((*bias.COLUMNS.needed, *bias.COLUMNS.known), BIAS)
    yield (
        stored.FILE,
        "What the source's own file stored, as `import` found it; `effectbank prove` computes it again.",
        [
            *_told(tuple(name for name in stored.COLUMNS if name not in (*STORED, *PROVENANCE)), RESULTS),
            (", ".join(f"`{name}`" for name in STORED), "the numbers, as written"),
        ],
    )


def _told(names: Iterable[str], words: Words) -> list[tuple[str, str]]:
    """Each name with its words; KeyError for one that nobody described, or a word for what isn't there."""
    wanted = [name for name in names if name not in PROVENANCE]
    if unknown := set(words) - set(wanted):
        raise KeyError(f"described but not read: {sorted(unknown)}")
    return [(f"`{name}`", words[name]) for name in wanted]


def path_lists() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The ends of paths, list by list."""
    yield "ANALYSIS.…", _told(ENDS, ENDS_WORDS)
    yield "ANALYSIS.… (further on)", _told(_INNER, INNER_WORDS)
    yield "ANALYSIS.published.…", [(f"`{name}`", ENDS_WORDS[name]) for name in PUBLISHED_ENDS]
    yield (
        "ANALYSIS.intervention.… and ANALYSIS.control.…",
        [(", ".join(f"`{name}`" for name in ARM_STEPS), "an arm alone is “events of total”")],
    )
    yield "ANALYSIS.study(SLUG).…", [(", ".join(f"`{name}`" for name in STUDY_STEPS), "of one study")]


def grammar() -> str:
    """The grammar of paths, as the resolver's own docstring has it."""
    return inspect.cleandoc(import_module(resolve.__module__).__doc__ or "").partition("\n\n")[2]
