"""Zero cells of 2x2 tables: what is added, where, by each named rule; and what becomes of double zeros."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats, divide
from effectbank.problems import BadInput, UnknownName, is_number

RULES: Mapping[str, str] = MappingProxyType(
    {
        "none": "nothing is added",
        "only0": "the constant is added to every cell of the studies that have a zero",
        "if0all": "the constant is added to every cell of every study if any study has a zero",
        "all": "the constant is added to every cell of every study",
        "treatment-arm": "in studies with a zero, each arm's cells get a share of the constant in proportion to "
        "that arm's size, twice the constant in all (Sweeting, Sutton & Lambert 2004)",
        "revman": "1/2 to every cell of the studies with a zero, for risk and odds ratios, inside Mantel-Haenszel "
        "too; for risk differences in the variance only; double zeros dropped (Deeks & Higgins 2010)",
        "revman-web": "as revman, but where everybody had the event the risk ratio is 1, and the study "
        "is pooled (as Review Manager Web stores it)",
    }
)
DOUBLE_ZERO: Mapping[str, str] = MappingProxyType(
    {
        "keep": "a study without events in either arm, or with nothing but events, is estimated like any other",
        "drop": "such a study is left out, as saying nothing of a ratio",
        "drop-eventless": "a study without events is left out, one with nothing but events is not",
    }
)

REVMAN = ("revman", "revman-web")

Cells = tuple[Floats, Floats, Floats, Floats]  # a, n1, c, n2


def rule_named(rule: str) -> str:
    """The rule itself; raises UnknownName with the nearest known one."""
    if rule not in RULES:
        raise UnknownName("zero-cell rule", rule, RULES)
    return rule


def addition(add: object) -> float:
    """What a rule adds, once it is seen to be a number of 0 or more; raises BadInput."""
    if not (is_number(add) and 0 <= add < math.inf):
        raise BadInput(f"add {add!r} given, a finite number of 0 or more expected")
    return float(add)


def corrected(cells: Cells, rule: str, add: float) -> Cells:
    """Events and totals of both groups after the correction the rule asks for; arrays (..., k).

    A group of nobody has no cells to add to: half an event among no people would be a result out of nothing.
    """
    a, n1, c, n2 = cells
    to1, to2 = (np.where(has_nobody(cells), 0.0, to) for to in _additions(cells, rule, add))
    return a + to1, n1 + 2 * to1, c + to2, n2 + 2 * to2


def _additions(cells: Cells, rule: str, add: float) -> tuple[Floats, Floats]:
    """What each cell of group 1 and of group 2 gets."""
    a, n1, _, n2 = cells
    zero = has_zero(cells) & ~has_nobody(cells)
    if rule == "none":
        return np.zeros_like(a), np.zeros_like(a)
    if rule == "treatment-arm":
        share = divide(n1, n1 + n2)
        return np.where(zero, 2 * add * share, 0.0), np.where(zero, 2 * add * (1 - share), 0.0)
    where = {"all": np.ones_like(zero), "if0all": zero.any(-1, keepdims=True) | np.zeros_like(zero)}
    added = np.where(where.get(rule, zero), 0.5 if rule in REVMAN else add, 0.0)
    return added, added


def has_zero(cells: Cells) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Studies with an empty cell."""
    a, n1, c, n2 = cells
    return np.asarray((a == 0) | (a == n1) | (c == 0) | (c == n2))


def has_nobody(cells: Cells) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Studies with nobody in one of their groups: no rule makes an estimate of them."""
    _, n1, _, n2 = cells
    return np.asarray((n1 == 0) | (n2 == 0))


def ruled_out(cells: Cells, double_zero: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The studies that a rule of DOUBLE_ZERO leaves out."""
    a, _, c, _ = cells
    if double_zero == "drop-eventless":
        return np.asarray((a == 0) & (c == 0))
    return is_double_zero(cells) & (double_zero == "drop")


def all_events(cells: Cells) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Studies in which everybody had the event."""
    a, n1, c, n2 = cells
    return np.asarray((a == n1) & (c == n2) & (n1 > 0) & (n2 > 0))


def is_double_zero(cells: Cells) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Studies with no event in either arm, or with nothing but events."""
    a, n1, c, n2 = cells
    return np.asarray(((a == 0) & (c == 0)) | ((a == n1) & (c == n2)))
