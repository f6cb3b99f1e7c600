"""A made-up folder that has all that an export must tell or tell of: four kinds of data, parts, notes, bias."""

from __future__ import annotations

from effectbank.review import Review, read_files

FILES = {
    "entry.toml": 'kind = "review"\ntitle = "Tea, coffee and sleep"\nauthors = ["Ann Smith"]\nyear = 2020\n',
    "text.md": "::::{voice} findings\nFive words of prose here.\n::::\n",
    "facts.csv": "fact,value,of,source,where\ncups,3,a day,a survey,page 2\n",
    "references.json": '[{"id": "own", "note": "The document analysed.", "title": "Tea"},'
    '{"id": "ash_2001", "type": "article-journal", "title": "Of tea", "author": [{"family": "Ash"}]},'
    '{"id": "survey", "type": "report", "title": "A survey"}]',
    "review.toml": """\
[question]
population = "Adults"

[comparisons.tea_v_none]
label = "Tea v nothing"
intervention = ["tea", "green_tea"]
control = ["nothing"]
intervention_label = "Tea"
control_label = "Nothing"

[outcomes.insomnia]
label = "Insomnia"
good = "less"
time_point = "3 months"

[outcomes.latency]
label = "Time to sleep (min)"
kind = "means"

[outcomes.death]
label = "Death"
kind = "contrasts"

[outcomes.relapse]
label = "Relapse"
kind = "contrasts"

[outcomes.falls]
label = "Falls"
kind = "rates"

[analyses.insomnia]
number = "2.3"
label = "Insomnia"
outcome = "insomnia"
comparison = "tea_v_none"
measure = "RR"
model = "common"
method = "MH"
preset = "revman-web"
subgroups = "setting"
order = "year"
favours = ["Favours tea", "Favours nothing"]

[analyses.in_clinics]
label = "Insomnia in clinics"
outcome = "insomnia"
comparison = "tea_v_none"
measure = "OR"
where = { setting = "clinic" }
tau2 = "PM"
test = "knapp-hartung"
prediction_interval = true
tau2_interval = "Q-profile"

[analyses.latency]
label = "Time to sleep (min)"
outcome = "latency"
comparison = "tea_v_none"
measure = "SMD"
preset = "revman-web"
level = 0.99
units = "minutes"
subgroups = "subgroup"
totals = "subgroups"

[analyses.death]
label = "Death"
outcome = "death"
comparison = "tea_v_none"
measure = "HR"
preset = "revman-web"

[analyses.relapse]
label = "Relapse"
outcome = "relapse"
comparison = "tea_v_none"
measure = "HR"
model = "common"
preset = "revman-web"

[analyses.falls]
label = "Falls"
outcome = "falls"
comparison = "tea_v_none"
measure = "IRR"
preset = "revman-web"

[analyses.unmade]
label = "Sleep quality"
outcome = "sleep_quality"
comparison = "tea_v_none"
measure = "RR"
""",
    "studies.csv": '''\
study,label,year,country,status,reason,randomised,setting,methods,data_source,note
ash_2001,Ash 2001,2001,Norway,included,,60,clinic,"A trial, ""open""",published,
birch_2004,Birch 2004,2004,Chile,included,,80,home,"Two lines
of text",,
cedar_2009,Cedar 2009,2009,,included,,,clinic,,unpublished,
dogwood_2010,Cedar 2009,2010,,included,,,home,,,
elm_2011,Elm 2011,2011,,excluded,no control group,,,,,
fir_2012,Fir 2012,2012,,ongoing,,,,,,
''',
    "arms.csv": "study,arm,treatment\n"
    + "".join(f"{study},tea,tea\n{study},none,nothing\n" for study in ("ash_2001", "birch_2004", "cedar_2009"))
    + "ash_2001,green,green_tea\ndogwood_2010,tea,tea\ndogwood_2010,none,nothing\n",
    "data/insomnia.csv": """\
study,arm,events,total,confidence,note
cedar_2009,tea,0,30,reconstructed,
cedar_2009,none,2,31,stated,
ash_2001,tea,3,20,stated,
ash_2001,green,2,20,stated,
ash_2001,none,8,20,stated,
birch_2004,tea,5,40,stated,"from the authors, unpublished"
birch_2004,none,9,40,stated,
""",
    "data/latency.csv": """\
study,arm,subgroup,stratum,applies_to,mean,sd,total
ash_2001,tea,Adults,men,,12.50,3.1,10
ash_2001,none,Adults,men,,10.2,2.9,11
ash_2001,tea,Adults,women,,13,3,12
ash_2001,none,Adults,women,,9.5,3.3,12
birch_2004,tea,Children,,subgroup,11,2.5,40
birch_2004,none,Children,,subgroup,10.9,2.25,40
""",
    "data/death.contrasts.csv": """\
study,arm,against,measure,estimate,se,note
ash_2001,tea,none,HR,-0.25,0.2,adjusted for age
birch_2004,none,tea,HR,0.1,0.3,
cedar_2009,tea,none,OR,0.4,0.3,
""",
    "data/death.csv": "study,arm,events,total\nash_2001,tea,4,20\nash_2001,none,5,20\n",
    "data/relapse.contrasts.csv": """\
study,arm,against,measure,estimate,se,o_e,variance
ash_2001,tea,none,HR,,,-1.5,4.25
birch_2004,tea,none,HR,,,0.75,3
""",
    "data/falls.csv": """\
study,arm,events,time
ash_2001,tea,4,100.5
ash_2001,none,9,98
birch_2004,tea,2,50
birch_2004,none,3,51
""",
    "risk_of_bias.csv": """\
tool,study,outcome,domain,judgement,support
RoB 1,ash_2001,,Allocation concealment,low,Sealed envelopes
RoB 1,ash_2001,Subjective outcomes,Blinding,high,
RoB 1,birch_2004,,Allocation concealment,unclear,
RoB 2,ash_2001,insomnia,Overall bias,some concerns,"Open, but blind assessors"
""",
}  # fmt: skip


def rich() -> Review:
    """The folder, read."""
    return read_files("tea", {name: text.encode() for name, text in FILES.items()})
