"""What is said of each study of a fit: a label and a number under each name, in one shape for all such results."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from effectbank.numerals import aligned, fixed
from effectbank.problems import NotEstimable
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PerStudy(Told):
    """Arrays of one element a study that carries weight in `fit`, in the order of `labels`; the analysis scale."""

    title: ClassVar[str] = "Studies"

    fit: Pooled | Regression
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def columns(self) -> dict[str, NDArray[Any]]:
        """The arrays by name."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in held.items() if isinstance(value, np.ndarray)}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} studies, {self.fit!r}>"

    def __str__(self) -> str:
        columns = self.columns()
        head = ("", *columns)
        body = [(label, *(_cell(column[i]) for column in columns.values())) for i, label in enumerate(self.labels)]
        return "\n".join([f"{self.title} (k = {len(self)})", "", *aligned([head, *body])])

    def rows(self) -> list[dict[str, object]]:
        """One record a study."""
        columns = self.columns()
        return [
            {"study": label} | {name: column[i].item() for name, column in columns.items()}
            for i, label in enumerate(self.labels)
        ]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance; NaN becomes None."""
        return stamped({"what": type(self).__name__, **asked_of(self.fit)}, {"studies": self.rows()})


def asked_of(fit: Pooled | Regression) -> dict[str, Any]:
    """What a fit was asked, as JSON-ready data."""
    if isinstance(fit, Regression):
        asked: dict[str, Any] = fit.to_dict()["asked"]  # type: ignore[assignment]
        return asked
    return {"measure": fit.effects.measure, "options": fit.options.to_dict(), "studies": fit.effects.rows()}


def labels_of(fit: Pooled | Regression) -> tuple[str, ...]:
    """The studies that carry weight, or were regressed."""
    at = np.flatnonzero(fit.moderators.used) if isinstance(fit, Regression) else weighted(fit)
    return labels_at(fit, at)


def weighted(fit: Pooled) -> NDArray[np.intp]:
    """Positions of the studies that carry weight."""
    return np.flatnonzero(np.isfinite(fit.weights))


def labels_at(fit: Pooled | Regression, positions: NDArray[np.intp]) -> tuple[str, ...]:
    """Their labels."""
    return tuple(fit.effects.labels[i] for i in positions.tolist())


def pools_tables(fit: Pooled) -> bool:
    """Whether sums over tables are pooled, and not study estimates: common-effect Mantel-Haenszel and Peto."""
    return fit.options.pools_tables


def refuse_tables(fit: Pooled) -> None:
    """Raise NotEstimable where tables are pooled."""
    if pools_tables(fit):
        raise NotEstimable(
            f"{fit.options.method} pools tables, not study estimates with a leverage each", "use method='IV'"
        )


def _cell(value: Any) -> str:
    if isinstance(value, np.bool_):
        return "*" if value else ""
    return fixed(float(value), 4)
