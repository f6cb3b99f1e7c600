"""Formulas of moderators: read by formulaic, checked name by name first, since formulaic runs what it reads.

R's habits are understood: a leading `~`, `factor(x)` for `C(x)`, `I(x^2)` for `I(x**2)`, TRUE, and
`relevel(factor(x), ref='a')` for `C(x, contr.treatment('a'))`.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.problems import BadInput, EffectBankError, UnknownName

Values = Mapping[str, NDArray[Any]]

FUNCTIONS = (
    "C", "I", "abs", "bs", "cc", "center", "cr", "cs", "exp", "exp10", "exp2", "log", "log10", "log2", "poly",
    "scale", "sqrt", "np.abs", "np.exp", "np.expm1", "np.log", "np.log10", "np.log1p", "np.log2", "np.maximum",
    "np.minimum", "np.sqrt", "contr.diff", "contr.helmert", "contr.poly", "contr.sum", "contr.treatment",
)  # fmt: skip
ARITHMETIC = (
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.operator, ast.unaryop, ast.cmpop, ast.boolop,
    ast.Constant, ast.List, ast.Tuple, ast.keyword, ast.expr_context,
)  # fmt: skip
BESIDE_FORMULAIC = MappingProxyType({"abs": np.abs, "sqrt": np.sqrt})  # R has them
INTERCEPT = "intrcpt"  # metafor's name for it
RELEVELLED = re.compile(
    r"""\brelevel\(\s*(?:factor\()?\s*([\w.]+)\s*\)?\s*,\s*(?:ref\s*=\s*)?(['"][^'"]*['"])\s*\)"""
)
EXAMPLE = "write it as 'ablat + C(alloc)'"


class FormulasNotInstalled(EffectBankError):  # noqa: N818 -- the name is the sentence
    """formulaic is missing; it comes as an extra."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"the formula {asked!r} needs formulaic, which isn't installed; try: pip install "
            "'effectbank[regression]', or name numeric moderators one by one: ['ablat', 'year']"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A formula with what it learnt of the data it was first applied to: levels, means, knots."""

    text: str
    names: tuple[str, ...]  # of the columns
    terms: Mapping[str, tuple[int, ...]]  # each term's columns; the intercept is no term
    levels: Mapping[str, tuple[str, ...]]  # of each variable of words
    spec: Any  # formulaic's ModelSpec

    def columns(self, values: Values, rows: int) -> Floats:
        """The design matrix (rows, p) of new values; raises UnknownName for a word not met before."""
        for name, column in values.items():
            if column.dtype == object and name not in self.levels:
                raise BadInput(f"{name!r} is given {column[0]!r}; the studies have numbers there")
        for name, known in self.levels.items():
            for word in values[name]:
                if str(word) not in known:
                    raise UnknownName(f"value of {name}", str(word), known)
        return np.asarray(_applied(self.spec, values, rows, self.text), dtype=float)


def as_read(text: str) -> str:
    """R's spelling in formulaic's."""
    text = re.sub(RELEVELLED, r"C(\1, contr.treatment(\2))", text)
    text = re.sub(r"\b(?:as\.)?factor\s*\(", "C(", text).replace("^", "**")
    return re.sub(r"\bTRUE\b", "True", re.sub(r"\bFALSE\b", "False", text))


def variables(text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The moderators that a formula names, sorted; raises UnknownName, BadInput, FormulasNotInstalled."""
    named: set[str] = set()
    for factor in (factor for term in _parsed(text) for factor in term.factors):
        if factor.eval_method.value == "lookup":
            named.add(str(factor.expr))
        elif factor.eval_method.value == "python":
            named |= _names(str(factor.expr), text)
    for name in sorted(named):
        if name not in known:
            raise UnknownName("moderator", name, known)
    return tuple(sorted(named))


def learn(text: str, values: Values, rows: int) -> tuple[Recipe, Floats]:
    """The recipe of a formula for these values, one a study and none missing; and their design matrix."""
    matrix = _applied(_parsed(text), values, rows, text)
    spec = matrix.model_spec
    places = {str(term): part.indices(len(spec.column_names)) for term, part in spec.term_slices.items()}
    recipe = Recipe(
        text=text,
        names=tuple(_tidy(name) for name in spec.column_names),
        terms=MappingProxyType({_tidy(name): tuple(range(*at)) for name, at in places.items() if name != "1"}),
        levels=MappingProxyType({name: _words(v) for name, v in values.items() if v.dtype == object}),
        spec=spec,
    )
    return recipe, np.asarray(matrix, dtype=float)


def _parsed(text: str) -> Any:
    try:
        from formulaic import Formula, SimpleFormula  # noqa: PLC0415 -- slow import, and optional
        from formulaic.errors import FormulaicError  # noqa: PLC0415 -- the same
    except ImportError:
        raise FormulasNotInstalled(text) from None
    try:
        formula = Formula(as_read(text))
    except (FormulaicError, SyntaxError) as fault:
        raise BadInput(f"formula {text!r}: {_first_line(fault)}; {EXAMPLE}") from None
    if not isinstance(formula, SimpleFormula):
        raise BadInput(f"formula {text!r} has more than one side; give the moderators only, {EXAMPLE}")
    if not len(formula):
        raise BadInput(f"formula {text!r} asks for no coefficient at all; '1' asks for the intercept alone")
    return formula


def _names(expression: str, text: str) -> set[str]:
    """The moderators in an expression of names, numbers, arithmetic and FUNCTIONS; nothing else is to be run."""
    quoted = re.findall(r"`([^`]*)`", expression)
    try:
        tree = ast.parse(re.sub(r"`[^`]*`", "0", expression), mode="eval")
    except SyntaxError as fault:
        raise BadInput(f"formula {text!r}: {expression!r}: {fault.msg}; {EXAMPLE}") from None
    _refuse_unknown(tree, text)
    functions = {name.partition(".")[0] for name in FUNCTIONS}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return {*quoted, *(names - functions)}


def _refuse_unknown(tree: ast.Expression, text: str) -> None:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree.body):
        if isinstance(node, ast.Call) and ast.unparse(node.func) not in FUNCTIONS:
            raise UnknownName(f"function in formula {text!r}:", ast.unparse(node.func), FUNCTIONS)
        if isinstance(node, ast.Attribute) and id(node) not in called:
            raise BadInput(f"formula {text!r}: {ast.unparse(node)!r} is no moderator and no number; {EXAMPLE}")
        if not isinstance(node, (*ARITHMETIC, ast.Call, ast.Name, ast.Attribute)):
            raise BadInput(f"formula {text!r}: {ast.unparse(node)!r} is not understood; {EXAMPLE}")


def _applied(formula: Any, values: Values, rows: int, text: str) -> Any:
    """formulaic's matrix; a value it would guess at is an error."""
    import narwhals as nw  # noqa: PLC0415 -- slow import
    from formulaic.errors import DataMismatchWarning, FormulaicError  # noqa: PLC0415 -- slow import, and optional

    columns = {name: _plain(column) for name, column in values.items()} or {"no moderator": np.zeros(rows)}
    frame = nw.from_dict(columns, backend="pandas").to_native()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", DataMismatchWarning)
            return formula.get_model_matrix(frame, output="numpy", na_action="ignore", context=BESIDE_FORMULAIC)
    except DataMismatchWarning as fault:
        unmet = ", ".join(re.findall(r"\{(.*?)\}", str(fault)))
        raise BadInput(f"formula {text!r} is given a value that the fit did not meet: {unmet}") from None
    except (FormulaicError, ValueError, TypeError, KeyError) as fault:
        raise BadInput(f"formula {text!r}: {_first_line(fault)}") from None


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    return column if column.dtype != object else np.array([str(cell) for cell in column], dtype=object)


def _words(column: NDArray[Any]) -> tuple[str, ...]:
    return tuple(sorted({str(cell) for cell in column}))


def _tidy(name: str) -> str:
    return INTERCEPT if name == "Intercept" else re.sub(r"\.0\]", "]", name)


def _first_line(fault: Exception) -> str:
    return str(fault).strip().splitlines()[0].rstrip(".") if str(fault).strip() else type(fault).__name__
