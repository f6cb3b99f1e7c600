"""A small folder on three sides: as imported, as edited, and as a newer source gives it."""

from __future__ import annotations

from effectbank.review.updating import Change, Fate, Update, update_of

FILES = {
    "entry.toml": 'kind = "review"\ntitle = "Hats for rain"\nyear = 2019\n',
    "review.toml": """\
[comparisons.hats]
intervention = ["hat"]
control = ["none"]

[outcomes.wet]
label = "Wet heads"

[analyses.wet]
outcome = "wet"
comparison = "hats"
measure = "RR"

[analyses.wet.published]
estimate = 0.50
k = 2
""",
    "studies.csv": "study,label,year,status\nash_2001,,2001,included\nelm_2004,,2004,included\n",
    "data/wet.csv": """\
study,arm,events,total
ash_2001,hat,4,40
ash_2001,none,8,41
elm_2004,hat,5,50
elm_2004,none,10,51
""",
    "published.csv": "analysis,study,estimate\nwet,,0.5\nwet,ash_2001,0.51\nwet,elm_2004,0.51\n",
    "text.md": "::::{voice} findings\nHats help.\n\nTwo trials.\n\nHeads were drier.\n::::\n",
    "references.json": '[\n  {\n    "id": "r1",\n    "title": "On hats",\n    "volume": "3"\n  }\n]\n',
}


def with_changes(files: dict[str, str], **changed: tuple[str, str]) -> dict[str, str]:
    """The files with words replaced, each once; a file is named with its dots and slashes as underscores."""
    made = dict(files)
    names = {name.replace("/", "_").replace(".", "_"): name for name in files}
    for short, (old, new) in changed.items():
        name = names[short]
        assert made[name].count(old) == 1, (name, old)
        made[name] = made[name].replace(old, new)
    return made


def updated(ours: dict[str, str], theirs: dict[str, str]) -> Update:
    """The update of the folder from FILES."""
    sides = ({name: text.encode() for name, text in side.items()} for side in (FILES, ours, theirs))
    return update_of(*sides)


def told(update: Update, fate: Fate) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Part, name and the three values of every change of a fate."""
    return [_told(change) for change in update.of(fate)]


def _told(change: Change) -> tuple[str, str, str | None, str | None, str | None]:
    return change.part, change.name, change.base, change.ours, change.theirs
