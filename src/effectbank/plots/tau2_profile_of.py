"""The profile of tau2: its log-likelihood, the best value, and the interval of those hardly less likely."""

from __future__ import annotations

from effectbank.numerals import fixed, interval
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Ink, Line, Panel, Points, Rule
from effectbank.plots.scale import UPRIGHT, plain_scale
from effectbank.plots.wording import Wording
from effectbank.synthesis.tau2_profile import Tau2Profile

DEEPEST = 3.0  # falls from the peak to the cut; what is less likely is not worth its room


def tau2_profile_chart(record: Tau2Profile, wording: Wording) -> Chart:
    """The curve; dashed, how far it has fallen where the interval ends, and these ends."""
    least = record.peak - DEEPEST * (record.peak - record.cut)
    heights = [record.peak, record.cut, *(h for h in record.log_likelihood.tolist() if h >= least)]
    estimator, ends = record.fit.options.tau2, record.interval
    told = f"{fixed(100 * record.level, 0)}% interval, {interval(ends.low, ends.high, 3)}"
    panel = Panel(
        x=Axis(label="τ²", scale=plain_scale(record.at, from_nought=True)),
        y=Axis(
            label="Restricted log-likelihood" if estimator == "REML" else "Log-likelihood",
            scale=plain_scale(heights, room=UPRIGHT),
        ),
        marks=(
            Rule(at=record.cut, upright=False, ink=Ink.LIMIT, dashed=True),
            *(Rule(at=end, ink=Ink.LIMIT, dashed=True, name=told) for end in ends if end > 0),
            Line(x=record.at, y=record.log_likelihood),
            Points(
                x=record.at[record.at == record.best],
                y=record.log_likelihood[record.at == record.best],
                name=f"{estimator}, {fixed(record.best, 3)}",
            ),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title)
