"""A test with its null hypothesis, so that no p-value goes about without one."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from effectbank.numerals import fixed, p_value


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisTest:
    """`statistic` on `df` degrees of freedom; df is None for a z. `null` is the hypothesis that `p` speaks of."""

    name: str
    null: str
    statistic: float
    symbol: str  # "z", "t", "Q", "X^2"
    df: float | None
    p: float

    def __str__(self) -> str:
        of = "" if self.df is None else f"(df = {fixed(self.df, 2).removesuffix('.00')})"
        return f"{self.name}: {self.symbol}{of} = {fixed(self.statistic, 4)}, {p_value(self.p)}; null: {self.null}"

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data."""
        return asdict(self)
