"""What verbal values say: significance, direction, and by which model a number was pooled."""

from __future__ import annotations

from effectbank.review.model import Comparison
from effectbank.synthesis import Pooled

METHODS = {"IV": "inverse-variance", "MH": "Mantel-Haenszel", "Peto": "Peto"}


def significance_words(significant: bool) -> tuple[str, ...]:
    """The closed word of a verdict."""
    return ("significant",) if significant else ("not significant",)


def direction_words(
    estimate: float, null: float, good: str, comparison: Comparison | None, *, from_control: bool = False
) -> tuple[str, ...]:
    """Every word true of where an estimate lies: whether the intervention is higher (or, from there, the control).

    Which side is favoured needs the outcome's good direction; without one nothing is said of it.
    """
    if estimate == null:
        return ("no difference",)
    higher = (estimate > null) is not from_control
    words = ["higher" if higher else "lower"]
    if good:
        won = (estimate > null) == (good == "more")
        words.append("better" if won is not from_control else "worse")
        words.extend(f"favours {name}" for name in _names(comparison, won))
    return tuple(words)


def _names(comparison: Comparison | None, intervention: bool) -> tuple[str, ...]:
    """What a side may be called in prose."""
    side = "intervention" if intervention else "control"
    if comparison is None:
        return (side,)
    treatments = comparison.intervention if intervention else comparison.control
    label = comparison.intervention_label if intervention else comparison.control_label
    return (label, *(treatment.replace("_", " ") for treatment in treatments), side)


def model_sentence(fit: Pooled) -> str:
    """`risk ratio of 6 studies, random effects, Mantel-Haenszel, tau² by DL, Q about the … estimate`."""
    asked = fit.options
    said = [
        f"{fit.display.label} of {fit.k} {'study' if fit.k == 1 else 'studies'}",
        "a common effect" if asked.model == "common" else "random effects",
        METHODS.get(asked.method, asked.method),
    ]
    if asked.tau2:
        said.append(f"tau² by {asked.tau2}")
    if asked.tau2 and asked.q_centre != "IV":
        said.append(f"Q about the {METHODS.get(asked.q_centre, asked.q_centre)} estimate")
    if asked.test != "z":
        said.append(f"{asked.test} test")
    return ", ".join(said)
