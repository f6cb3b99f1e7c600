"""What stands behind each bound number: its kind, its value, the rows or source, the model, and its likeness."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from effectbank.problems import Place
from effectbank.publish.forest import sentence_case
from effectbank.publish.tables import anchors_of
from effectbank.review import Review, paths
from effectbank.review.text.tree import Claim
from effectbank.words import Confidence, NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The words of a card.

    `anchor` is the first of its `rows` on the page, "" where they aren't shown, `others` the rest.
    """

    number: int
    words: str
    kind: str
    says: str
    other: str
    model: str
    source: str
    rows: str
    anchor: str
    others: str


def explanations(review: Review, claims: Sequence[Claim], anchors: Collection[str]) -> tuple[Explanation, ...]:
    """One for each claim whose path leads somewhere; `check` tells of the others.

    `anchors` are the names on the page: only to these does an explanation lead.
    """
    found = _explained(review, claims)
    return tuple(one if one.anchor in anchors else replace(one, anchor="") for one in found)


def _explained(review: Review, claims: Iterable[Claim]) -> Iterable[Explanation]:
    for claim in claims:
        try:
            yield explanation(claim, paths.resolve(review, claim.path), crude=_crude(review, claim.path))
        except paths.BadPath:
            continue


def explanation(claim: Claim, value: paths.Value, *, crude: str = "") -> Explanation:
    """The explanation of a claim bound to a value; `crude` is what was counted, to stand beside a risk."""
    return Explanation(
        number=claim.number,
        words=claim.words,
        kind=str(value.kind),
        says=f"{sentence_case(value.label)}: {paths.shown(value)}{_known(value)}.",
        other=" ".join(filter(None, (_other(value.other), crude))),
        model=f"{sentence_case(value.model)}." if value.model else "",
        source=f"Source: {value.source}." if value.source else "",
        rows=f"{sentence_case(places_in_words(value.rows))}." if value.rows else "",
        anchor=anchors_of(value.rows[:1]),
        others=anchors_of(value.rows[1:]),
    )


def _known(value: paths.Value) -> str:
    """That counts behind the value are not simply stated."""
    weak = [str(word) for word in value.confidence if word in (Confidence.RECONSTRUCTED, Confidence.DERIVED)]
    return f" (some counts {' or '.join(weak)})" if weak else ""


_OTHER_SAYS = {
    NumberKind.POOLED: "Computed from the rows, it is",
    NumberKind.PUBLISHED: "The source itself gives",
    NumberKind.CRUDE: "Counted straight from the rows, it is",
    NumberKind.CORRESPONDING: "The corresponding risk computed here is",
    NumberKind.ASSUMED: "The assumed risk computed here is",
}


def _other(value: paths.Value | None) -> str:
    """The number of another kind it might be mistaken for."""
    if value is None:
        return ""
    how = f" ({value.model})" if value.kind is NumberKind.CORRESPONDING else ""
    return f"{_OTHER_SAYS.get(value.kind, f'The {value.kind} one is')} {paths.shown(value)}{how}."


_CORRESPONDING = re.compile(r"(\.published|\.intervention)?\.corresponding_risk$")


def _crude(review: Review, path: str) -> str:
    """What was counted in the arm whose corresponding risk a path leads to: 56 of 202 is not 24 in every 100."""
    arm, found = _CORRESPONDING.subn(".intervention", path)
    try:
        counted, risk = (paths.resolve(review, arm + end) for end in ("", ".crude_risk"))
    except paths.BadPath:
        return ""
    return f"{_OTHER_SAYS[NumberKind.CRUDE]} {paths.shown(counted)}, {paths.shown(risk)}." if found else ""


def places_in_words(places: Sequence[Place]) -> str:
    """ "rows 2 to 13 of data/retained.csv", file by file."""
    files = dict.fromkeys(place.file for place in places)
    return "; ".join(_in_file(file, [place for place in places if place.file == file]) for file in files)


def _in_file(file: str, places: Sequence[Place]) -> str:
    lines = sorted({place.line for place in places if place.line is not None})
    keys = [place.key for place in places if place.line is None and place.key]
    if not lines:
        return f"{', '.join(keys)} of {file}" if keys else file
    *others, last = (_run(*ends) for ends in _runs(lines))
    runs = f"{', '.join(others)} and {last}" if others else last
    what = "row" if file.endswith(".csv") else "line"
    return f"{what}{'s' if len(lines) > 1 else ''} {runs} of {file}"


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring lines as one run."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found
