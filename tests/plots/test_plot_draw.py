"""`draw`: a picture of every record that has one, the same bytes each time, whoever draws it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.dom.minidom import parseString

import numpy as np
import pytest
from charts import effects, fit

import effectbank as eb
from effectbank.plots import Forest
from effectbank.plots.draw import PICTURES
from effectbank.problems import BadInput, NotEstimable, UnknownName

RECORDS: dict[str, Callable[[], object]] = {
    "AsymmetryTest": lambda: eb.egger(effects()),
    "Baujat": lambda: eb.baujat(fit()),
    "Blups": lambda: eb.blup(fit()),
    "Cumulative": lambda: eb.cumulative(fit()),
    "Driving": lambda: eb.driving(fit(), 1),
    "Fragility": lambda: eb.fragility(fit()),
    "Gosh": lambda: eb.gosh(fit(tau2="DL")),
    "Influence": lambda: eb.influence(fit()),
    "Labbe": lambda: eb.labbe(fit()),
    "LeaveOneOut": lambda: eb.leave_one_out(fit()),
    "LimitMeta": lambda: eb.limit_meta(effects()),
    "NormalQuantiles": lambda: eb.qqnorm(fit()),
    "PValueFunction": lambda: eb.p_value_function(fit()),
    "PermutationTest": lambda: eb.permutation_test(eb.regress(effects(), ["ablat"]), 200),
    "PetPeese": lambda: eb.pet_peese(effects()),
    "Pooled": fit,
    "Predictions": lambda: eb.predict(eb.regress(effects(), ["ablat"]), {"ablat": [20, 40]}),
    "Radial": lambda: eb.radial(fit()),
    "Regression": lambda: eb.regress(effects(), ["ablat"]),
    "Subgroups": lambda: eb.subgroups(effects(), "alloc"),
    "Tau2Profile": lambda: eb.tau2_profile(fit()),
    "TrimAndFill": lambda: eb.trim_and_fill(fit()),
}


def test_every_kind_of_record_is_tried_here() -> None:
    assert set(RECORDS) == {kind.__name__ for kind in PICTURES}
    assert {name: type(made()).__name__ for name, made in RECORDS.items()} == {name: name for name in RECORDS}


@pytest.mark.parametrize("name", RECORDS)
def test_the_same_record_is_the_same_bytes(name: str) -> None:
    record = RECORDS[name]()
    first = eb.draw(record, title="A title", highlight="Hart").svg()
    assert first == eb.draw(record, title="A title", highlight="Hart").svg()
    assert "A title" in first
    assert not re.search("<dc:date>|nan|inf[^l]", first)


def test_another_process_with_another_hash_draws_the_same() -> None:
    """No set of strings, whose order is by their hash, says in which order anything is drawn."""
    script = (
        "import charts, effectbank as eb, hashlib\n"
        "record = eb.p_value_function(charts.fit())\n"
        "svg = eb.draw(record, highlight=['Hart', 'Stein', 'Madras']).svg()\n"
        "print(hashlib.sha256(svg.encode()).hexdigest())"
    )
    here = eb.draw(eb.p_value_function(fit()), highlight=["Hart", "Stein", "Madras"]).svg()
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_points_of_the_svg_stand_where_the_record_says() -> None:
    """Read off the drawing itself: places in the SVG are the record's numbers, moved and stretched."""
    record = eb.baujat(fit())
    svg = eb.draw(record).svg()
    group = svg[svg.index('id="PathCollection_1"') :]
    found = re.findall(r'<path d="M ([-\d.]+) ([-\d.]+)', group)[: len(record)]
    x, y = np.array(found, dtype=float).T
    for places, numbers in ((x, record.x), (-y, record.y)):
        stretch, move = np.polyfit(numbers, places, 1)
        assert stretch > 0
        assert places == pytest.approx(stretch * numbers + move, abs=1e-3)


def test_the_axes_of_matplotlib_hold_the_same_numbers() -> None:
    record = eb.labbe(fit())
    axes = eb.draw(record).draw().axes[0]
    assert (
        axes.collections[0].get_offsets().tolist()
        == np.column_stack([record.control, record.intervention]).tolist()
    )
    assert axes.get_xscale() == "log"
    assert axes.get_xlim() == axes.get_ylim()


def test_a_folders_synthesis_brings_its_words() -> None:
    plot = eb.draw(eb.Review.open("bcg-vaccine-1994").synthesis("tuberculosis"))
    assert isinstance(plot, Forest)
    assert "Aronson 1948" in {row.label for row in plot.rows}
    assert plot.axis.favours[0] == "favours vaccinated"


def test_a_synthesis_without_estimate_says_why() -> None:
    with pytest.raises(NotEstimable, match="no study measured death"):
        eb.draw(eb.Review.open("naltrexone-2011").synthesis("mortality"))


def test_what_has_no_picture_is_told_what_has() -> None:
    with pytest.raises(BadInput, match=r"a value of type RankTest given, .* Baujat, .* TrimAndFill"):
        eb.draw(eb.begg(effects()))
    with pytest.raises(UnknownName, match="did you mean Hart"):
        eb.draw(eb.baujat(fit()), highlight="Heart")


@pytest.mark.parametrize("k", [2, 3, 120])
@pytest.mark.parametrize(
    "verb", ["baujat", "radial", "p_value_function", "influence", "qqnorm", "tau2_profile", "blup"]
)
def test_two_studies_and_a_hundred_are_drawn(k: int, verb: str) -> None:
    y, v = np.sin(np.arange(k)), 0.05 + 0.5 * (np.arange(k) % 7)
    y[0], missing = 0.3, np.append(y, np.nan)
    given = eb.effects("SMD", {"y": missing, "v": np.append(v, 0.1)}, estimates="y", variances="v")
    assert eb.draw(getattr(eb, verb)(eb.pool(given))).svg().startswith("<?xml")


def test_studies_that_agree_in_all_are_drawn() -> None:
    same = eb.pool(eb.effects("GEN", estimates=[0.2] * 3, variances=[0.1] * 3))
    for verb in ("baujat", "radial", "gosh", "influence", "qqnorm", "p_value_function", "tau2_profile"):
        assert eb.draw(getattr(eb, verb)(same)).svg()


def test_a_name_is_printed_as_it_is_written() -> None:
    odd = {"Hart": "Hart $5 & <b> $x^ et al"}
    for plot in (eb.draw(eb.baujat(fit()), labels=odd), eb.forest(fit(), labels=odd)):
        assert "Hart $5 &amp; &lt;b&gt; $x^ et al" in plot.svg()


@pytest.mark.filterwarnings("ignore:Glyph")
def test_what_xml_cannot_hold_is_not_in_the_svg() -> None:
    for plot in (eb.draw(eb.baujat(fit()), labels={"Hart": "Ha\x08rt"}), eb.forest(fit(), title="A\x1b[31m title")):
        assert parseString(plot.svg()).documentElement is not None


def test_a_long_title_is_folded_and_a_long_key_has_its_room() -> None:
    title = (
        "A sentence that somebody wrote into the label of an analysis, and that is longer than the picture is wide"
    )
    svg = eb.draw(eb.baujat(fit()), title=title).svg()
    lines = [line for line in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if line in title and " " in line]
    assert " ".join(lines) == title
    assert len(lines) > 1
    name = "A study whose name is so long that a key as wide as the picture could not hold it, second report"
    plain, wide = (
        eb.draw(eb.gosh(fit(tau2="DL")), labels=labels, highlight="Hart") for labels in ({}, {"Hart": name})
    )
    assert wide.draw().get_figwidth() > plain.draw().get_figwidth()


def test_drawing_leaves_matplotlibs_settings_alone_and_has_our_own() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    axes = eb.draw(eb.baujat(fit())).draw().axes[0]
    assert dict(mpl.rcParams) == before
    assert axes.xaxis.label.get_fontsize() == 9
