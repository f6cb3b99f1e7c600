"""What a verb is asked of: effects, a fit, a regression; and the error that tells one from the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from effectbank.calls import answering
from effectbank.problems import BadInput
from effectbank.synthesis.elsewhere import ELSEWHERE

P = ParamSpec("P")
R = TypeVar("R")

# Each kind: what it is called, and the verb that makes it of what usually was given in its place.
CALLED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Effects": ("effects", "eb.effects(measure, data, …)"),
        "Pooled": ("a fit", "eb.pool(effects, …)"),
        "Regression": ("a regression", "eb.regress(effects, 'moderator', …)"),
        "LocationScale": ("a location-scale model", "eb.location_scale(effects, location, scale)"),
        "Part": ("a part of a location-scale model", "eb.location_scale(…).location or .scale"),
        "PermutationTest": ("a permutation test", "eb.permutation_test(regression)"),
    }
)

# What a verb would tell of something that tells it itself.
OWN: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("predict", "Pooled"): "it holds its own, .ci and .prediction, told by .display",
        ("wald_test", "LocationScale"): "test its .location or its .scale",
        ("contrasts", "LocationScale"): "ask its .location or its .scale",
        ("permutation_test", "Pooled"): "it is the regression eb.regress(fit.effects, '1', …) on nothing",
        ("likelihood_ratio", "Pooled"): "it is the regression eb.regress(fit.effects, '1', …) on nothing",
        ("variance_inflation", "LocationScale"): "ask its .location or its .scale",
    }
)


class WrongKind(BadInput):
    """A verb asked of something it can say nothing of."""

    def __init__(self, verb: str, given: object, kinds: tuple[type, ...]) -> None:
        self.given, self.kinds = given, kinds
        wanted = [CALLED[kind.__name__] for kind in kinds]
        names, makers = " or ".join(name for name, _ in wanted), " or ".join(maker for _, maker in wanted)
        has_effects = hasattr(given, "effects") and kinds[0].__name__ == "Effects"
        own = OWN.get((verb, type(given).__name__), "")
        way_out = own or ("its effects are .effects" if has_effects else f"make it by {makers}")
        super().__init__(f"{verb} takes {names}, {called(given)} given: {way_out}")


def takes(*kinds: type, count: int = 1) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A verb that is asked of one of `kinds` in its first `count` arguments; raises WrongKind for anything else."""

    def of_a_kind(verb: Callable[P, R]) -> Callable[P, R]:
        answered = answering(ELSEWHERE["choice"])(verb)

        @wraps(verb)
        def checked(*args: P.args, **choices: P.kwargs) -> R:
            for given in args[:count]:
                if not isinstance(given, kinds):
                    raise WrongKind(verb.__name__, given, kinds)
            return answered(*args, **choices)

        return checked

    return of_a_kind


def called(given: Any) -> str:
    """What kind of thing was given: "effects", "a fit", …; of others, the name of its type."""
    name = type(given).__name__
    return CALLED[name][0] if name in CALLED else f"a value of type {name}"
