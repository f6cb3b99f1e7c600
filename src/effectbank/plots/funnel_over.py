"""What is laid over a funnel plot: studies filled in, and what a regression expects at each standard error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.plots.chart import Ink, Line, Mark, Points, Rule
from effectbank.problems import BadInput
from effectbank.synthesis.asymmetry_test import AsymmetryTest
from effectbank.synthesis.limit_meta import LimitMeta
from effectbank.synthesis.pet_peese import PetPeese
from effectbank.synthesis.trim_and_fill import TrimAndFill

Over = TrimAndFill | AsymmetryTest | PetPeese | LimitMeta
OF_SE: Mapping[str, Callable[[Floats], Floats]] = {"standard error": np.asarray, "sampling variance": np.square}


def over_marks(record: object, se: Floats, ink: Ink) -> tuple[Mark, ...]:
    """The marks of one record at the standard errors of the funnel; raises BadInput for another kind of record."""
    if isinstance(record, TrimAndFill):
        return _filled(record, ink)
    if isinstance(record, LimitMeta):
        return _limit(record, se, ink)
    if isinstance(record, AsymmetryTest):
        return (_line(record, se, ink, f"{record.method}'s line"),)
    if isinstance(record, PetPeese):
        return _pet_and_peese(record, se, ink)
    known = ", ".join(kind.__name__ for kind in get_args(Over))
    raise BadInput(f"a {type(record).__name__} given to lay over a funnel plot; known are {known}")


def _filled(record: TrimAndFill, ink: Ink) -> tuple[Mark, ...]:
    """The studies filled in, and the effect pooled with them."""
    filled = record.filled
    added = slice(len(record.fit.effects), None)
    told = filled.effects.told(filled.effects.yi)[added]
    name = f"{record.lacking} filled in" if record.lacking else "none to fill in"
    return (
        Rule(at=filled.display.estimate, ink=ink, dashed=True, name="pooled with those filled in"),
        Points(x=told, y=filled.effects.se[added], hollow=True, ink=ink, name=name),
    )


def _pet_and_peese(record: PetPeese, se: Floats, ink: Ink) -> tuple[Mark, ...]:
    """Both; the one that is used is drawn whole."""
    return tuple(
        _line(test, se, ink, name if name == record.used else f"{name} (not used)", dashed=name != record.used)
        for name, test in (("PET", record.pet), ("PEESE", record.peese))
    )


def _line(test: AsymmetryTest, se: Floats, ink: Ink, name: str, *, dashed: bool = False) -> Line:
    if test.predictor not in OF_SE:
        raise BadInput(
            f"{name} runs along the {test.predictor}, and a funnel plot along the standard error; "
            "draw egger's, on 'sei' or 'vi'"
        )
    expected = test.intercept.estimate + test.slope.estimate * OF_SE[test.predictor](se)
    return Line(x=test.effects.of.back(expected), y=se, ink=ink, dashed=dashed, name=name)


def _limit(record: LimitMeta, se: Floats, ink: Ink) -> tuple[Mark, ...]:
    """What the regression expects at each standard error, and the adjusted estimate, at none."""
    back = record.effects.of.back
    expected = record.slope + record.intercept * np.sqrt(se**2 + record.tau2)
    return (
        Line(x=back(expected), y=se, ink=ink, name="limit meta-analysis"),
        Points(x=back(np.array([record.estimate])), y=np.zeros(1), ink=ink, diamond=True, name="adjusted estimate"),
    )
