"""What Review Manager doesn't import, one function each: it words its Problem."""

from __future__ import annotations

from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import note, warning


def by_hand(file: str, number: int) -> Problem:
    """Results of kinds, or on measures, that the import has no columns for."""
    rows = "1 result is" if number == 1 else f"{number} results are"
    return warning("by-hand", Place(file=file), f"{rows} to be typed in: Review Manager doesn't import such", file)


def not_imported(number: int) -> Problem:
    """The analyses, which Review Manager has from its own plan."""
    what = "analysis" if number == 1 else "analyses"
    hint = "set them up in Review Manager, before or after"
    return note("left-behind", Place(file="review.toml"), f"{number} {what}: their plans are not imported", hint)


def other_studies(number: int) -> Problem:
    """Studies of which Review Manager imports the references only."""
    what = "study that isn't" if number == 1 else "studies that aren't"
    message = f"{number} {what} included: only their references are imported, and data of theirs nowhere"
    return note("left-behind", Place(file="studies.csv"), message, "type their tables in, if there are any")


def parted(number: int) -> Problem:
    """Studies with several rows of one arm, which Review Manager knows as arms of their own."""
    studies = "1 study gives" if number == 1 else f"{number} studies give"
    message = f"{studies} an arm in parts (strata, subgroups), told as an arm each"
    return warning("parted-arms", Place(file="data"), message, "see that no analysis takes people twice")
