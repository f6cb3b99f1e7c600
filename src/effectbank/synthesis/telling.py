"""How an answer is told: in a line, as text, as a table, as rows, and as data with provenance."""

from __future__ import annotations

from typing import Any

from effectbank.numerals import html_table


class Told:
    """An answer; its class says what its `headline` and `rows` are, and how its text reads."""

    __slots__ = ()

    @property
    def headline(self) -> str:
        """The answer in a line."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, Any]]:
        """Tidy records."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.headline}>"

    def _repr_html_(self) -> str:
        return html_table(repr(self).strip("<>"), self.rows())
