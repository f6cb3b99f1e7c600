"""The rows of a Cochrane analysis as the data of a folder, and the results that the file stores for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from effectbank.formats.cochrane.plan import Planned
from effectbank.formats.cochrane.source import SourceAnalysis, SourceGroup, SourceRow
from effectbank.formats.cochrane.studies import STATED
from effectbank.problems import Place
from effectbank.review.model import Arm, AsWritten, Contrast, Datum, Provenance, StoredResult, Study
from effectbank.review.selecting import WHOLE, Part, part
from effectbank.words import Confidence

NONE = Provenance()
Parted = tuple[SourceRow, Study, Part]


def parted(planned: Planned, studies: Mapping[str, Study]) -> Iterator[Parted]:
    """Each row of an analysis with its study, and the part that tells it from the study's other rows.

    A study that stands several times under one heading has its rows numbered as strata: 2, 3, …
    """
    names = _headings(planned.source)
    seen: Counter[tuple[str, str]] = Counter()
    for row in planned.source.rows:
        if row.study in studies:
            subgroup = names.get(row.subgroup, row.subgroup)
            seen[row.study, subgroup] += 1
            times = seen[row.study, subgroup]
            stratum = "" if times == 1 else str(times)
            yield row, studies[row.study], part(subgroup, stratum, row.applies_to)


def _headings(one: SourceAnalysis) -> dict[str, str]:
    """What each subgroup is called, by its number; where two are called alike, the second is "Men (2)"."""
    found: dict[str, str] = {}
    for subgroup in one.subgroups:
        heading = stem = " ".join(subgroup.name.split()) or subgroup.number
        number = 2
        while heading in found.values():
            heading, number = f"{stem} ({number})", number + 1
        found.setdefault(subgroup.number, heading)
    return found


def arms_of(planned: Iterable[Planned], rows: Mapping[str, list[Parted]]) -> Iterator[Arm]:
    """Both arms of every study of every analysis; how many were randomised is not what the file tells."""
    places: dict[tuple[str, str], Place] = {}
    for one in planned:
        ours, theirs = one.arms
        for row, study, _ in rows[one.name]:
            places.setdefault((study.name, ours), row.place)
            places.setdefault((study.name, theirs), row.place)
    for (study_name, arm), place in places.items():
        yield Arm(
            study=study_name, name=arm, treatment=arm, randomised=None, description="", provenance=NONE, place=place
        )


def data_of(planned: Planned, rows: list[Parted]) -> Iterator[Datum]:
    """Two rows of data a row: what either group gave; for a contrast, where it tells how many people there were."""
    given = planned.source.kind in ("contrasts", "o_e")
    ours, theirs = planned.arms
    for row, study, of in rows:
        for arm, group in ((ours, row.experimental), (theirs, row.control)):
            if not given or group.events is not None or group.total is not None:
                yield _datum((planned.name, study.name, arm), of, group, row)


def _datum(whose: tuple[str, str, str], of: Part, group: SourceGroup, row: SourceRow) -> Datum:
    outcome, study, arm = whose
    return Datum(
        outcome=outcome,
        study=study,
        arm=arm,
        stratum=of.stratum,
        subgroup=of.subgroup,
        applies_to=of.applies_to,
        events=group.events,
        total=group.total,
        mean=group.mean,
        sd=group.sd,
        time=None,
        provenance=_provenance(row),
        place=row.place,
    )


def contrasts_of(planned: Planned, rows: list[Parted]) -> Iterator[Contrast]:
    """The contrasts of an analysis whose data are estimates, or O - E with its variance."""
    if planned.source.kind not in ("contrasts", "o_e"):
        return
    arm, against = planned.arms
    for row, study, of in rows:
        yield Contrast(
            outcome=planned.name,
            study=study.name,
            arm=arm,
            against=against,
            measure=planned.source.measure,
            estimate=row.estimate,
            se=row.se,
            o_e=row.o_e,
            variance=row.variance,
            stratum=of.stratum,
            subgroup=of.subgroup,
            applies_to=of.applies_to,
            provenance=_provenance(row),
            place=row.place,
        )


def _provenance(row: SourceRow) -> Provenance:
    return Provenance(confidence=Confidence.STATED, note=row.footnote) if row.footnote else STATED


def stored_of(planned: Planned, rows: list[Parted]) -> Iterator[StoredResult]:
    """The results that the file stores: of the analysis, of its subgroups, of its rows."""
    one = planned.source
    if one.stored:
        yield _stored(planned.name, one.stored, one.place)
    headings = _headings(one)
    for subgroup in one.subgroups:
        if subgroup.stored:
            yield _stored(planned.name, subgroup.stored, subgroup.place, part(headings[subgroup.number], "", ""))
    for row, study, of in rows:
        if row.stored:
            yield _stored(planned.name, row.stored, row.place, of, study.name)


def _stored(
    analysis: str, numbers: Mapping[str, AsWritten], place: Place, of: Part = WHOLE, study: str = ""
) -> StoredResult:
    return StoredResult(
        analysis=analysis,
        subgroup=of.subgroup,
        study=study,
        stratum=of.stratum,
        applies_to=of.applies_to,
        numbers=numbers,
        place=place,
    )
