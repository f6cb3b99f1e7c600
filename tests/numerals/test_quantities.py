"""What coverage counts: numerals and number-words that quantify, and nothing else."""

from __future__ import annotations

import pytest

from effectbank.numerals import quantities


@pytest.mark.parametrize(
    ("prose", "counted"),
    [
        ("39 of 116 patients and a quarter of the rest", ["39 of 116", "a quarter"]),
        ("a risk ratio of 0.47 (0.26 to 0.84), p = .03", ["risk ratio of 0.47 (0.26 to 0.84)", "p = .03"]),
        ("one trial, two trials", ["one", "two"]),
        ("twice as many in a two-week induction", ["twice as many", "two"]),
        ("more than half, about 1,200 people", ["more than half", "about 1,200"]),
        ("only one measure", ["only one"]),
        ("one of 71 and 1 in 12", ["one of 71", "1 in 12"]),
        ("2000 patients, 1950 deaths", ["2000", "1950"]),
        ("I² of 63%", ["63%"]),
        ("2000 naltrexone patients", ["2000"]),
        ("Of these 1000, and 1950 deaths; 1950 were imprisoned", ["1000", "1950", "1950"]),
        ("In March 39 of 116, by May 12 patients", ["39 of 116", "12"]),
        ("version 12 patients, item 12 patients", ["12", "12"]),
        ("RR1.43", ["RR1.43"]),
        ("both trials, a couple of trials", ["both trials", "a couple of"]),
        ("no matter, both sexes, none too soon", []),
        ("in 2006 naltrexone patients, Krupitsky 2006 had, on 12 May, version 2, phase 3 trials", []),
        # dates, years, decades
        ("on 15 July 2011, in 1976, 2008-2018, 2011-07-15, the 1990s, in their 20s", []),
        ("Krupitsky 2006 and San 1991", []),
        # identifiers, addresses, numbered things
        ("CD001333.pub4, PMID 21491383, TA115, 10.1002/14651858.CD001333, https://x.org/12", []),
        ("table 2, phase 3, Analysis 1.1, page 352, type 2, Art. No.: CD1", []),
        ("COVID-19, 5-HT, H2, B12", []),
        # ordinals, the pronoun, words that only look like numbers
        ("the first, the third study, the 15th", []),
        ("the one that, one which, no one, one of these, one another, this one.", []),
        ("double-blind, two-sided, one-way", []),
        ("95% CI and 90% confidence interval", []),
        ("half-life, quarterly, secondly, often", []),
    ],
)
def test_quantities(prose: str, counted: list[str]) -> None:
    found = [prose[start:end] for start, end in quantities(prose)]
    assert found == counted
