"""The one door to the measures: `effects`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from effectbank.kernel.studies import Floats
from effectbank.measures.build import Rows, from_counts, from_estimates, from_means
from effectbank.measures.catalogue import COUNTS, MEANS, measure_named
from effectbank.measures.columns import Column, Table, numbers
from effectbank.measures.effects import Effects
from effectbank.measures.errors import WrongColumns
from effectbank.problems import BadInput

Pair = tuple[Column, Column]  # group 1 (intervention), group 2 (control)

FORMS = {
    COUNTS: (("events", "totals"), ("events", "nonevents")),
    MEANS: (("means", "sds", "totals"),),
}
GIVEN_FORMS = (("estimates", "variances"), ("estimates", "ses"))


def effects(
    measure: str,
    data: Any = None,
    *,
    study: Column | None = None,
    events: Pair | None = None,
    nonevents: Pair | None = None,
    totals: Pair | None = None,
    means: Pair | None = None,
    sds: Pair | None = None,
    estimates: Column | None = None,
    variances: Column | None = None,
    ses: Column | None = None,
    zero_cells: str = "only0",
    add: float = 0.5,
    double_zero: str = "keep",
    smd_variance: str = "LS",
    small_sample: str = "exact",
) -> Effects:
    """Study estimates and variances on `measure` (see MEASURES), from a data frame, a mapping or arrays.

    Columns are named in `data` or given as values; a pair is (intervention, control). Counts: `events` with
    `totals` or `nonevents`. Means: `means`, `sds`, `totals`. Any measure: `estimates` on the analysis scale
    (log RR, …) with `variances` or `ses`. Columns without a role become moderators. `study` labels the rows.

    `zero_cells` with `add`, and `double_zero`: the rules of zero_cells.RULES and DOUBLE_ZERO. `smd_variance`,
    `small_sample`: of means.SMD_VARIANCES and SMALL_SAMPLE. Defaults are metafor's.

    An empty cell makes a missing study, kept with its reason. Raises UnknownName (measure, column, rule),
    WrongColumns, UnequalLengths, and BadCell for a cell that cannot be right.
    """
    family, table = measure_named(measure).family, Table(data)
    columns = {
        "events": events, "nonevents": nonevents, "totals": totals, "means": means, "sds": sds,
        "estimates": estimates, "variances": variances, "ses": ses,
    }  # fmt: skip
    given = {role: column for role, column in columns.items() if column is not None}
    _check_form(measure, family, tuple(given))
    labels = _labels(table, study, given)
    cells = _Reader(table, labels).cells(family, given)
    rows = Rows(labels=labels, cells=cells, moderators=table.moderators())
    if "estimates" in given:
        return from_estimates(measure, rows)
    if family == COUNTS:
        return from_counts(measure, rows, zero_cells=zero_cells, add=add, double_zero=double_zero)
    return from_means(measure, rows, smd_variance=smd_variance, small_sample=small_sample)


class _Reader:
    """Reads columns as numbers under metafor's names."""

    def __init__(self, table: Table, labels: tuple[str, ...]) -> None:
        self._table, self._labels = table, labels

    def cells(self, family: str, given: Mapping[str, Column | Pair]) -> dict[str, Floats]:
        """The cells of a form already checked."""
        if "estimates" in given:
            return {role: self.one(column, role) for role, column in given.items()}
        return self.counts(given) if family == COUNTS else self.means(given)

    def one(self, column: Column | Pair, role: str) -> Floats:
        name = column if isinstance(column, str) else role
        return numbers(self._table.column(column, role), name, self._labels)

    def counts(self, given: Mapping[str, Column | Pair]) -> dict[str, Floats]:
        ai, ci = self._two(given["events"], "events")
        if "totals" in given:
            n1i, n2i = self._two(given["totals"], "totals")
        else:
            bi, di = self._two(given["nonevents"], "nonevents")
            n1i, n2i = ai + bi, ci + di
        return {"ai": ai, "n1i": n1i, "ci": ci, "n2i": n2i}

    def means(self, given: Mapping[str, Column | Pair]) -> dict[str, Floats]:
        (m1i, m2i), (sd1i, sd2i), (n1i, n2i) = (self._two(given[role], role) for role in FORMS[MEANS][0])
        return {"m1i": m1i, "sd1i": sd1i, "n1i": n1i, "m2i": m2i, "sd2i": sd2i, "n2i": n2i}

    def _two(self, pair: Column | Pair, role: str) -> tuple[Floats, Floats]:
        if isinstance(pair, str) or len(pair) != 2:
            raise BadInput(f"{role}={pair!r} given, a pair of columns expected: (intervention, control)")
        return self.one(pair[0], f"{role} of group 1"), self.one(pair[1], f"{role} of group 2")


def _check_form(measure: str, family: str, given: tuple[str, ...]) -> None:
    forms = (*FORMS.get(family, ()), *GIVEN_FORMS)
    if set(given) not in [set(form) for form in forms]:
        raise WrongColumns(measure, given, ", or ".join(" and ".join(form) for form in forms))


def _labels(table: Table, study: Column | None, given: Mapping[str, Column | Pair]) -> tuple[str, ...]:
    if study is not None:
        return tuple(str(label) for label in table.column(study, "study"))
    role, column = next(iter(given.items()))
    first = column if role in ("estimates", "variances", "ses") else column[0]
    return tuple(str(i + 1) for i in range(len(table.column(first, f"{role} of group 1"))))
