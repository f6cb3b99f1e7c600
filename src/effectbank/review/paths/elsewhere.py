"""Paths that begin with the studies, an earlier version of the source, or a quoted fact."""

from __future__ import annotations

from collections.abc import Mapping

from effectbank.numerals import Part, read
from effectbank.problems import Place
from effectbank.review.model import Study
from effectbank.review.paths.value import BadPath, Value, unknown_step
from effectbank.review.review import Review
from effectbank.review.selecting import study_column, study_columns
from effectbank.words import NumberKind, StudyStatus


def studies_value(
    review: Review, address: str, column: str, where: Mapping[str, tuple[str, ...]] | None = None
) -> Value:
    """`studies.count`, or the sum of a column over the included studies (those a filter chooses)."""
    chosen = [study for study in review.studies.values() if _chosen(study, where or {})]
    if column == "count":
        numbers = [1.0] * len(chosen)
    elif column in study_columns(review):
        numbers = [_cell(study, column, address) for study in chosen]
    else:
        raise unknown_step(address, column, "studies", ("count", "randomised", *study_columns(review)))
    return Value(
        address=address,
        kind=NumberKind.COUNTED,
        shape="count" if all(number.is_integer() for number in numbers) else "number",
        numbers=(sum(numbers),),
        label="Included studies" if column == "count" else f"Included studies: {column}, added up",
        rows=tuple(study.place for study in chosen),
        model="counted from the rows",
        confidence=tuple(dict.fromkeys(s.provenance.confidence for s in chosen if s.provenance.confidence)),
    )


def _chosen(study: Study, where: Mapping[str, tuple[str, ...]]) -> bool:
    kept = where if "status" in where else {**where, "status": (str(StudyStatus.INCLUDED),)}
    return all(study_column(study, column) in values for column, values in kept.items())


def _cell(study: Study, column: str, address: str) -> float:
    said = study_column(study, column)
    try:
        return float(said)
    except ValueError:
        what = f"{said!r}" if said else "unknown"
        raise BadPath(
            address, f"{column} of {study.name} is {what}: nothing to add up", f"see {study.place}"
        ) from None


def version_value(review: Review, address: str, version: str, key: str) -> Value:
    """`versions.2006.studies`: a number that another version of the source gave."""
    if version not in review.versions:
        raise unknown_step(address, version, "[versions]", review.versions)
    table = review.versions[version]
    if key not in table:
        raise unknown_step(address, key, f"[versions.{version}]", (name for name in table if name != "source"))
    place = Place(file="review.toml", key=f"versions.{version}.{key}")
    source = str(table.get("source", ""))
    return _quoted(address, str(table[key]), label=f"{version} version: {key}", source=source, place=place)


def fact_value(review: Review, address: str, name: str) -> Value:
    """`fact:NAME`: a number quoted from a source."""
    if name not in review.facts:
        raise unknown_step(address, name, "facts.csv", review.facts)
    fact = review.facts[name]
    source = ", ".join(filter(None, (fact.source, fact.where)))
    label = fact.provenance.note or fact.name.replace("_", " ")
    value = _quoted(address, fact.value, of=fact.of, label=label, source=source, place=fact.place)
    if not value.shape:
        raise BadPath(address, f"the value of {name} is empty", f"see {fact.place}")
    return value


def _quoted(address: str, words: str, *, of: str = "", label: str, source: str, place: Place) -> Value:
    shape, numbers, measure = _as_written(words, of)
    return Value(
        address=address, kind=NumberKind.QUOTED, shape=shape, numbers=numbers, words=(words,), label=label,
        rows=(place,), source=source, measure=measure,
    )  # fmt: skip


def _as_written(words: str, of: str) -> tuple[str, tuple[float, ...], str]:
    """The shape and numbers of a quoted value; what isn't one plain number is text, bound word for word."""
    parts = read(f"{words} of {of}" if of.strip() else words).parts
    if not words.strip():
        return "", (), ""
    if len(parts) != 1 or parts[0].verdict is not None or parts[0].comparator != "=":
        return "text", (), ""
    return _of_part(parts[0])


def _of_part(part: Part) -> tuple[str, tuple[float, ...], str]:
    numbers = tuple(float(written.value / part.scale) for written in part.numbers)
    if part.shape == "one in":
        return "proportion", (numbers[0] / numbers[1],), ""
    if part.shape == "proportion":
        return "proportion", numbers[:1], ""
    return part.shape, numbers, part.measure
