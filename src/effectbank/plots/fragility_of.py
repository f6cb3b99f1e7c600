"""The way of a fragility index: how the p-value moves as one person after another fares otherwise."""

from __future__ import annotations

import numpy as np

from effectbank.numerals import integer
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Ink, Line, Panel, Points, Rule
from effectbank.plots.scale import UPRIGHT, plain_scale
from effectbank.plots.wording import Wording
from effectbank.synthesis.fragility import Fragility


def fragility_chart(record: Fragility, wording: Wording) -> Chart:
    """The p-value after each change, from none on; whose events they are is said below."""
    p = np.array([record.fit.p, *(change.p for change in record.changes)])
    people = np.arange(p.size, dtype=float)
    picked = np.array([False, *(change.study in wording.picked for change in record.changes)])
    least = 1 - record.fit.options.level
    panel = Panel(
        x=Axis(label="People who fare otherwise", scale=plain_scale(people, from_nought=True)),
        y=Axis(
            label="p-value of the pooled effect", scale=plain_scale([*p, least], from_nought=True, room=UPRIGHT)
        ),
        marks=(
            Rule(at=least, upright=False, ink=Ink.LIMIT, dashed=True),
            Line(x=people, y=p, ink=Ink.BEHIND),
            *(Points(x=people[at], y=p[at], ink=ink) for at, ink in ((~picked, Ink.STUDY), (picked, Ink.PICKED))),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title, notes=(_told(record, wording),))


def _told(record: Fragility, wording: Wording) -> str:
    """The index, and whose events it is made of."""
    index = "Not turned" if record.index is None else f"Turned by {record.index} of {integer(record.people)} people"
    changes = [
        f"{abs(n)} {'more' if n > 0 else 'fewer'} in {wording.label(study)}, {group}"
        for (study, group), n in record.by_group.items()
    ]
    return f"{index}: {'; '.join(changes)}." if changes else f"{index}."
