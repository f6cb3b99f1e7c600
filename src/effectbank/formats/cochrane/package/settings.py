"""overall-estimates-and-settings.csv: what was asked of each analysis, in the words of synthesis.pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from effectbank.formats.cochrane.measures import measure_of
from effectbank.formats.cochrane.package.cells import NoNumber, Told, key_of, level, number, truth
from effectbank.review.reading.sheet import Row

Words = Mapping[str, str]

KINDS: Words = MappingProxyType({
    "dichotomous": "counts", "continuous": "means", "contrastlevel": "contrasts", "contrast": "contrasts",
    "inversevariance": "contrasts", "genericinversevariance": "contrasts", "oeandvariance": "o_e",
    "armlevel": "",  # counts or means, as the measure says
})  # fmt: skip
METHODS: Words = MappingProxyType({
    "mh": "MH", "mantelhaenszel": "MH", "iv": "IV", "inversevariance": "IV", "peto": "Peto", "expoevar": "Peto",
})  # fmt: skip
MODELS: Words = MappingProxyType({
    "fixedeffect": "common", "fixedeffects": "common", "fixed": "common", "commoneffect": "common",
    "randomeffect": "random", "randomeffects": "random", "random": "random",
})  # fmt: skip
ESTIMATORS: Words = MappingProxyType({
    "dl": "DL", "dersimonianlaird": "DL", "dersimonianandlaird": "DL", "reml": "REML",
    "restrictedmaximumlikelihood": "REML",
})  # fmt: skip
TESTS: Words = MappingProxyType({
    "wald": "z", "waldtype": "z", "hksj": "knapp-hartung", "hartungknappsidikjonkman": "knapp-hartung",
    "hartungknapp": "knapp-hartung",
})  # fmt: skip
TAU2_INTERVALS: Words = MappingProxyType({
    "qprofile": "Q-profile", "true": "Q-profile", "yes": "Q-profile", "false": "", "no": "", "none": "",
})  # fmt: skip
ORDERS: Words = MappingProxyType({
    "study": "study", "studyid": "study", "studyname": "study", "name": "study", "year": "year",
    "studyyear": "year", "weight": "weight", "effect": "effect", "effectsize": "effect", "effectestimate": "effect",
    "effectmeasure": "effect", "userdefined": "given", "userdefinedorder": "given", "custom": "given",
})  # fmt: skip
RATIOS_OF_COUNTS = ("RR", "OR", "PETO")
KEPT = (  # what a package says of an analysis beyond SourceAnalysis, told on by its own heading
    "Data source", "Data source eligibility", "Outcome", "Intervention grouping", "Experimental intervention",
    "Control intervention", "Subgroup by", "Filter criteria", "Show risk of bias", "ID",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Settings:
    """The settings of one analysis, word by word; a word that nobody knows is told."""

    row: Row
    told: Told
    unknown: tuple[str, ...] = ()

    def text(self, column: str) -> str:
        """The cell's words; "" where it says #N/A."""
        cell = self.row.cells.get(column, "")
        return "" if cell == "#N/A" else cell

    def word(self, column: str, words: Words, default: str) -> str:
        """One of our words for one of theirs."""
        cell = self.text(column)
        if not cell:
            return default
        found = words.get(key_of(cell))
        if found is None:
            taken = f"taken as {default}" if default else "passed over"
            self.told.unknown_word(self.row.line, column, cell, words, taken)
            return default
        return found

    def truth(self, column: str, *, default: bool) -> bool:
        """A yes or no."""
        return truth(self.text(column), default=default)

    def level(self, *columns: str) -> float:
        """The level of an interval, of the first column that has one."""
        for column in columns:
            try:
                found = level(self.text(column))
            except NoNumber:
                self.told.bad_cell(self.row.line, column, self.text(column), "a percentage")
                continue
            if found is not None:
                return found
        return 0.95

    def scale(self) -> float | None:
        """Of the forest plot."""
        try:
            return number(self.text("Graph scale"))
        except NoNumber:
            self.told.bad_cell(self.row.line, "Graph scale", self.text("Graph scale"), "a number")
            return None

    def kind(self) -> str:
        """Of the data; "" where the words don't tell."""
        kind = self.word("Data type", KINDS, "")
        if kind or key_of(self.text("Data type")) != "armlevel":
            return kind
        words = self.text("Effect measure")
        if measure_of(words, log=False) in ("MD", "SMD"):
            return "means"
        counted = measure_of(words, log=True) in RATIOS_OF_COUNTS or measure_of(words, log=False) == "RD"
        return "counts" if counted else ""

    def measure(self, kind: str) -> tuple[str, bool]:
        """EffectBank's code and whether it is of logarithms; "" where counts or means have none that is known."""
        words, method = self.text("Effect measure"), self.word("Statistical method", METHODS, "IV")
        if kind == "counts":
            code = measure_of(words, log=True)
            if code in RATIOS_OF_COUNTS:
                return ("PETO" if code == "OR" and method == "Peto" else code), True
            return ("RD", False) if measure_of(words, log=False) == "RD" else ("", True)
        if kind == "means":
            code = measure_of(words, log=False)
            return (code if code in ("MD", "SMD") else ""), False
        log = self.truth("Log-scale data", default=kind == "o_e" or measure_of(words, log=True) != "RATIO")
        return measure_of(words, log=log), log

    def totals(self) -> str:
        """Of which there are estimates."""
        if self.truth("Overall estimates", default=True):
            return "all"
        return "subgroups" if self.truth("Subgroup estimates", default=False) else "none"

    def says(self) -> dict[str, str]:
        """What has no field of its own, by its heading; columns that nobody knows among it."""
        return {name: text for name in (*KEPT, *self.unknown) if (text := self.text(name))}

    def groups(self) -> tuple[str, str]:
        """What the two groups are called: by their label, or else by the intervention that defines them."""
        experimental = self.text("Experimental group label") or self.text("Experimental intervention")
        return experimental, self.text("Control group label") or self.text("Control intervention")

    def prediction(self) -> bool:
        """Whether an interval for the next study is asked for."""
        cell = self.text("Prediction interval")
        return bool(cell) and key_of(cell) not in ("false", "no", "none")
