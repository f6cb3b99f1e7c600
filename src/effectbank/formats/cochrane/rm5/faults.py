"""Every fault that reading an .rm5 can meet, one function each: it words its Problem."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.reading.faults import error, note, shown, warning

# --- the file ----------------------------------------------------------------------------------------------


def other_encoding(file: str, declared: str, found: str) -> Problem:
    """A file in another encoding than it says: read in the one its bytes are in."""
    message = f"says it is in {declared}, but its bytes are {found}; read as {found}"
    return note("rm5-encoding", Place(file=file, line=1), message)


def many_more(file: str, code: str, number: int) -> Problem:
    """Problems of one code beyond those told one by one."""
    return warning(code, Place(file=file), f"{number:,} more Problems of the code {code}, not told one by one")


def missing_part(place: Place, part: str) -> Problem:
    """A part that every review has: what it would have held is unknown."""
    return warning("rm5-part", place, f"has no {part}", "is the file cut short, or no RevMan 5 file?")


def unknown_element(place: Place, name: str, within: str, number: int) -> Problem:
    """Elements that nothing reads: told once for each name and place."""
    times = "an element" if number == 1 else f"{number} elements"
    message = f"nothing reads {times} {shown(name)} within {within}; left out"
    return warning("rm5-element", place, message, "look whether the review needs what they say")


def unknown_in_text(place: Place, name: str) -> Problem:
    """Markup of an unknown name within text: its words are kept, its look is not."""
    return note("rm5-markup", place, f"{shown(name)} is not known as markup; its words are kept as plain text")


# --- numbers and words -------------------------------------------------------------------------------------


def bad_number(place: Place, found: str, wanted: str) -> Problem:
    """An attribute that should hold a number and does not: taken as unknown."""
    return error("rm5-number", place, f"{shown(found)} is not {wanted}; taken as unknown", "correct it in RevMan")


def infinite(place: Place, found: str) -> Problem:
    """A result beyond what a computer can hold: no number that could be kept or compared."""
    return note("rm5-infinite", place, f"{shown(found)} is no finite number; taken as not calculated")


def unknown_word(place: Place, found: str, known: Iterable[str], taken: str) -> Problem:
    """A setting outside its list, on which results rest."""
    message = f"{shown(found)} is not a word known here; {taken}"
    return error("rm5-word", place, message, did_you_mean(found, known))


def unknown_order(place: Place, found: str, known: Iterable[str]) -> Problem:
    """An order of the rows that is not known: no result rests on it."""
    message = f"{shown(found)} is no order known here; the rows stay as they stand"
    return note("rm5-order", place, message, did_you_mean(found, known))


def odd_year(place: Place, found: str) -> Problem:
    """A year that is none."""
    return note("rm5-year", place, f"{shown(found)} is no year; taken as unknown")


# --- studies -----------------------------------------------------------------------------------------------


def study_twice(place: Place, key: str, first: Place, now: str) -> Problem:
    """A study id given twice: rows that name it mean the first."""
    message = f"{shown(key)} is already the id of the study on line {first.line}; this one is kept as {shown(now)}"
    return error("rm5-study-twice", place, message, "rows and judgements are taken to mean the first")


def study_without_id(place: Place, name: str, now: str) -> Problem:
    """A study that nothing can name."""
    return warning("rm5-study-id", place, f"{shown(name)} has no id; it is kept as {shown(now)}")


def study_added(place: Place, key: str, name: str) -> Problem:
    """A row or judgement names a study of none of the lists: the study is added."""
    message = f"names the study {shown(key)}, which no list holds; it is added as {shown(name)}, included"
    return warning("rm5-study-added", place, message, "add it to the review's list of included studies")


def nameless(place: Place, what: str) -> Problem:
    """A row or judgement that names no study: it cannot be used."""
    return error("rm5-nameless", place, f"{what} names no study; left out", "name its study in RevMan")


def characteristics_of_nobody(place: Place, key: str) -> Problem:
    """Characteristics of a study that no list holds: left out."""
    return warning("rm5-characteristics", place, f"tells of the study {shown(key)}, which no list holds; left out")


# --- analyses and judgements -------------------------------------------------------------------------------


def no_data(place: Place, name: str) -> Problem:
    """An analysis without rows: it is kept, as an outcome that no study measured."""
    return note("rm5-no-data", place, f"{shown(name)} has no data; kept as an outcome without data")


def diagnostic(place: Place) -> Problem:
    """A review of diagnostic accuracy: its analyses are of another kind altogether."""
    message = "is a review of diagnostic test accuracy, whose analyses are not supported; its studies are read"
    return error("diagnostic-accuracy", place, message)


def empty_subgroup(place: Place, name: str) -> Problem:
    """A subgroup without rows: a heading over nothing, which a folder has no place for."""
    return note("rm5-no-data", place, f"the subgroup {shown(name)} has no data; left out")


def not_calculated(place: Place, name: str) -> Problem:
    """An analysis whose results the file does not hold: nothing of it can be compared."""
    return note("rm5-not-calculated", place, f"the file holds no results of {shown(name)}; nothing to compare")


def unknown_scale(place: Place, found: str) -> Problem:
    """An estimate whose scale neither its logarithm nor its interval tells."""
    message = f"whether {shown(found)} is a logarithm cannot be told; read as the ratio that RevMan displays"
    return warning("rm5-scale", place, message, "compare it with the report it comes from")


def impossible_ratio(place: Place, found: str) -> Problem:
    """A ratio of zero or less: it has no logarithm."""
    return error("rm5-ratio", place, f"{shown(found)} is no ratio, so it has no logarithm; taken as unknown")


def unjudged(place: Place, found: str) -> Problem:
    """A judgement that is none of yes, no and unknown."""
    return warning("rm5-judgement", place, f"{shown(found)} is no judgement; left out", "known: YES, UNKNOWN, NO")


def images(place: Place, number: int) -> Problem:
    """Pictures within the file: their captions are kept."""
    what = "1 picture is" if number == 1 else f"{number} pictures are"
    return note("rm5-images", place, f"{what} not taken over; their captions are", "export them from RevMan")
